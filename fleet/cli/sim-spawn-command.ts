import { Population, type PopulationEnd, type PopulationReport, populationsFolder } from '#firmware/host/index.js';
import { exitCodes, type SeatrialError } from '#proto/kit/index.js';
import { networkPreset } from '#proto/link/index.js';
import { cliError } from './cli-errors.ts';
import type { CommandContext } from './command-spec.ts';
import { resolveConnection } from './connection.ts';
import { reportError } from './error-report.ts';
import type { Item } from './field-paths.ts';
import { populationScreen } from './local-screens.ts';
import { printObject } from './render.ts';
import { readSecret } from './secret-source.ts';
import { Admission } from './sim-admission.ts';
import { untilStopped } from './stop-signal.ts';
import { LiveRegion } from './watch.ts';

/** Between two looks at the figures, ms; a line of progress off a terminal comes every tenth time, when something changed. */
const lookEveryMs = 1_000;

/** fleet sim spawn */
export async function run(context: CommandContext): Promise<number> {
  const { input, terminal } = context;
  const token = await enrolmentToken(context);
  const urls = await deviceUrls(context);
  const recording = recordingOf(context);
  const profile = input.text('profile');
  if (profile === undefined) throw cliError('E2003', { message: 'no --profile is given', next: 'fleet profile list' });
  const ended = new AbortController();
  const population = await Population.start(
    {
      name: nameOf(input.argument(0)),
      folder: populationsFolder(terminal.environment),
      seed: input.text('seed'),
      profile,
      count: input.count('count', 1, 1_000_000),
      firstIndex: input.count('first', 0, 10_000_000) ?? 0,
      urls,
      caFile: input.text('ca'),
      token,
      rampMs: input.duration('ramp', 0, 86_400_000) ?? 0,
      speed: input.number('speed', 0.001, 1_000_000) ?? 1,
      processes: input.count('processes', 1, 64) ?? 1,
      link: linkOf(input.text('link')),
      recording,
      fresh: input.flag('fresh'),
    },
    () => ended.abort(),
  );
  const { report, problem } = await runToEnd(context, population, new Admission(urls), recording !== undefined, ended);
  await printObject(context, { kind: 'PopulationReport', name: 'name', columns: [], screen: populationScreen }, reportItem(report));
  if (problem === undefined) return exitCodes.ok;
  // Said here, not thrown: after Ctrl-C an error counts as part of the interruption, but this one is about what was to be kept, or who never got in.
  return reportError(problem, terminal, context.format === 'json' || context.format === 'ndjson');
}

/** Shows progress until the end that comes first: Ctrl-C, --for, sim stop, a lost process, all of a recording acknowledged, or all devices refused for ever. */
async function runToEnd(
  context: CommandContext,
  population: Population,
  admission: Admission,
  isReplay: boolean,
  ended: AbortController,
): Promise<PopulationEnd> {
  const progress = new Progress(context);
  let refused: SeatrialError | undefined;
  const judge = (report: PopulationReport): void => {
    const { lines, problem } = admission.look(report, performance.now());
    for (const line of lines) progress.say(line);
    refused ??= problem;
  };
  const timer = setInterval(() => {
    population.report().then(
      (report) => {
        progress.show(report);
        judge(report);
        if (refused !== undefined || (isReplay && report.replayed === report.devices)) ended.abort();
      },
      // A process that is gone ends the population by its own way; one that is busy answers the next time.
      () => undefined,
    );
  }, lookEveryMs);
  try {
    await untilStopped(context, ended.signal);
  } finally {
    clearInterval(timer);
  }
  context.terminal.err('stopping: what is not acknowledged is kept\n');
  const end = await population.stop();
  // A run may be too short for a look; when somebody was welcomed, the last figures can't tell who was connected before the end.
  if (end.report.counters.sessions === 0) judge(end.report);
  return { report: end.report, problem: end.problem ?? refused };
}

/** Progress on standard error. */
class Progress {
  readonly #context: CommandContext;
  readonly #region: LiveRegion;
  #looks = 0;
  #last = '';

  constructor(context: CommandContext) {
    this.#context = context;
    this.#region = new LiveRegion(context, 'err');
  }

  show(report: PopulationReport): void {
    const { counters } = report;
    const line =
      `${report.name}: ${counters.connected} of ${report.devices} connected, ${counters.framesAcknowledged} frames acknowledged, ` +
      `${counters.readingsSampled} readings, ${Math.round(report.offeredReadingsPerSecond)} offered/s, ${counters.framesDropped} dropped`;
    if (this.#context.terminal.errIsTty) this.#region.draw([line]);
    else if (this.#looks % 10 === 0 && line !== this.#last) {
      this.#context.terminal.err(`${line}\n`);
      this.#last = line;
    }
    this.#looks += 1;
  }

  /** A line that stays. */
  say(line: string): void {
    this.#region.say(line);
  }
}

/** The figures of a population as an object of the command line. */
export function reportItem(report: PopulationReport): Item {
  return { apiVersion: 'seatrial/v1', kind: 'PopulationReport', ...report, counters: { ...report.counters } };
}

/** none, profile, or a preset. @throws E1203 */
function linkOf(link: string | undefined): string {
  if (link !== undefined && link !== 'none' && link !== 'profile') networkPreset(link);
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
