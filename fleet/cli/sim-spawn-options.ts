import { type PopulationOptions, parseMix, populationsFolder } from '#firmware/host/index.js';
import { networkPreset } from '#proto/link/index.js';
import { cliError } from './cli-errors.ts';
import type { CommandContext } from './command-spec.ts';
import { resolveConnection } from './connection.ts';
import { readSecret } from './secret-source.ts';

/** What the flags of `sim spawn` say. @throws E1203, E2003, E2004, E2011 and what the context's file is refused for */
export async function spawnOptions(context: CommandContext): Promise<PopulationOptions> {
  const { input, terminal } = context;
  const token = await enrolmentToken(context);
  const urls = await deviceUrls(context);
  const recording = recordingOf(context);
  const profile = input.text('profile');
  if (profile === undefined) throw cliError('E2003', { message: 'no --profile is given', next: 'fleet profile list' });
  return {
    name: nameOf(input.argument(0)),
    folder: populationsFolder(terminal.environment),
    seed: input.text('seed'),
    profile,
    count: input.count('count', 1, 1_000_000),
    firstIndex: input.count('firstIndex', 0, 10_000_000) ?? 0,
    urls,
    caFile: input.text('ca'),
    token,
    rampMs: input.duration('ramp', 0, 86_400_000) ?? 0,
    speed: input.number('speed', 0.001, 1_000_000) ?? 1,
    processes: input.count('processes', 1, 64) ?? 1,
    link: linkOf(input.text('link')),
    recording,
    fresh: input.flag('fresh'),
  };
}

/** none, profile, a preset, or a mix of these. @throws E1203, E2107 */
function linkOf(link: string | undefined): string {
  for (const { name } of parseMix(link ?? 'none', '--link')) if (name !== 'none' && name !== 'profile') networkPreset(name);
  return link ?? 'none';
}

function nameOf(name: string): string {
  if (!/^[a-z0-9][a-z0-9._-]{0,49}$/.test(name)) {
    throw cliError('E2003', { message: `"${name}" is no name of a population: 1 to 50 of a-z 0-9 . _ -, starting with a letter or digit` });
  }
  return name;
}

async function enrolmentToken({ input, terminal }: CommandContext): Promise<{ id: string; secret: string } | undefined> {
  const file = input.text('tokenFile');
  const text = file === undefined ? terminal.environment.FLEET_ENROLMENT_TOKEN || undefined : await readSecret(file, terminal);
  if (text === undefined) return undefined;
  const at = text.indexOf(':');
  if (at < 1 || at === text.length - 1) {
    throw cliError('E2003', { message: 'the enrolment token is not ID:SECRET', next: 'fleet provision token create --token-out FILE' });
  }
  return { id: text.slice(0, at), secret: text.slice(at + 1) };
}

async function deviceUrls(context: CommandContext): Promise<readonly string[]> {
  const given = context.input.list('to');
  for (const url of given) {
    if (!URL.canParse(url) || !/^wss?:$/.test(new URL(url).protocol)) {
      throw cliError('E2003', { message: `--to is "${url}", no address such as ws://127.0.0.1:8470/device` });
    }
  }
  if (given.length > 0) return given;
  const { url } = await resolveConnection({ ...context, input: context.input.without('tokenFile') });
  return [`${url.replace(/^http/, 'ws').replace(/\/+$/, '')}/device`];
}

function recordingOf({ input }: CommandContext) {
  const file = input.text('replay');
  const map = input.text('map');
  if (file === undefined && map === undefined) return undefined;
  if (file === undefined || map === undefined) throw cliError('E2003', { message: '--replay and --map are given together' });
  return { file, map, everyMs: input.duration('rowEvery', 1, 86_400_000) };
}
