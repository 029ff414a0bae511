/** Faults of the device and of its image: B10, B11, B13 to B17, B20. */

import type { FaultCase } from './fault-case.ts';
import { ending, everywhere, minuteMs, orderIfNone, powerCycle, secondMs, supply, whereApplication } from './fault-kit.ts';
import type { FaultRow } from './fault-rows.ts';
import type { FaultSetting } from './fault-setting.ts';

/** The image was confirmed, or given up: what happens on a trial can't happen any more. */
function beforeConfirm({ state }: FaultRow): string | undefined {
  return state === 'reverting' ? 'the new image is given up already' : undefined;
}

const neverConfirms: FaultCase = {
  fault: 'B10',
  kind: 'never-confirms',
  senseless: beforeConfirm,
  make: async (trial, row) => {
    trial.device.inject('never-confirm', 1);
    await orderIfNone(trial, row);
    supply(trial);
    const { flash } = trial.setting.profile;
    await trial.until(() => trial.attempt?.state === 'rolledBack', flash.confirmWithinMs + 60 * minuteMs);
    trial.device.inject('never-confirm', 0);
    return undefined;
  },
  // What is being written when the fault begins is written.
  outcome: ({ state }) => ({ ends: state === 'unconfirmed' ? ['rolledBack', 'updated'] : ['rolledBack'] }),
};

const crash: FaultCase = {
  fault: 'B11',
  kind: 'crash',
  senseless: whereApplication,
  make: async (trial, row) => {
    trial.device.inject('crash', 1);
    await orderIfNone(trial, row);
    return undefined;
  },
  outcome: ending('updated'),
};

/** The image is confirmed and crashes afterwards, again and again: it stays, and the fleet hears of each reset. */
const lateFailure: FaultCase = {
  fault: 'B11',
  kind: 'late',
  senseless: ({ state }) => (state === 'confirmed' ? undefined : 'no image was confirmed just before: a late failure comes after that'),
  make: async (trial) => {
    for (let times = 0; times < 5; times += 1) {
      trial.device.inject('crash', 1);
      await trial.run(2 * minuteMs);
    }
    return undefined;
  },
  outcome: ending('updated'),
  judge: (trial) => {
    const [first] = trial.world.manager.updates.list({ deviceId: trial.id, limit: 10 }).slice(-1);
    return first?.state === 'updated' ? [] : [`the attempt that was updated is ${first?.state}`];
  },
};

const bootLoop: FaultCase = {
  fault: 'B13',
  kind: 'boot-loop',
  senseless: beforeConfirm,
  make: async (trial, row) => {
    trial.crashTrials();
    if (!trial.state.isConfirmed && trial.state.power === 'running') trial.device.inject('crash', 1);
    await orderIfNone(trial, row);
    supply(trial);
    await trial.until(() => trial.attempt?.state === 'rolledBack', 3 * 60 * minuteMs);
    trial.onBoot = () => undefined;
    return undefined;
  },
  outcome: ending('rolledBack'),
};

const bothDamaged: FaultCase = {
  fault: 'B13',
  kind: 'both-slots',
  senseless: everywhere,
  make: async (trial) => {
    trial.oracle.isExcused = true;
    trial.device.inject('flash-rot', 1);
    await powerCycle(trial, secondMs);
    const isThere = await trial.until(() => trial.state.power === 'recovery', minuteMs);
    if (!isThere) return `the device did not come to recovery: ${trial.standing()}`;
    // Nothing but an update brings it back.
    if (await trial.until(() => trial.isOver, 4 * 60 * minuteMs)) {
      if (trial.state.power === 'recovery') await trial.order('next');
    }
    return undefined;
  },
  outcome: ending('updated'),
};

const degrades: FaultCase = {
  fault: 'B14',
  kind: 'leak',
  senseless: ({ state }) => (state === 'idle' || state === 'confirmed' ? undefined : 'an image that degrades does so once it is confirmed'),
  make: async (trial) => {
    await trial.publish('leak');
    await trial.order('leak');
    await trial.until(() => trial.attempt?.state === 'updated', 60 * minuteMs);
    const { boot } = trial.state;
    const isDown = await trial.until(() => trial.state.boot > boot, 60 * minuteMs);
    return isDown ? undefined : 'the image did not run out of memory';
  },
  // Updated it is: that it does harm is for whoever watches it afterwards.
  outcome: ending('updated'),
};

const dies: FaultCase = {
  fault: 'B15',
  kind: 'silent-death',
  senseless: everywhere,
  make: async (trial, row) => {
    trial.device.holdOff(true);
    await orderIfNone(trial, row);
    const isHeard = await trial.until(() => trial.isOver, 5 * 60 * minuteMs);
    return isHeard ? undefined : `nobody noticed in 5 h: ${trial.standing()}`;
  },
  outcome: ending('silent'),
  judge: (trial) => {
    const attempt = trial.world.manager.updates.list({ deviceId: trial.id, limit: 10 }).find(({ state }) => state === 'silent');
    return attempt?.message.includes('nothing was heard') === true
      ? []
      : ['the silent attempt does not say for how long nothing was heard'];
  },
};

const lies: FaultCase = {
  fault: 'B16',
  kind: 'lies',
  senseless: (row) => (row.isSwitched ? 'the lie is told at the switch of slots, which is over' : undefined),
  make: async (trial, row) => {
    trial.device.inject('lie', 1);
    await orderIfNone(trial, row);
    await trial.until(() => trial.isOver, 5 * 60 * minuteMs);
    trial.device.inject('lie', 0);
    return undefined;
  },
  outcome: ending('failed'),
  judge: (trial) => {
    const attempt = trial.world.manager.updates.list({ deviceId: trial.id, limit: 10 }).find(({ lie }) => lie !== '');
    return attempt === undefined ? ['no attempt is shown as a lie'] : [];
  },
};

const clockYears: FaultCase = {
  fault: 'B17',
  kind: 'ahead',
  senseless: everywhere,
  make: async (trial, row) => {
    trial.device.inject('clock-years', 1);
    await orderIfNone(trial, row);
    await trial.run(10 * minuteMs);
    // The next session sets the clock.
    trial.world.network.cut(trial.id);
    return undefined;
  },
  // By a clock that is ahead, everything has expired: the device may say so.
  outcome: ({ state }) => ({ ends: state === 'reverting' ? ['rolledBack'] : ['updated', 'rejected', 'failed'] }),
};

/** The first setting of a profile with a value that it does not have. */
function changedSetting({ profile }: FaultSetting): Record<string, number | string | boolean> | undefined {
  const [setting] = profile.settings;
  if (setting === undefined) return undefined;
  const { key, defaultValue } = setting;
  if (typeof defaultValue === 'boolean') return { [key]: !defaultValue };
  if (typeof defaultValue === 'number')
    return { [key]: defaultValue === setting.minimum ? (setting.maximum ?? defaultValue + 1) : (setting.minimum ?? defaultValue - 1) };
  return undefined;
}

const settings: FaultCase = {
  fault: 'B20',
  kind: 'settings',
  senseless: (row, setting) => {
    if (changedSetting(setting) === undefined) return `the profile ${setting.profile.name} has no setting`;
    return beforeConfirm(row);
  },
  make: async (trial, row) => {
    const { world, id } = trial;
    trial.device.inject('never-confirm', 1);
    await orderIfNone(trial, row);
    await world.ask(({ devices }) =>
      devices.configure(id, changedSetting(trial.setting) ?? {}, { name: 'operator', role: 'admin', reason: '' }),
    );
    supply(trial);
    await trial.until(() => trial.isOver, 5 * 60 * minuteMs);
    trial.device.inject('never-confirm', 0);
    return undefined;
  },
  outcome: ({ state }) => ({ ends: state === 'unconfirmed' ? ['rolledBack', 'updated'] : ['rolledBack'] }),
  judge: (trial) => {
    const view = trial.world.manager.devices.get(trial.id);
    if (view === undefined) return ['the device is gone'];
    const { desiredConfigurationVersion: wanted, reportedConfigurationVersion: runs, drift } = view;
    return wanted === runs && !drift ? [] : [`settings are of version ${runs} after the revert, ${wanted} is wanted`];
  },
};

export const deviceCases: readonly FaultCase[] = [
  neverConfirms,
  crash,
  lateFailure,
  bootLoop,
  bothDamaged,
  degrades,
  dies,
  lies,
  clockYears,
  settings,
];
