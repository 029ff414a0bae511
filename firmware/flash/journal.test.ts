import { expect, test } from 'vitest';
import { decodeJournal, encodeJournal } from './journal.ts';

const attempt = { attemptId: 'a1', slot: 1, digest: 'ab'.repeat(32) } as const;

test.each([
  { counter: 0, attempt: undefined },
  { counter: 7, attempt },
])('what was written is read: %j', (journal) => {
  expect(decodeJournal(encodeJournal(journal))).toEqual(journal);
});

test.each(['', 'no json', '{}', '[]', '["7"]', '[-1]', '[1.5]', '[7,"a1"]', '[7,"a1",2,"ab"]', '[7,"a1",0,5]'])(
  'bytes that are no journal are none, and no crash: %s',
  (text) => {
    expect(decodeJournal(Buffer.from(text))).toBeUndefined();
  },
);
