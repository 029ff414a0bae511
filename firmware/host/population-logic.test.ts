import { isAbsolute, join } from 'node:path';
import { describe, expect, test } from 'vitest';
import type { PopulationFile } from './population-file.ts';
import {
  bootsPerRaise,
  checkOpenFiles,
  checkOptions,
  idsOfCount,
  idsOfUnits,
  optionsOfKept,
  type PopulationOptions,
  planRun,
  populationDefaults,
  reservedFiles,
  splitEvenly,
  withWholePaths,
} from './population-logic.ts';

const options: PopulationOptions = {
  ...populationDefaults,
  name: 'hall',
  folder: 'populations',
  profile: 'thermostat',
  count: 3,
  urls: ['ws://127.0.0.1:1/device'],
};
const kept: PopulationFile = {
  version: 2,
  name: 'hall',
  seed: 'abc',
  profile: 'thermostat',
  firstIndex: 0,
  recording: null,
  bootCeiling: 1_007,
  run: 4,
  isOpen: false,
  flashFiles: [{ name: 'flash-4-0.ndjson', devices: 3 }],
  keptDevices: 3,
  identities: null,
  options: null,
};
const newSeed = (): string => 'new';

describe('options', () => {
  test.each<[string, Partial<PopulationOptions>, Partial<PopulationOptions>]>([
    ['name', { name: 'a'.repeat(50) }, { name: 'a'.repeat(51) }],
    ['name of a folder above', { name: 'a..b' }, { name: '../b' }],
    ['count', { count: 1_000_000 }, { count: 1_000_001 }],
    ['no devices', { count: 1 }, { count: 0 }],
    ['half a device', { count: 2 }, { count: 1.5 }],
    ['first index', { firstIndex: 10_000_000 }, { firstIndex: 10_000_001 }],
    ['ramp', { rampMs: 86_400_000 }, { rampMs: 86_400_001 }],
    ['speed', { speed: 1_000_000 }, { speed: 1_000_001 }],
    ['slow', { speed: 0.001 }, { speed: 0.0009 }],
    ['report', { reportMs: 100 }, { reportMs: 99 }],
    ['slow report', { reportMs: 86_400_000 }, { reportMs: 86_400_001 }],
    ['churn', { churnPercent: 100 }, { churnPercent: 100.1 }],
    ['alignment without a period', { reportMs: 1_000, isAligned: true }, { isAligned: true }],
    ['alignment at another speed', { reportMs: 1_000, isAligned: true }, { reportMs: 1_000, isAligned: true, speed: 2 }],
    [
      'a period of a recording',
      { recording: { file: 'r', map: 'm', everyMs: 1 } },
      { recording: { file: 'r', map: 'm', everyMs: 1 }, reportMs: 1_000 },
    ],
    ['no number', { speed: 2 }, { speed: Number.NaN }],
    ['processes', { processes: 64 }, { processes: 65 }],
    ['addresses', {}, { urls: [] }],
    ['rows', { recording: { file: 'f', map: 'm', everyMs: 86_400_000 } }, { recording: { file: 'f', map: 'm', everyMs: 86_400_001 } }],
  ])('%s: at the limit and past it', (_what, good, bad) => {
    expect(() => checkOptions({ ...options, ...good })).not.toThrow();
    expect(() => checkOptions({ ...options, ...bad })).toThrow(expect.objectContaining({ code: 'E2107' }));
  });

  test('a profile and a recording mean the same files in every folder', () => {
    const recording = { file: 'runs.csv', map: '/maps/m.yaml', everyMs: undefined };
    const whole = withWholePaths({ ...options, profile: 'pump.yaml', recording }, '/folder/of/qa');
    expect(whole.profile).toBe('/folder/of/qa/pump.yaml');
    expect(whole.recording).toEqual({ file: '/folder/of/qa/runs.csv', map: '/maps/m.yaml', everyMs: undefined });
    expect(isAbsolute(withWholePaths(options, '/folder/of/qa').profile)).toBe(false);
    expect(withWholePaths({ ...options, profile: join('.', 'x', 'thermostat') }, '/q').profile).toBe('/q/x/thermostat');
  });
});

describe('devices', () => {
  test('ids by number', () => {
    expect(idsOfCount('hall', 0, 2)).toEqual(['hall-00001', 'hall-00002']);
    expect(idsOfCount('hall', 99_998, 2)).toEqual(['hall-99999', 'hall-100000']);
    expect(idsOfCount('a'.repeat(50), 10_000_000, 1_000_000).at(-1)?.length).toBeLessThanOrEqual(64);
  });

  test('ids of units, in lower case, from the first on', () => {
    expect(idsOfUnits('hall', ['A', 'b', 'C'], 0, undefined)).toEqual(['hall-a', 'hall-b', 'hall-c']);
    expect(idsOfUnits('hall', ['A', 'b', 'C'], 1, 1)).toEqual(['hall-b']);
    expect(idsOfUnits('hall', ['A', 'b', 'C'], 2, undefined)).toEqual(['hall-c']);
  });

  test.each<[string, string, readonly string[], number, number | undefined]>([
    ['two units that differ in capitals', 'hall', ['Pump', 'x', 'pump'], 0, 1],
    ['fewer than wanted', 'hall', ['a', 'b'], 0, 3],
    ['fewer than wanted after the first', 'hall', ['a', 'b'], 1, 2],
    ['none after the first', 'hall', ['a', 'b'], 2, undefined],
    ['an id of 65 characters', 'a'.repeat(50), ['b'.repeat(14)], 0, undefined],
  ])('E2107 for %s', (_what, name, units, first, count) => {
    expect(() => idsOfUnits(name, units, first, count)).toThrow(expect.objectContaining({ code: 'E2107' }));
  });

  test('an id of 64 characters fits', () => {
    expect(idsOfUnits('a'.repeat(50), ['b'.repeat(13)], 0, undefined)[0]?.length).toBe(64);
  });

  test('shares are even, in order, and none is empty', () => {
    const ids = idsOfCount('hall', 0, 6);
    for (let processes = 1; processes <= 6; processes += 1) {
      const shares = splitEvenly(ids, processes);
      const sizes = shares.map((share) => share.length);
      expect(shares.flat()).toEqual(ids);
      expect(Math.max(...sizes) - Math.min(...sizes)).toBeLessThanOrEqual(1);
      expect(sizes.length).toBe(processes);
    }
    expect(() => splitEvenly(ids, 7)).toThrow(expect.objectContaining({ code: 'E2107' }));
  });

  test('as many sockets as a process may open, and one more: E2105 with the processes that are enough', () => {
    const openFiles = 1_000 + reservedFiles;
    expect(() => checkOpenFiles(2_000, 2, openFiles)).not.toThrow();
    expect(() => checkOpenFiles(2_001, 2, openFiles)).toThrow(
      expect.objectContaining({
        code: 'E2105',
        message: expect.stringContaining('1001 devices'),
        next: expect.stringMatching(/^--processes 3,/),
      }),
    );
    expect(() => checkOpenFiles(64_001, 64, openFiles)).toThrow(
      expect.objectContaining({ next: expect.not.stringContaining('--processes') }),
    );
    expect(() => checkOpenFiles(1, 1, reservedFiles)).toThrow(expect.objectContaining({ code: 'E2105' }));
  });
});

describe('the next run', () => {
  test('a new population', () => {
    expect(planRun(options, undefined, 1, newSeed)).toMatchObject({
      file: { seed: 'new', run: 1, isOpen: true, bootCeiling: bootsPerRaise, flashFiles: [], keptDevices: 0 },
      bootFloor: 0,
    });
  });

  test('after a good end devices go on from their own boots, others begin above the ceiling', () => {
    const plan = planRun(options, kept, 5, newSeed);
    expect(plan).toMatchObject({ bootFloor: 1_007, raisesAll: false, flashFiles: kept.flashFiles, keptDevices: 3 });
    expect(plan.file).toEqual({ ...kept, run: 5, isOpen: true, bootCeiling: 1_007 + bootsPerRaise, options: plan.file.options });
  });

  test('remembers how it was started, and comes back the same way', () => {
    const given: PopulationOptions = {
      ...options,
      urls: ['wss://m/device'],
      caFile: '/ca.pem',
      rampMs: 5,
      processes: 2,
      link: 'lab=50%,own=50%',
      linkFile: '/n.yaml',
      reportMs: 10_000,
      isAligned: true,
      churnPercent: 5,
      identities: '/ids',
      fresh: true,
      token: { id: 'a', secret: 'b' },
    };
    const { file } = planRun(given, undefined, 1, newSeed);
    expect(optionsOfKept('populations', file)).toEqual({ ...given, fresh: false, token: undefined });
    const replay = { ...options, recording: { file: '/r.csv', map: '/m.yaml', everyMs: 7 } };
    expect(optionsOfKept('populations', planRun(replay, undefined, 1, newSeed).file)).toEqual(replay);
    expect(JSON.stringify(file)).not.toContain('secret');
  });

  test('of one that an older program ran comes back with all that is kept, and says no address', () => {
    expect(optionsOfKept('populations', { ...kept, keptDevices: 7 })).toEqual({ ...options, count: 7, urls: [] });
  });

  test('what is damaged is skipped: every device begins above the ceiling', () => {
    expect(planRun({ ...options, skipDamaged: true }, kept, 5, newSeed)).toMatchObject({ raisesAll: true, skipsDamaged: true });
  });

  test('after a kill every device begins above the ceiling, with what it kept before', () => {
    expect(planRun(options, { ...kept, isOpen: true }, 5, newSeed)).toMatchObject({ raisesAll: true, flashFiles: kept.flashFiles });
  });

  test('fresh: nothing that was kept, but boots of a seed that was used go on', () => {
    const fresh = planRun({ ...options, fresh: true }, kept, 5, newSeed);
    expect(fresh).toMatchObject({ file: { seed: 'new', bootCeiling: bootsPerRaise }, bootFloor: 0, flashFiles: [], keptDevices: 0 });
    expect(planRun({ ...options, fresh: true, seed: 'abc' }, kept, 5, newSeed)).toMatchObject({ bootFloor: 1_007, flashFiles: [] });
  });

  const recording = { file: '/r.csv', map: '/m.yaml', everyMs: undefined };
  test.each<[string, Partial<PopulationOptions>]>([
    ['seed', { seed: 'other' }],
    ['profile', { profile: 'turbofan' }],
    ['first index', { firstIndex: 3 }],
    ['recording', { recording }],
    ['identities', { identities: '/ids' }],
  ])('E2102: another %s', (what, other) => {
    const refusal = expect.objectContaining({ code: 'E2102', message: expect.stringContaining(what) });
    expect(() => planRun({ ...options, ...other }, kept, 5, newSeed)).toThrow(refusal);
    expect(() => planRun({ ...options, ...other, fresh: true }, kept, 5, newSeed)).not.toThrow();
  });

  test('E2110: a recording goes on after a good end, and not after a kill', () => {
    const replay = { ...kept, recording: { file: '/r.csv', map: '/m.yaml' } };
    expect(planRun({ ...options, recording }, replay, 5, newSeed).raisesAll).toBe(false);
    expect(() => planRun({ ...options, recording }, { ...replay, isOpen: true }, 5, newSeed)).toThrow(
      expect.objectContaining({ code: 'E2110' }),
    );
  });
});
