import { afterAll, beforeAll, test } from 'vitest';
import { expectBroken, makeGoodFolder, otherBrokenFolders, removeFolders } from './bad-input-folders.ts';

/** What bad-input-disk.test.ts shows of one damage each, of others. */

beforeAll(makeGoodFolder);
afterAll(removeFolders);

test.each(otherBrokenFolders)('%s: %s, nothing is changed', (...broken) => expectBroken(broken));
