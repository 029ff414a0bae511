import type { PopulationOptions } from '#firmware/host/index.js';
import { cliError } from './cli-errors.ts';
import type { CommandContext } from './command-spec.ts';
import { resolveConnection } from './connection.ts';
import { readSecret } from './secret-source.ts';

/** Options that change how a population runs, not which devices it has. */
type RunOptions = Pick<
  PopulationOptions,
  | 'count'
  | 'urls'
  | 'caFile'
  | 'token'
  | 'rampMs'
  | 'speed'
  | 'processes'
  | 'link'
  | 'linkFile'
  | 'reportMs'
  | 'isAligned'
  | 'churnPercent'
  | 'ledgerFile'
  | 'rootFile'
  | 'fresh'
  | 'skipDamaged'
>;

/** What the flags say that `sim spawn` and `sim start` share; only what is given. @throws E2003, E2011 */
export async function runOptions(context: CommandContext): Promise<Partial<RunOptions>> {
  const { input } = context;
  const given: { -readonly [Key in keyof RunOptions]: RunOptions[Key] | undefined } = {
    count: input.count('count', 1, 1_000_000),
    urls: givenUrls(context),
    caFile: input.text('ca'),
    token: await enrolmentToken(context),
    rampMs: input.duration('ramp', 0, 86_400_000),
    speed: input.number('speed', 0.001, 1_000_000),
    processes: input.count('processes', 1, 64),
    link: input.text('link'),
    linkFile: input.text('linkFile'),
    reportMs: undefined,
    isAligned: undefined,
    churnPercent: churnOf(input.text('churn')),
    ledgerFile: input.text('ledger'),
    rootFile: input.text('root'),
    fresh: input.flag('fresh'),
    skipDamaged: input.flag('skipDamaged'),
  };
  const isGiven = ([, value]: [string, unknown]): boolean => value !== undefined;
  return { ...Object.fromEntries(Object.entries(given).filter(isGiven)), ...reportOf(context) };
}

/** The device WebSocket of the chosen manager, and the authority behind its certificate where the context names one. */
export async function chosenManager(context: CommandContext): Promise<Pick<RunOptions, 'urls'> & Partial<Pick<RunOptions, 'caFile'>>> {
  const { url, caFile } = await resolveConnection({ ...context, input: context.input.without('tokenFile') });
  const urls = [`${url.replace(/^http/, 'ws').replace(/\/+$/, '')}/device`];
  return caFile === undefined ? { urls } : { urls, caFile };
}

function givenUrls(context: CommandContext): readonly string[] | undefined {
  const given = context.input.list('to');
  for (const url of given) {
    if (!URL.canParse(url) || !/^wss?:$/.test(new URL(url).protocol)) {
      throw cliError('E2003', { message: `--to is "${url}", no address such as ws://127.0.0.1:8470/device` });
    }
  }
  return given.length > 0 ? given : undefined;
}

/** --report decides about --align: a new period without it is not aligned. */
function reportOf({ input }: CommandContext): Pick<RunOptions, 'reportMs' | 'isAligned'> | { readonly isAligned?: boolean } {
  const isAligned = input.flag('align');
  if (input.text('report') === 'off') return { reportMs: undefined, isAligned };
  const reportMs = input.duration('report', 100, 86_400_000);
  if (reportMs !== undefined) return { reportMs, isAligned };
  return isAligned ? { isAligned } : {};
}

function churnOf(text: string | undefined): number | undefined {
  if (text === undefined) return undefined;
  const [, percent] = /^(\d+(?:\.\d+)?)%\/min$/.exec(text) ?? [];
  if (percent === undefined || Number(percent) > 100) {
    throw cliError('E2003', { message: `--churn is "${text}", not a share from 0%/min to 100%/min` });
  }
  return Number(percent);
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
