import { bottleneckOf, Population, type PopulationEnd, type PopulationOptions, type PopulationReport } from '#firmware/host/index.js';
import { exitCodes, type SeatrialError } from '#proto/kit/index.js';
import type { CommandContext } from './command-spec.ts';
import { formatDuration } from './duration.ts';
import { reportError } from './error-report.ts';
import type { Item } from './field-paths.ts';
import { populationScreen } from './local-screens.ts';
import { printObject } from './render.ts';
import { Admission } from './sim-admission.ts';
import { compileExpectations, unmetExpectations } from './sim-expectation.ts';
import { untilStopped } from './stop-signal.ts';
import { LiveRegion } from './watch.ts';

/** Between two looks at the figures, ms. */
const lookEveryMs = 1_000;
/** Off a terminal a line of progress comes every so many looks, when something changed; in a log that lasts less often. */
const looksPerLine = 10;
const looksPerLoggedLine = 600;

/** Lines about damage that is left out; the rest is one number. */
const mostSkippedLines = 20;

/** Runs a population until its end and prints how it was. Returns the exit code. */
export async function runPopulation(context: CommandContext, options: PopulationOptions): Promise<number> {
  const { input, terminal } = context;
  const expectations = compileExpectations(input.list('expect'));
  const drainMs = input.duration('drain', 0, 600_000) ?? (expectations.length > 0 ? 10_000 : 0);
  const ended = new AbortController();
  const population = await Population.start(options, () => ended.abort());
  for (const { message } of population.skipped.slice(0, mostSkippedLines)) terminal.err(`skipped: ${message}\n`);
  if (population.skipped.length > mostSkippedLines) terminal.err(`skipped: ${population.skipped.length - mostSkippedLines} more\n`);
  const isReplay = options.recording !== undefined;
  const { report, problem, connected } = await runToEnd(context, population, new Admission(options.urls), isReplay, ended, drainMs);
  await printObject(context, { kind: 'PopulationReport', name: 'name', columns: [], screen: populationScreen }, reportItem(report));
  // A host that was too slow says nothing about the manager: then no expectation counts.
  const verdict = problem ?? bottleneckOf(report) ?? unmetExpectations(expectations, report, connected);
  if (verdict === undefined) return exitCodes.ok;
  // Said here, not thrown: after Ctrl-C an error counts as part of the interruption, but this one is about what was to be kept, or who never got in.
  return reportError(verdict, terminal, context.format === 'json' || context.format === 'ndjson');
}

/** Shows progress until the end that comes first: Ctrl-C, --for, sim stop, a lost process, all of a recording acknowledged, or all devices refused for ever. */
async function runToEnd(
  context: CommandContext,
  population: Population,
  admission: Admission,
  isReplay: boolean,
  ended: AbortController,
  drainMs: number,
): Promise<PopulationEnd & { readonly connected: number }> {
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
        if (refused !== undefined || (isReplay && report.replayed === report.devices - report.subDevices)) ended.abort();
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
  const connected = await settle(context, population, drainMs);
  context.terminal.err('stopping: what is not acknowledged is kept\n');
  const end = await population.stop();
  // A run may be too short for a look; when somebody was welcomed, the last figures can't tell who was connected before the end.
  if (end.report.counters.sessions === 0) judge(end.report);
  return { report: end.report, problem: end.problem ?? refused, connected };
}

/** Before the end: how many devices are connected; then they deliver what they have, unless somebody is in a hurry. */
async function settle({ terminal, signal }: CommandContext, population: Population, drainMs: number): Promise<number> {
  try {
    const { counters } = await population.report();
    if (drainMs > 0 && !signal.aborted && !(await population.drain(drainMs))) {
      terminal.err(`not everything was delivered within ${formatDuration(drainMs)}\n`);
    }
    return counters.connected;
  } catch {
    // A process is gone: its end is told by the population.
    return 0;
  }
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
    const updates = counters.updatesBegun === 0 ? '' : `, updates: ${counters.updatesConfirmed} of ${counters.updatesBegun} confirmed`;
    const line =
      `${report.name}: ${counters.connected} of ${report.devices} connected, ${counters.framesAcknowledged} frames acknowledged, ` +
      `${counters.readingsSampled} readings, ${Math.round(report.offeredReadingsPerSecond)} offered/s, ${counters.framesDropped} dropped${updates}`;
    if (this.#context.terminal.errIsTty) this.#region.draw([line]);
    else if (this.#looks % (this.#context.terminal.isLog === true ? looksPerLoggedLine : looksPerLine) === 0 && line !== this.#last) {
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
function reportItem(report: PopulationReport): Item {
  return { apiVersion: 'seatrial/v1', kind: 'PopulationReport', ...report, counters: { ...report.counters } };
}
