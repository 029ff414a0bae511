import type { AttemptRecord, PieceDemand } from '#fleet/domain/index.js';
import type { AbsentCauseName, PieceName } from '#proto/frame/index.js';
import type { PieceSource, UpdateSources } from './update-sources.ts';

/** Where the bytes of a piece come from, or why the unit does not get them. */
export type FoundPiece =
  | { readonly source: PieceSource; readonly version: number }
  | { readonly cause: AbsentCauseName; readonly message: string };

/** Finds what a unit asks for: metadata for everybody, of images what its attempt assigns to it and nothing else. */
export function findPiece(sources: UpdateSources, attempt: AttemptRecord, { piece, version, offset }: PieceDemand): FoundPiece {
  if (piece === 'root' || piece === 'timestamp' || piece === 'snapshot' || piece === 'targets') {
    const metadata = sources.metadata(piece, version);
    if (metadata === undefined) return { cause: 'no-such-version', message: `there is no ${piece} metadata of version ${version}` };
    return within(offset, sourceOf(metadata.bytes), metadata.version);
  }
  const release = sources.release(attempt.release);
  if (release?.state !== 'published') {
    return { cause: 'withdrawn', message: `release ${attempt.release} is ${release?.state ?? 'gone'}` };
  }
  if (!isAssigned(attempt, piece)) {
    const what = piece === 'delta' ? 'a delta' : 'the whole image';
    return { cause: 'not-assigned', message: `attempt ${attempt.id} does not assign ${what}` };
  }
  const source = sources.piece(release, piece, attempt.delta);
  if (source === undefined) return { cause: 'withdrawn', message: `the file of ${attempt.release} is gone` };
  return within(offset, source, 0);
}

/** Pieces that take a place: metadata and headers are small. */
export function isBulk(piece: PieceName): boolean {
  return piece === 'content' || piece === 'delta';
}

function within(offset: number, source: PieceSource, version: number): FoundPiece {
  if (offset < source.totalBytes) return { source, version };
  return { cause: 'not-assigned', message: `the piece has ${source.totalBytes} bytes, there is nothing from ${offset} on` };
}

function isAssigned({ delta, deltaPolicy }: AttemptRecord, piece: PieceName): boolean {
  if (piece === 'delta') return delta !== undefined;
  return piece === 'header' || deltaPolicy !== 'require';
}

/** Bytes that are in memory, as a source. */
function sourceOf(bytes: Uint8Array): PieceSource {
  const peek = (offset: number, length: number) => bytes.subarray(offset, offset + length);
  return { totalBytes: bytes.length, peek, read: async (offset, length) => peek(offset, length) };
}
