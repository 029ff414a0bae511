/** Faults of the fleet: B7, B8, B19, B21, B22. */
import { deriveIdentitySeed, publicKeyOf } from '#firmware/device/index.js';
import type { FaultCase } from './fault-case.ts';
import { ending, everywhere, minuteMs, orderIfNone, secondMs } from './fault-kit.ts';
import type { FaultRow } from './fault-rows.ts';
import { type FaultTrial, faultActor } from './fault-trial.ts';

const unlessReverted = ({ state }: FaultRow) => ({ ends: [state === 'reverting' ? 'rolledBack' : 'updated'] as const });

async function crashAndRestart({ world }: FaultTrial, forMs: number): Promise<void> {
  world.crashManager();
  await world.runFor(forMs);
  await world.startManager();
}

const restarts: readonly FaultCase[] = [
  {
    fault: 'B7',
    kind: 'restart',
    senseless: everywhere,
    make: async (trial, row) => {
      await orderIfNone(trial, row);
      await crashAndRestart(trial, 10 * secondMs);
      return undefined;
    },
    outcome: unlessReverted,
  },
  {
    fault: 'B7',
    kind: 'other-release',
    senseless: everywhere,
    make: async (trial, row) => {
      await orderIfNone(trial, row);
      await crashAndRestart(trial, 10 * secondMs);
      await trial.cancel();
      await trial.makeWell();
      await trial.until(() => trial.isOver, 3 * 60 * minuteMs);
      await trial.publish('other');
      await trial.order('other');
      await trial.until(() => trial.isOver, 3 * 60 * minuteMs);
      return undefined;
    },
    outcome: ending('updated', 'rejected', 'failed'),
  },
];

/** Taken back: before the switch it ends so, afterwards the unit goes on. */
function takenBack(row: FaultRow) {
  if (row.state === 'reverting') return { ends: ['rolledBack'] as const };
  return { ends: row.isSwitched ? (['updated', 'rolledBack'] as const) : (['cancelled'] as const) };
}

const cancelled: readonly FaultCase[] = [
  {
    fault: 'B8',
    kind: 'cancelled',
    senseless: everywhere,
    make: async (trial, row) => {
      await orderIfNone(trial, row);
      await trial.cancel();
      return undefined;
    },
    // At the very switch the cancel may come before it or after it.
    outcome: (row) => (row.state === 'installing' ? { ends: ['cancelled', 'updated'] } : takenBack(row)),
  },
  {
    fault: 'B8',
    kind: 'while-away',
    senseless: everywhere,
    make: async (trial, row) => {
      trial.world.network.block(trial.id, true);
      await orderIfNone(trial, row);
      await trial.run(secondMs);
      await trial.cancel();
      await trial.run(2 * minuteMs);
      return undefined;
    },
    // What came before the cancel does may be all that was missing.
    outcome: (row) =>
      row.state === 'installing' || row.state.startsWith('downloading') ? { ends: ['cancelled', 'updated'] } : takenBack(row),
  },
];

/** The key of the device is changed and the old one ends; some time later the device has the new one. */
const keyEnds: FaultCase = {
  fault: 'B19',
  kind: 'key',
  senseless: everywhere,
  make: async (trial, row) => {
    const { world, id, setting } = trial;
    await orderIfNone(trial, row);
    const seed = deriveIdentitySeed(`${setting.seed} rotated`, id);
    await world.ask(({ provisioning }) =>
      provisioning.rotate(id, Buffer.from(publicKeyOf(seed)).toString('base64url'), 5 * secondMs, faultActor),
    );
    await trial.run(5 * minuteMs);
    world.replaceDevice(id, seed).start();
    return undefined;
  },
  // Without a session in time a trial is not confirmed.
  outcome: ({ isSwitched, state }) => ({
    ends: isSwitched ? (state === 'reverting' ? ['rolledBack'] : ['updated', 'rolledBack']) : ['updated'],
  }),
};

/** Nothing comes for longer than the assignment and the timestamp are valid. */
const assignmentEnds: FaultCase = {
  fault: 'B19',
  kind: 'assignment',
  senseless: everywhere,
  limits: { assignmentMs: minuteMs, timestampMs: 2 * minuteMs },
  make: async (trial, row) => {
    await orderIfNone(trial, row);
    trial.world.network.block(trial.id, true);
    await trial.run(8 * minuteMs);
    return undefined;
  },
  outcome: ({ isSwitched, state }) => ({
    ends: isSwitched ? (state === 'reverting' ? ['rolledBack'] : ['updated', 'rolledBack']) : ['updated'],
  }),
};

const moved: FaultCase = {
  fault: 'B21',
  kind: 'moved',
  senseless: everywhere,
  make: async (trial, row) => {
    await orderIfNone(trial, row);
    await trial.world.ask(({ devices }) => devices.label(trial.id, { set: { site: 'elsewhere' }, remove: [] }, faultActor));
    return undefined;
  },
  outcome: unlessReverted,
};

const retired: FaultCase = {
  fault: 'B21',
  kind: 'retired',
  senseless: everywhere,
  make: async (trial, row) => {
    await orderIfNone(trial, row);
    await trial.world.ask(({ devices }) => devices.retire(trial.id, faultActor));
    await trial.run(3 * minuteMs);
    await trial.world.ask(({ devices }) => devices.reinstate(trial.id, faultActor));
    // A unit that was told that it is refused for ever asks again when it starts.
    trial.device.powerOff();
    trial.device.powerOn();
    return undefined;
  },
  outcome: ending('cancelled'),
};

const revoked: FaultCase = {
  fault: 'B21',
  kind: 'revoked',
  senseless: everywhere,
  make: async (trial, row) => {
    await orderIfNone(trial, row);
    await trial.world.ask(({ devices }) => devices.revoke(trial.id, faultActor));
    await trial.run(3 * minuteMs);
    return undefined;
  },
  outcome: () => ({ ends: ['cancelled'], isLasting: true }),
};

const removed: FaultCase = {
  fault: 'B21',
  kind: 'removed',
  senseless: everywhere,
  make: async (trial, row) => {
    await orderIfNone(trial, row);
    await trial.world.ask(({ devices }) => devices.revoke(trial.id, faultActor));
    await trial.world.ask(({ devices }) => devices.remove(trial.id, faultActor));
    await trial.run(3 * minuteMs);
    return undefined;
  },
  outcome: () => ({ ends: ['cancelled'], isLasting: true }),
};

const withdrawn: FaultCase = {
  fault: 'B22',
  kind: 'yanked',
  senseless: everywhere,
  make: async (trial, row) => {
    await orderIfNone(trial, row);
    const open = trial.attempt?.release;
    if (open === undefined) return 'no attempt is there';
    await trial.world.ask(({ releases }) => releases.yank(open, {}, faultActor));
    return undefined;
  },
  outcome: (row, { attempt }) => {
    if (row.state === 'reverting') return { ends: ['rolledBack'] };
    if (row.isSwitched) return { ends: ['updated', 'rolledBack'] };
    // What has come whole, or is on its way whole, is installed; of which less was sent, never.
    const isComing = row.state === 'installing' || row.state.startsWith('downloading.');
    const isWhole = attempt !== undefined && attempt.sentBytes >= attempt.headerBytes + attempt.contentBytes;
    return { ends: isComing && isWhole ? ['updated', 'cancelled', 'failed'] : ['cancelled', 'failed'] };
  },
};

export const fleetCases: readonly FaultCase[] = [
  ...restarts,
  ...cancelled,
  keyEnds,
  assignmentEnds,
  moved,
  retired,
  revoked,
  removed,
  withdrawn,
];
