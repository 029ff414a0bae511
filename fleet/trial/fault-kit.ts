/** What cases of faults share: why there is no such cell, and how faults are made that many use. */
import type { AttemptState } from '#fleet/domain/index.js';
import type { FaultCase, FaultOutcome } from './fault-case.ts';
import type { FaultRow } from './fault-rows.ts';
import type { FaultTrial } from './fault-trial.ts';

export const secondMs = 1_000;
export const minuteMs = 60_000;

type Senseless = FaultCase['senseless'];

/** A cell in every state. */
export const everywhere: Senseless = () => undefined;

export const whereLinked: Senseless = (row) => (row.hasLink ? undefined : 'no link is open then: frames come before or after');

export const whereApplication: Senseless = (row) => (row.hasApplication ? undefined : 'no application runs then');

export const whereWritten: Senseless = (row) => (row.writes ? undefined : 'nothing is written to flash then');

/** These ends, in every state. */
export function ending(...ends: AttemptState[]): () => FaultOutcome {
  return () => ({ ends });
}

/** Orders an update when none is under way, so that the fault meets one. */
export async function orderIfNone(trial: FaultTrial, row: FaultRow): Promise<void> {
  if (!row.isOpen) await trial.order(row.state === 'confirmed' ? 'next' : 'to');
}

/** Gives power to the device when it has none. */
export function supply({ device }: FaultTrial): void {
  if (device.state.power !== 'off') return;
  device.powerOff();
  device.powerOn();
}

/** The power goes and comes. */
export async function powerCycle(trial: FaultTrial, offMs: number): Promise<void> {
  trial.device.powerOff();
  trial.oracle.look(trial.device, 'after a cut');
  await trial.run(offMs);
  trial.device.powerOn();
}
