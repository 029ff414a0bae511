import { closeSync, fsyncSync, mkdirSync, openSync, renameSync, rmSync, writeSync } from 'node:fs';
import { dirname } from 'node:path';
import { readBounded } from '#proto/kit/index.js';

/**
 * Writes a file whole or not at all: beside it, synced, renamed. Whatever went wrong is thrown, and the old file stands.
 * @param beside another name for the time of writing, where several may write the file
 */
export function writeWhole(path: string, chunks: Iterable<string | Uint8Array>, beside = `${path}.new`): void {
  try {
    mkdirSync(dirname(path), { recursive: true, mode: 0o700 });
    const descriptor = openSync(beside, 'w', 0o600);
    try {
      for (const chunk of chunks) writeAll(descriptor, typeof chunk === 'string' ? Buffer.from(chunk) : chunk);
      fsyncSync(descriptor);
    } finally {
      closeSync(descriptor);
    }
    renameSync(beside, path);
  } catch (error) {
    rmSync(beside, { force: true });
    throw error;
  }
}

/**
 * The bytes of a file of a population; undefined when it is not there.
 * @param most bytes: whoever put something else in its place, a device without an end among them, is told
 * @throws what the system says, or the size and the limit
 */
export function readIfThere(path: string, most: number): Buffer | undefined {
  try {
    return readBounded(path, most, ({ message, cause }) => new Error(message, { cause }));
  } catch (error) {
    if (error instanceof Error && error.cause !== undefined && codeOf(error.cause) === 'ENOENT') return undefined;
    throw error;
  }
}

/** Node's code of a failed call, such as ENOENT. */
export function codeOf(error: unknown): string | undefined {
  return (error as NodeJS.ErrnoException).code;
}

/** A disk that is nearly full takes a part and says no to the next one. */
function writeAll(descriptor: number, bytes: Uint8Array): void {
  for (let from = 0; from < bytes.length; ) from += writeSync(descriptor, bytes, from);
}
