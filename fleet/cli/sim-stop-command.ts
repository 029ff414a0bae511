import { populationsFolder, stopPopulation } from '#firmware/host/index.js';
import { exitCodes } from '#proto/kit/index.js';
import type { CommandContext } from './command-spec.ts';
import { printObject } from './render.ts';

/** fleet sim stop */
export async function run(context: CommandContext): Promise<number> {
  const { input, terminal } = context;
  const name = input.argument(0);
  const timeoutMs = input.duration('timeout', 0, 600_000) ?? 30_000;
  await stopPopulation(populationsFolder(terminal.environment), name, timeoutMs);
  await printObject(
    context,
    { kind: 'Population', name: 'name', columns: [] },
    { apiVersion: 'seatrial/v1', kind: 'Population', name, state: 'stopped' },
  );
  return exitCodes.ok;
}
