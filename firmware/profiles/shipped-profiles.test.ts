import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { signalModels } from '#firmware/signals/index.js';
import { networkPreset } from '#proto/link/index.js';
import { profileDefinitionOf, profileDigest, profileFromDefinition, publicProfileOf } from '#proto/profile/index.js';
import { Running, timer } from './application-fixture.ts';
import { loadProfileFile, loadShippedProfile, shippedMaps, shippedProfiles } from './index.ts';

test.each([...shippedProfiles()])('%s is whole: model, truth, presets, definition', (name) => {
  const profile = loadShippedProfile(name);
  expect(profile.name).toBe(name);
  expect(profile.truth).toEqual(signalModels.get(profile.model)?.truth);
  expect(Object.keys(profile.parameters).sort()).toEqual(Object.keys(signalModels.get(profile.model)?.parameters ?? {}).sort());
  expect(networkPreset(profile.linkPreset)).toBeDefined();
  const received = profileFromDefinition(profileDefinitionOf(profile));
  expect(received).toEqual(publicProfileOf(profile));
  expect(profileDigest(received)).toBe(profileDigest(profile));
});

/** Signals that the models give too, and that only recordings bring to the manager: each page says so. */
const recordedOnly: Readonly<Record<string, RegExp>> = { turbofan: /./, 'connected-car': /./, 'smart-meter': /^halfHourKwh$/ };

test.each([...shippedProfiles()])('%s: each signal is sampled in some state', (name) => {
  const { factoryImage, signals } = loadShippedProfile(name);
  const lists = JSON.stringify(factoryImage.application).match(/"signals":\[[^\]]*\]/g) ?? [];
  const silent = signals.filter((signal) => !lists.some((list) => list.includes(`"${signal.name}"`))).map((signal) => signal.name);
  expect(silent.filter((signal) => recordedOnly[name]?.test(signal) !== true)).toEqual([]);
});

test('the list of maps names files that are there', () => {
  expect(shippedMaps().map((map) => map.name)).toEqual(['cmapss-fd', 'london-smart-meter', 'obd-carobd']);
});

function codeOf(work: () => unknown): unknown {
  try {
    work();
  } catch (error) {
    return error;
  }
  return undefined;
}

test('an unknown name says which was meant', () => {
  expect(codeOf(() => loadShippedProfile('turbofna'))).toMatchObject({
    code: 'E1504',
    message: expect.stringContaining('did you mean "turbofan"'),
  });
});

test('a file that is not there, too large, or wrong', () => {
  const folder = mkdtempSync(join(tmpdir(), 'seatrial-profile-'));
  try {
    expect(codeOf(() => loadProfileFile(join(folder, 'none.yaml')))).toMatchObject({ code: 'E1505' });
    expect(codeOf(() => loadProfileFile(folder))).toMatchObject({ code: 'E1505' });
    writeFileSync(join(folder, 'large.yaml'), `#${'x'.repeat(1_048_576)}`);
    expect(codeOf(() => loadProfileFile(join(folder, 'large.yaml')))).toMatchObject({ code: 'E1505' });
    writeFileSync(join(folder, 'wrong.yaml'), 'nme: x\n');
    expect(codeOf(() => loadProfileFile(join(folder, 'wrong.yaml')))).toMatchObject({ code: 'E1013', at: { line: 1, column: 1 } });
  } finally {
    rmSync(folder, { recursive: true });
  }
});

test('thermostat: heats when the room is cold until it is warm, or when somebody asks', () => {
  const room = new Running(loadShippedProfile('thermostat'), { roomTempC: 22 });
  expect(room.text()).toBe('controlling.idle: sample, heater=0, watch room.cold');
  expect(room.send('room.warm')).toBe('controlling.idle: ');
  expect(room.send('room.cold', { roomTempC: 20 })).toBe('controlling.heating: unwatch room.cold, heater=1, watch room.warm');
  expect(room.step.effects.at(-1)).toMatchObject({ above: 21.5 });
  expect(room.send(timer(14_400_000, 'controlling.heating'))).toBe('controlling.heating: report heating.slow');
  expect(room.send('room.warm', { roomTempC: 22 })).toBe('controlling.idle: unwatch room.warm, heater=0, watch room.cold');
  expect(room.send(timer(60_000, 'controlling.idle'))).toBe('controlling.idle: unwatch room.cold, heater=0, watch room.cold');
  expect(room.send(timer(60_000, 'controlling.idle'), { roomTempC: 20 })).toMatch(/^controlling\.heating/);
  expect(room.send('command.boost')).toBe('boosting: unwatch room.warm, heater=1, report boost.started');
  expect(room.send(timer(1_800_000, 'boosting'))).toBe('controlling.idle: sample, heater=0, watch room.cold');
  expect(room.send('configuration.changed')).toBe('controlling.idle: unwatch room.cold, sample, heater=0, watch room.cold');
});

test('turbofan: follows the phases of a flight and reports limits', () => {
  const engine = new Running(loadShippedProfile('turbofan'), { flightPhaseCode: 3 });
  expect(engine.text()).toBe('running.cruise: sample, watch egt.high, watch oil.low, report flight.phase, watch phase.over');
  const order: readonly [code: number, state: string][] = [
    [4, 'descent'],
    [0, 'ground'],
    [1, 'takeOff'],
    [2, 'climb'],
    [3, 'cruise'],
    [1, 'takeOff'],
  ];
  for (const [flightPhaseCode, state] of order)
    expect(engine.send('phase.over', { flightPhaseCode })).toBe(
      `running.${state}: unwatch phase.over, report flight.phase, watch phase.over`,
    );
  expect(engine.send('egt.high', { egtC: 940 })).toBe('running.takeOff: report egt.exceeded');
  expect(engine.step.effects[0]).toMatchObject({ values: { egtC: 940, limitC: 935, count: 1 } });
  expect(engine.send('oil.low')).toBe('running.takeOff: report oil.pressure.low');
  expect(engine.send('command.snapshot')).toBe('running.takeOff: report snapshot');
  expect(engine.send('phase.over', { flightPhaseCode: 9 })).toBe('running.locating: unwatch phase.over');
  expect(engine.send(timer(1_000, 'running.locating'), { flightPhaseCode: 0 })).toBe(
    'running.ground: report flight.phase, watch phase.over',
  );
  expect(engine.send('configuration.changed')).toMatch(/^running\.ground: unwatch phase\.over, sample/);
});

test('connected-car: logs, and tells overheating and weak charging', () => {
  const car = new Running(loadShippedProfile('connected-car'), { engineSpeedRpm: 800 });
  expect(car.text()).toBe('logging.healthy: sample, watch supply.low, watch coolant.hot');
  expect(car.step.effects[0]).toMatchObject({ everyMs: 1_000, perFrame: 10 });
  expect(car.send('supply.low')).toBe('logging.healthy: report charging.weak');
  expect(car.send('supply.low', { engineSpeedRpm: 0 })).toBe('logging.healthy: ');
  expect(car.send('coolant.normal')).toBe('logging.healthy: ');
  expect(car.send('coolant.hot')).toBe('logging.overheated: unwatch coolant.hot, report coolant.overheated, watch coolant.normal');
  expect(car.send('coolant.hot')).toBe('logging.overheated: ');
  expect(car.send('coolant.normal')).toBe('logging.healthy: unwatch coolant.normal, watch coolant.hot');
  expect(car.send('command.readFreezeFrame')).toBe('logging.healthy: report freeze.frame');
  expect(car.send('configuration.changed')).toBe('logging.healthy: unwatch coolant.hot, sample, watch supply.low, watch coolant.hot');
});
