import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { findProfile } from './named-profile.ts';
import { Population } from './population.ts';
import { keptPopulations } from './population-folder.ts';
import { type PopulationOptions, populationDefaults } from './population-logic.ts';

const meant = { code: 'E1504', message: expect.stringContaining('did you mean "turbofan"') };

test('a misspelt name of a profile says which was meant; a path stays a path', () => {
  expect(findProfile('turbofan').name).toBe('turbofan');
  expect(() => findProfile('turbofn')).toThrow(expect.objectContaining(meant));
  expect(() => findProfile('./turbofn')).toThrow(expect.objectContaining({ code: 'E1505' }));
  expect(() => findProfile('turbofn.yaml')).toThrow(expect.objectContaining({ code: 'E1505' }));
});

test('so does the start of a population', async () => {
  const options: PopulationOptions = {
    ...populationDefaults,
    name: 'hall',
    folder: 'populations',
    profile: 'turbofn',
    count: 1,
    urls: ['ws://127.0.0.1:1/device'],
  };
  await expect(Population.start(options, () => undefined)).rejects.toMatchObject(meant);
});

test('a root of trust that is none, or is not there, is refused before there is a process or a file of the population: E2107', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'seatrial-root-'));
  try {
    const broken = join(folder, 'broken.json');
    writeFileSync(broken, '{"signed":{}}');
    const options = {
      ...populationDefaults,
      name: 'hall',
      folder: join(folder, 'all'),
      profile: 'thermostat',
      count: 1,
      urls: ['ws://127.0.0.1:1/device'],
    };
    const start = (rootFile: string) => Population.start({ ...options, rootFile }, () => undefined);
    await expect(start(broken)).rejects.toMatchObject({
      code: 'E2107',
      message: expect.stringContaining(`--root ${broken} is no TUF root`),
    });
    const gone = join(folder, 'gone.json');
    await expect(start(gone)).rejects.toMatchObject({ code: 'E2107', message: expect.stringContaining(`--root ${gone}: ENOENT`) });
    await expect(start('/dev/zero')).rejects.toMatchObject({
      code: 'E2107',
      message: expect.stringMatching(/^--root .* the limit is 65536$/),
    });
    expect(keptPopulations(options.folder)).toEqual([]);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
});
