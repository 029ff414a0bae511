import { messageOf } from '#proto/kit/index.js';
import { askHost, type HostAnswer } from './control.ts';
import { fail } from './host-errors.ts';
import type { PopulationReport } from './population.ts';
import { type HostFile, keptPopulations, PopulationFolder } from './population-folder.ts';
import { optionsOfKept, type PopulationOptions } from './population-logic.ts';
import { hostClock, waitMs } from './wait.ts';

/** A population as `fleet sim list` shows it. */
export interface PopulationEntry {
  readonly name: string;
  readonly state: 'running' | 'stopped' | 'damaged';
  readonly profile: string;
  readonly seed: string;
  /** Only while running. */
  readonly pid: number | undefined;
  readonly to: readonly string[];
  /** Newest figures; undefined when stopped, in the first moment, and while the host does not answer. */
  readonly report: PopulationReport | undefined;
  /** What is wrong with a damaged one; empty otherwise. */
  readonly problem: string;
}

/** What a host tells of itself. */
type HostDescription = Readonly<Partial<{ to: readonly string[]; report: PopulationReport | null }>>;

/** Between two looks at a host that ends, ms. */
const lookEveryMs = 100;

/**
 * The options that bring a kept population back as it was run last.
 * @throws E2111 none of that name is kept, E2103 damaged
 */
export function keptOptions(folder: string, name: string): PopulationOptions {
  const kept = keptPopulations(folder).includes(name) ? new PopulationFolder(folder, name).readPopulation() : undefined;
  if (kept === undefined) throw fail('E2111', { message: `no population ${name} is kept on this machine` });
  return optionsOfKept(folder, kept);
}

/** All populations of this machine's user. */
export async function listPopulations(folder: string): Promise<PopulationEntry[]> {
  return Promise.all(keptPopulations(folder).map((name) => lookAtPopulation(folder, name)));
}

/** One of them. */
export async function lookAtPopulation(folder: string, name: string): Promise<PopulationEntry> {
  const none = { name, profile: '', seed: '', pid: undefined, to: [], report: undefined, problem: '' };
  try {
    const files = new PopulationFolder(folder, name);
    const population = files.readPopulation();
    if (population === undefined) return { ...none, state: 'damaged', problem: 'population.json is missing' };
    const kept = { ...none, profile: population.profile, seed: population.seed };
    const host = files.readHost()?.host;
    const answer: HostAnswer = host === undefined ? { type: 'gone' } : await askHost(host);
    if (host === undefined || answer.type === 'gone') return { ...kept, state: 'stopped' };
    const { to = [], report }: HostDescription = answer.type === 'answer' ? answer.body : {};
    return { ...kept, state: 'running', pid: host.pid, to, report: report ?? undefined };
  } catch (error) {
    return { ...none, state: 'damaged', problem: messageOf(error) };
  }
}

/**
 * Asks a running population to end and waits until it has.
 * @throws E2104 when none of that name runs, E2106 when its host was killed meanwhile, E2108 when it did not end in time
 */
export async function stopPopulation(folder: string, name: string, timeoutMs: number): Promise<void> {
  const files = new PopulationFolder(folder, name);
  const claimed = keptPopulations(folder).includes(name) ? files.readHost() : undefined;
  const answer = claimed && (await askHost(claimed.host, '/v1/stop', 'POST'));
  if (claimed === undefined || answer?.type === 'gone') throw fail('E2104', { message: `no population ${name} runs on this machine` });
  const { host, run } = claimed;
  const untilMs = hostClock.nowMs() + timeoutMs;
  while (files.readHost()?.run === run) {
    if (hostClock.nowMs() > untilMs) {
      throw fail('E2108', { message: `population ${name} (process ${host.pid}) did not end within ${timeoutMs} ms` });
    }
    await waitMs(lookEveryMs);
    if ((await isKilled(host)) && files.readHost()?.run === run) {
      throw fail('E2106', { message: `population ${name} (process ${host.pid}) was killed while it ended` });
    }
  }
}

async function isKilled(host: HostFile): Promise<boolean> {
  return (await askHost(host)).type === 'gone';
}
