import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { findProfile, Population, type PopulationReport, populationDefaults, populationsFolder } from '#firmware/host/index.js';
import { exitCodes } from '#proto/kit/index.js';
import { ApiClient } from './api-client.ts';
import { cliError } from './cli-errors.ts';
import type { CommandContext } from './command-spec.ts';
import { type DemoManager, startDemoManager } from './demo-manager.ts';
import { type DemoRolloutResult, runDemoRollout } from './demo-rollout.ts';
import { type DemoUpdateResult, runDemoUpdate } from './demo-update.ts';
import { cellText, type Item } from './field-paths.ts';
import { printObject, toYaml } from './render.ts';
import { untilStopped } from './stop-signal.ts';
import { LiveRegion } from './watch.ts';

/** How much faster the engines live: a flight of 90 minutes takes 18 s. */
const speed = 300;
/** Between two looks at the figures, ms. */
const lookEveryMs = 1_000;
/** After the time of --for the update has so long to come to its end, and then the rollout, ms. */
const updateGraceMs = 60_000;
const rolloutGraceMs = 120_000;

/** Take-off is where a worn engine shows first: the limit is about 90 % of the way to the red line. */
const rules = `apiVersion: seatrial/v1
kind: AlarmRules
rules:
  - name: take-off-egt-high
    title: Exhaust gas is hot at take-off
    severity: high
    when: egtC > 905.0
    clearWhen: egtC < 850.0 && flightPhaseCode == 1.0
    profiles: [turbofan]
    action: Inspect the compressor before the next flight
    respondWithin: 1h
`;

/** fleet demo */
export async function run(context: CommandContext): Promise<number> {
  const { input, terminal } = context;
  const count = input.count('devices', 1, 10_000) ?? 1_000;
  const folder = mkdtempSync(join(tmpdir(), 'seatrial-demo-'));
  const environment = demoEnvironment(terminal.environment, folder);
  try {
    const manager = await startDemoManager(environment);
    let summary: Item;
    try {
      summary = await runDemo(context, manager, folder, environment, count);
    } finally {
      await manager.stop();
    }
    await printObject(context, { kind: 'DemoSummary', name: 'kind', columns: [] }, summary);
    if (Number(summary.losses) > 0) terminal.err('the demo lost data: that must not be\n');
    if (summary.updateProblem !== '') terminal.err(`the update went wrong: ${cellText(summary.updateProblem)}\n`);
    if (summary.rolloutProblem !== '') terminal.err(`the rollout went wrong: ${cellText(summary.rolloutProblem)}\n`);
    const isWell = Number(summary.losses) === 0 && summary.updateProblem === '' && summary.rolloutProblem === '';
    return isWell ? exitCodes.ok : exitCodes.failed;
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** Everything of the demo is under its folder: the user's contexts, data and populations are never touched. */
function demoEnvironment(environment: NodeJS.ProcessEnv, folder: string): NodeJS.ProcessEnv {
  const { FLEET_URL: _url, FLEET_TOKEN: _token, FLEET_CONTEXT: _context, ...rest } = environment;
  return { ...rest, XDG_CONFIG_HOME: join(folder, 'config'), XDG_DATA_HOME: join(folder, 'data'), XDG_STATE_HOME: join(folder, 'state') };
}

async function runDemo(
  context: CommandContext,
  manager: DemoManager,
  folder: string,
  environment: NodeJS.ProcessEnv,
  count: number,
): Promise<Item> {
  const api = new ApiClient(manager.url, manager.adminToken, new AbortController().signal);
  await api.post('/v1/alarm-rules', { file: 'demo rules', text: rules, reason: 'demo' });
  const enrolment = await api.post('/v1/enrolment-tokens', { title: 'demo', uses: count, lifetimeMs: 86_400_000, reason: 'demo' });
  const [id = '', secret = ''] = cellText(enrolment.secret).split(':');
  const ended = new AbortController();
  void manager.lost.then(() => ended.abort());
  const population = await Population.start(
    {
      ...populationDefaults,
      name: 'engine',
      folder: populationsFolder(environment),
      seed: context.input.text('seed'),
      profile: await writeProfile(folder),
      count,
      urls: [manager.deviceUrl],
      token: { id, secret },
      rampMs: Math.min(5_000, count * 5),
      speed,
    },
    () => ended.abort(),
  );
  writeHint(context, manager, folder);
  const screen = look(context, api, population);
  const over = new AbortController();
  const parts = { api, population, say: screen.say, signal: AbortSignal.any([over.signal, ended.signal]) };
  const updating = runDemoUpdate(parts);
  const rolling = updating.then(() => runDemoRollout({ ...parts, profile: findProfile('turbofan') }));
  try {
    await untilStopped(context, ended.signal);
    // Ctrl-C does not wait; --for does, for a while: on a busy machine an update takes its time.
    const hurry = AbortSignal.any([context.signal, ended.signal]);
    if (!hurry.aborted) await Promise.race([updating, within(updateGraceMs, hurry)]);
    if (!hurry.aborted) await Promise.race([rolling, within(rolloutGraceMs, hurry)]);
  } finally {
    over.abort();
    await screen.stop();
  }
  const update = await updating;
  const rollout = await rolling;
  const { report, problem } = await population.stop();
  if (problem !== undefined) throw problem;
  if (ended.signal.aborted) throw cliError('E2018', { message: 'the manager or the devices of the demo ended by themselves' });
  return summarise(report, await settled(api), update, context.signal.aborted ? { ...rollout, problem: '' } : rollout);
}

/** A real engine monitor takes 21 s to boot: longer than somebody wants to wait for a first sign of life. @returns the path of the profile */
async function writeProfile(folder: string): Promise<string> {
  const { truth: _derived, ...profile } = findProfile('turbofan');
  const file = join(folder, 'turbofan.yaml');
  writeFileSync(file, await toYaml({ ...profile, bootMs: 1_000 }));
  return file;
}

/** The address and three commands to try, with a token file that lives as long as the demo. */
function writeHint({ terminal }: CommandContext, manager: DemoManager, folder: string): void {
  const file = join(folder, 'token');
  mkdirSync(folder, { recursive: true });
  writeFileSync(file, `${manager.adminToken}\n`, { mode: 0o600 });
  const access = `--url ${manager.url} --token-file ${file}`;
  const lines = [
    `A manager serves ${manager.url}; its data is in ${folder} and goes with the demo. Engines live ${speed} times as fast. Try in another terminal:`,
    `  npx fleet alarm list ${access}`,
    `  npx fleet device list presence=online --limit 5 ${access}`,
    `  npx fleet device watch engine-00001 ${access}`,
    'Ctrl-C ends it.',
  ];
  for (const line of lines) terminal.err(`${line}\n`);
}

/** What shows how things stand. */
interface Screen {
  /** A line that stays. */
  say(line: string): void;
  stop(): Promise<void>;
}

/** Shows how things stand every second: a region on a terminal, else a line a change. */
function look(context: CommandContext, api: ApiClient, population: Population): Screen {
  const { terminal } = context;
  const region = new LiveRegion(context, 'err');
  const seenAlarms = new Set<string>();
  let last = '';
  let looking: Promise<void> | undefined;
  const once = async (): Promise<void> => {
    const [report, status, alarms] = await Promise.all([population.report(), api.get('/v1/status'), api.page('/v1/alarms', { limit: 5 })]);
    const line =
      `${report.counters.connected} of ${report.devices} devices connected, ${cellText(status.frames)} frames, ` +
      `${cellText(status.committedReadings)} readings stored, ${cellText(status.openAlarms)} alarms, ${lossesOf(report)} lost`;
    const news = alarms.items.filter((alarm) => !seenAlarms.has(cellText(alarm.id)));
    const words = alarms.items.map((alarm) => `✖ ${cellText(alarm.severity)} ${cellText(alarm.deviceId)}: ${cellText(alarm.reason)}`);
    for (const alarm of news) seenAlarms.add(cellText(alarm.id));
    if (terminal.errIsTty) region.draw([line, ...words]);
    else {
      if (line !== last) terminal.err(`${line}\n`);
      for (const alarm of news.slice(0, 3)) {
        const where = alarm.deviceId === '' ? '' : ` on ${cellText(alarm.deviceId)}`;
        terminal.err(`alarm ${cellText(alarm.id)}${where}: ${cellText(alarm.reason)}\n`);
      }
    }
    last = line;
  };
  const timer = setInterval(() => {
    // A look that fails ends with what made it fail: the manager or the devices are gone, and the demo hears of it there.
    looking ??= once()
      .catch(() => undefined)
      .finally(() => {
        looking = undefined;
      });
  }, lookEveryMs);
  return {
    say: (line) => region.say(line),
    stop: async () => {
      clearInterval(timer);
      await looking;
    },
  };
}

/** Resolves after the time, or at the signal. */
function within(delayMs: number, signal: AbortSignal): Promise<void> {
  const { promise, resolve } = Promise.withResolvers<void>();
  const timer = setTimeout(resolve, delayMs);
  signal.addEventListener('abort', () => resolve(), { once: true });
  return promise.finally(() => clearTimeout(timer));
}

/** What can never arrive any more. Frames that devices still keep are not lost. */
function lossesOf({ counters }: PopulationReport): number {
  return counters.framesDropped + counters.framesRejected + counters.framesUnsure;
}

/** The manager's figures when its last batch is committed: readings that were accepted and those that are stored agree. */
async function settled(api: ApiClient): Promise<Item> {
  for (let tries = 0; ; tries += 1) {
    const status = await api.get('/v1/status');
    if (status.readings === status.committedReadings || tries === 50) return status;
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
}

function summarise(report: PopulationReport, status: Item, update: DemoUpdateResult, rollout: DemoRolloutResult): Item {
  const { counters } = report;
  const acknowledgedButNotStored = Math.max(0, counters.framesAcknowledged - Number(status.frames) - Number(status.deviceEvents));
  const acceptedButNotStored = Number(status.readings) - Number(status.committedReadings);
  return {
    apiVersion: 'seatrial/v1',
    kind: 'DemoSummary',
    devices: report.devices,
    frames: counters.framesAcknowledged,
    readings: status.committedReadings,
    alarms: status.openAlarms,
    updated: update.updated,
    powerCut: update.powerCut,
    updateProblem: [update.problem, ...update.others].filter((text) => text !== '').join('; '),
    rollout: rollout.outcome,
    rolloutTouched: rollout.touched,
    rolloutBack: rollout.back,
    rolloutProblem: rollout.problem,
    losses: lossesOf(report) + acknowledgedButNotStored + acceptedButNotStored,
    seconds: Math.round(report.elapsedMs / 100) / 10,
    seed: report.seed,
  };
}
