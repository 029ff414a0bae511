import { type PopulationOptions, populationDefaults, populationsFolder } from '#firmware/host/index.js';
import { cliError } from './cli-errors.ts';
import type { CommandContext } from './command-spec.ts';
import { chosenManager, runOptions } from './sim-run-options.ts';

/** What the flags of `sim spawn` say. @throws E2003, E2004, E2011 and what the context's file is refused for */
export async function spawnOptions(context: CommandContext): Promise<PopulationOptions> {
  const { input, terminal } = context;
  const { urls, ...run } = await runOptions(context);
  const manager = urls === undefined ? await chosenManager(context) : { urls };
  const identities = input.text('identities');
  const profile = input.text('profile');
  if (profile === undefined && identities === undefined) {
    throw cliError('E2003', { message: 'no --profile is given', next: 'fleet profile list' });
  }
  return {
    ...populationDefaults,
    ...manager,
    ...run,
    name: nameOf(input.argument(0)),
    folder: populationsFolder(terminal.environment),
    seed: input.text('seed'),
    profile: profile ?? '',
    identities,
    firstIndex: input.count('firstIndex', 0, 10_000_000) ?? 0,
    recording: recordingOf(context),
  };
}

/** The name of a population. @throws E2003 */
export function nameOf(name: string): string {
  if (!/^[a-z0-9][a-z0-9._-]{0,49}$/.test(name)) {
    throw cliError('E2003', { message: `"${name}" is no name of a population: 1 to 50 of a-z 0-9 . _ -, starting with a letter or digit` });
  }
  return name;
}

function recordingOf({ input }: CommandContext) {
  const file = input.text('replay');
  const map = input.text('map');
  if (file === undefined && map === undefined) return undefined;
  if (file === undefined || map === undefined) throw cliError('E2003', { message: '--replay and --map are given together' });
  return { file, map, everyMs: input.duration('rowEvery', 1, 86_400_000) };
}
