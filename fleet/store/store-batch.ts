import type { DocumentKind, LogName, Mutation } from '#fleet/domain/index.js';
import { assert } from '#proto/kit/index.js';
import { storeFailure } from './store-errors.ts';

/** A mutation as drivers take it: values are JSON text, so that whoever made them may change them after the call. */
export type EncodedMutation =
  /** expected: revision it must stand at, 0 when it must not exist, -1 when anything goes. */
  | { readonly type: 'put'; readonly kind: DocumentKind; readonly id: string; readonly body: string; readonly expected: number }
  | { readonly type: 'delete'; readonly kind: DocumentKind; readonly id: string; readonly expected: number }
  | { readonly type: 'append'; readonly log: LogName; readonly sequence: number; readonly body: string }
  | { readonly type: 'trim'; readonly log: LogName; readonly keep: number };

const longestId = 200;

/** Copies a batch into its encoded form. Asserts what the port demands: ids of 1 to 200 characters, sequences from 1, keep from 1. */
export function encodeBatch(batch: readonly Mutation[]): EncodedMutation[] {
  return batch.map(encodeMutation);
}

function encodeMutation(mutation: Mutation): EncodedMutation {
  switch (mutation.type) {
    case 'put':
      assertId(mutation.id);
      return {
        type: 'put',
        kind: mutation.kind,
        id: mutation.id,
        body: JSON.stringify(mutation.value),
        expected: mutation.expectedRevision ?? -1,
      };
    case 'delete':
      assertId(mutation.id);
      return { type: 'delete', kind: mutation.kind, id: mutation.id, expected: mutation.expectedRevision ?? -1 };
    case 'append':
      assert(Number.isSafeInteger(mutation.entry.sequence) && mutation.entry.sequence >= 1, `log sequence ${mutation.entry.sequence}`);
      return { type: 'append', log: mutation.log, sequence: mutation.entry.sequence, body: JSON.stringify(mutation.entry) };
    case 'trim':
      // The newest entry always stays: it holds the sequence that the next run of the manager goes on from.
      assert(Number.isSafeInteger(mutation.keep) && mutation.keep >= 1, `trim to ${mutation.keep} entries`);
      return { type: 'trim', log: mutation.log, keep: mutation.keep };
  }
}

/** Throws E1601 when a document at `actual` (0: absent) is not at the `expected` revision. */
export function checkRevision(kind: DocumentKind, id: string, expected: number, actual: number): void {
  if (expected < 0 || expected === actual) return;
  const wanted = expected === 0 ? 'was to be new' : `was expected at revision ${expected}`;
  const found = actual === 0 ? 'does not exist' : `stands at revision ${actual}`;
  throw storeFailure('E1601', { message: `${kind} ${id} ${wanted} and ${found}` });
}

/** Asserts a page size of readLog. */
export function assertLogLimit(limit: number): void {
  assert(Number.isInteger(limit) && limit >= 1 && limit <= 10_000, `log page of ${limit} entries, 1 to 10,000 allowed`);
}

function assertId(id: string): void {
  assert(id.length >= 1 && id.length <= longestId, `document id of ${id.length} characters, 1 to ${longestId} allowed`);
}
