import { closeSync, existsSync, mkdirSync, openSync, renameSync, rmdirSync, rmSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { messageOf } from '#proto/kit/index.js';
import { fail } from './host-errors.ts';

/** Bytes at which a log begins anew, beside the one before. */
const mostLogBytes = 4_194_304;

/** Where a population that runs behind writes. */
export interface PopulationLog {
  readonly path: string;
  readonly descriptor: number;
  close(): void;
  /** Takes log and folder away when nothing of the population is kept. */
  forgetUnlessKept(): void;
}

/** Opens NAME/detached.log for reading and appending; above 4 MiB it becomes detached.log.1. @throws E2109 */
export function openPopulationLog(folder: string, name: string): PopulationLog {
  const home = join(folder, name);
  const path = join(home, 'detached.log');
  try {
    mkdirSync(home, { recursive: true, mode: 0o700 });
    if (existsSync(path) && statSync(path).size > mostLogBytes) renameSync(path, `${path}.1`);
    const descriptor = openSync(path, 'a+', 0o600);
    return {
      path,
      descriptor,
      close: () => closeSync(descriptor),
      forgetUnlessKept: () => {
        if (existsSync(join(home, 'population.json'))) return;
        rmSync(path, { force: true });
        try {
          rmdirSync(home);
        } catch {
          // Something else is there: it stays.
        }
      },
    };
  } catch (error) {
    throw fail('E2109', { message: `${path} of population ${name}: ${messageOf(error)}`, at: { file: path }, cause: error });
  }
}
