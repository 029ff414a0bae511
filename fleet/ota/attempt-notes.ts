import type { AttemptRecord, Journal } from '#fleet/domain/index.js';

/** Tells the timeline where an attempt stands: device.update.offered, and so on to its end. */
export function noteAttempt(journal: Journal, record: AttemptRecord, message = sentenceOf(record)): void {
  const { id, state, release, deviceId, cause, lie } = record;
  journal.timeline({
    source: state === 'queued' ? 'operator' : 'device',
    kind: `device.update.${state}`,
    deviceId,
    message: message.slice(0, 500),
    detail: { attempt: id, release, state, ...(cause === '' ? {} : { cause }), ...(lie === '' ? {} : { lie }) },
  });
}

function sentenceOf({ deviceId, release, state, cause, message, steps, endedAtMs }: AttemptRecord): string {
  const why = [cause, endedAtMs > 0 ? message : (steps.at(-1)?.message ?? '')].filter((word) => word !== '').join(', ');
  const verb = state === 'rolledBack' ? 'rolled back' : state;
  return `update of ${deviceId} to ${release}: ${verb}${why === '' ? '' : `: ${why}`}`;
}
