export { type DuckdbHistoryOptions, openDuckdbHistory } from './duckdb-history.ts';
export { type FolderBlobsOptions, openFolderBlobs } from './folder-blobs.ts';
export { createJournal, type JournalService } from './journal.ts';
export { createMemoryBlobs, type MemoryBlobs } from './memory-blobs.ts';
export { createMemoryHistory, type MemoryHistory } from './memory-history.ts';
export { createMemoryStore, type MemoryStore } from './memory-store.ts';
export { openSqliteStore } from './sqlite-store.ts';
export { storeErrors } from './store-errors.ts';
