/** Faults of power and flash: B1 to B5. */

import type { FaultCase } from './fault-case.ts';
import { ending, everywhere, minuteMs, orderIfNone, powerCycle, secondMs, whereWritten } from './fault-kit.ts';
import type { FaultRow } from './fault-rows.ts';
import type { FaultTrial } from './fault-trial.ts';

const cutKinds = ['before', 'torn', 'after'] as const;

/** The power goes at an operation of the flash that is to come, and comes back; why not, when it did not go in that state. */
async function cutPower(trial: FaultTrial, row: FaultRow, operation: number, kind: string): Promise<string | undefined> {
  const { device } = trial;
  device.inject('flash-cut', 1, `${operation}:${kind}`);
  let stateThen = '';
  const isCut = await trial.until(() => {
    if (device.state.power === 'off') return true;
    stateThen = stateOf(trial);
    return false;
  }, 10 * minuteMs);
  device.inject('flash-cut', 0);
  if (!isCut) return 'the flash had no such operation any more';
  await powerCycle(trial, secondMs);
  const isHere = row.state === 'reverting' ? stateThen.startsWith('booting') : stateThen === row.state;
  return isHere ? undefined : `the operation came while ${stateThen}`;
}

function stateOf(trial: FaultTrial): string {
  const { power, bootStep, update } = trial.state;
  return power === 'booting' ? `booting.${bootStep}` : update;
}

const cuts = cutKinds.map((kind): FaultCase => {
  return {
    fault: 'B1',
    kind,
    senseless: whereWritten,
    make: (trial, row) => cutPower(trial, row, 1, kind),
    outcome: (row) => ({ ends: row.state === 'reverting' ? ['rolledBack'] : ['updated'] }),
  };
});

const cutsOfRevert = cutKinds.map((kind): FaultCase => {
  return {
    fault: 'B2',
    kind,
    senseless: ({ state }) => (state === 'reverting' ? undefined : 'no revert is under way then'),
    make: async (trial, row) => (await cutPower(trial, row, 1, kind)) ?? (await cutPower(trial, row, 1, kind)),
    outcome: ending('rolledBack'),
  };
});

const resets: FaultCase = {
  fault: 'B3',
  kind: 'resets',
  senseless: everywhere,
  make: async (trial, row) => {
    await orderIfNone(trial, row);
    for (let count = 0; count < 8; count += 1) {
      await powerCycle(trial, trial.random.integer(1, 3_000));
      await trial.run(trial.random.integer(1, 20_000));
    }
    return undefined;
  },
  // Boots of a trial are counted: a chain of resets may use them up.
  outcome: ending('updated', 'rolledBack'),
};

const records = [0.5, 1].map((rate): FaultCase => {
  return {
    fault: 'B4',
    kind: `rate-${rate}`,
    senseless: everywhere,
    make: async (trial, row) => {
      await orderIfNone(trial, row);
      trial.device.inject('flash-fail', rate, 'records');
      await trial.run(5 * minuteMs);
      trial.device.inject('flash-fail', 0);
      return undefined;
    },
    outcome: ending('updated', 'failed', 'rolledBack'),
  };
});

const worn: FaultCase = {
  fault: 'B5',
  kind: 'worn',
  senseless: everywhere,
  make: async (trial, row) => {
    trial.device.inject('flash-worn', 1);
    await orderIfNone(trial, row);
    return undefined;
  },
  outcome: () => ({ ends: ['updated', 'failed', 'rejected', 'rolledBack'], isLasting: true }),
};

const tooLarge: FaultCase = {
  fault: 'B5',
  kind: 'too-large',
  senseless: ({ isOpen }) => (isOpen ? 'an attempt is under way: whether another image fits is not asked' : undefined),
  make: async (trial) => {
    await trial.publish('large');
    await trial.order('large');
    return undefined;
  },
  outcome: ending('rejected'),
};

export const flashCases: readonly FaultCase[] = [...cuts, ...cutsOfRevert, resets, ...records, worn, tooLarge];
