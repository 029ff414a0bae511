export { type DuckdbHistoryOptions, openDuckdbHistory } from './duckdb-history.ts';
export { createJournal, type JournalService } from './journal.ts';
export { createMemoryHistory, type MemoryHistory } from './memory-history.ts';
export { createMemoryStore, type MemoryStore } from './memory-store.ts';
export { openSqliteStore } from './sqlite-store.ts';
export { storeErrors } from './store-errors.ts';
