export { type CommitFault, type DuckdbHistoryOptions, openDuckdbHistory } from './duckdb-history.ts';
export { createJournal, type JournalLimits, type JournalOptions, type JournalService } from './journal.ts';
export { createMemoryHistory, type MemoryHistory, type MemoryHistoryOptions, type StoredReading } from './memory-history.ts';
export { createMemoryStore, type MemoryStore } from './memory-store.ts';
export { openSqliteStore, type SqliteStoreOptions } from './sqlite-store.ts';
export { storeErrors } from './store-errors.ts';
