/** The 100 engines of C-MAPSS FD001 as a population: what the tests of this recording share. */
import { join } from 'node:path';
import { systemSeed } from '#proto/kit/index.js';
import { dataFile, expectedEngines, repository } from './replay-helpers.ts';

const recording = dataFile('cmapss/train_FD001.txt.gz');
const map = join(repository, 'firmware/profiles/maps/cmapss-fd.yaml');
/** What history must hold at the end. */
export const expected = expectedEngines(recording, 'engines');
/** The command without profile and speed. */
export const spawn = ['sim', 'spawn', 'engines', '--replay', recording, '--map', map, '--token-file', 'fleet.token', '-o', 'json'];
/** Set it to the seed that a failed run printed to draw the same again. */
export const seed = process.env.SEATRIAL_SEED ?? systemSeed();
export const timeout = 300_000;
