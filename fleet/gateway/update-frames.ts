import type { UpdateDesk } from '#fleet/domain/index.js';
import { type DeviceFrame, pieces, updateCauses, updateStates } from '#proto/frame/index.js';

type BodyOf<Type extends DeviceFrame['type']> = Extract<DeviceFrame, { type: Type; body: unknown }>['body'];

/** Hands a request for parts on. One for a piece of a newer version can't be served: it is let be, as unknown frames are. */
export function takePieceRequest(updates: UpdateDesk, deviceKey: number, body: BodyOf<'pieceRequest'>): void {
  const piece = pieces.nameOf(body.piece);
  if (piece === undefined) return;
  const { attemptId, version, offset, credit } = body;
  updates.demand(deviceKey, { attemptId: attemptId ?? '', piece, version: version ?? 0, offset: offset ?? 0, credit: credit ?? 0 });
}

/** Hands a report on; one of a state of a newer version is let be. */
export function takeUpdateReport(updates: UpdateDesk, deviceKey: number, body: BodyOf<'updateReport'>): void {
  const state = updateStates.nameOf(body.state);
  if (state === undefined) return;
  updates.report(deviceKey, {
    attemptId: body.attemptId ?? '',
    sequence: body.sequence ?? 0,
    state,
    cause: updateCauses.nameOf(body.cause),
    message: body.message ?? '',
    timeMs: body.timeMs ?? 0,
    storedBytes: body.storedBytes ?? 0,
    receivedBytes: body.receivedBytes ?? 0,
    takesDelta: body.takesDelta ?? false,
    boot: body.boot ?? 0,
    runningDigest: Buffer.from(body.runningDigest ?? []).toString('hex'),
    isConfirmed: body.isConfirmed ?? false,
    securityCounter: body.securityCounter ?? 0,
    trustedTimeMs: body.trustedTimeMs ?? 0,
    rootVersion: body.rootVersion ?? 0,
    timestampVersion: body.timestampVersion ?? 0,
    snapshotVersion: body.snapshotVersion ?? 0,
    targetsVersion: body.targetsVersion ?? 0,
  });
}
