import { fail } from './host-errors.ts';
import { askHost, type PopulationReport } from './population.ts';
import { keptPopulations, PopulationFolder } from './population-folder.ts';
import { waitMs } from './wait.ts';

/** A population as `fleet sim list` shows it. */
export interface PopulationEntry {
  readonly name: string;
  readonly state: 'running' | 'stopped' | 'damaged';
  readonly profile: string;
  readonly seed: string;
  /** Only while running. */
  readonly pid: number | undefined;
  readonly to: readonly string[];
  /** Newest figures; undefined when stopped, and in the first moment. */
  readonly report: PopulationReport | undefined;
  /** What is wrong with a damaged one; empty otherwise. */
  readonly problem: string;
}

/** All populations of this machine's user. */
export async function listPopulations(folder: string): Promise<PopulationEntry[]> {
  return Promise.all(keptPopulations(folder).map((name) => describe(folder, name)));
}

async function describe(folder: string, name: string): Promise<PopulationEntry> {
  const none = { name, pid: undefined, to: [], report: undefined, problem: '' };
  try {
    const files = new PopulationFolder(folder, name);
    const population = files.readPopulation();
    if (population === undefined) return { ...none, state: 'damaged', profile: '', seed: '', problem: 'population.json is missing' };
    const kept = { ...none, profile: population.profile, seed: population.seed };
    const host = files.readHost();
    const answer =
      host === undefined ? undefined : ((await askHost(host)) as { to: string[]; report: PopulationReport | null } | undefined);
    if (host === undefined || answer === undefined) return { ...kept, state: 'stopped' };
    return { ...kept, state: 'running', pid: host.pid, to: answer.to, report: answer.report ?? undefined };
  } catch (error) {
    return { ...none, state: 'damaged', profile: '', seed: '', problem: error instanceof Error ? error.message : String(error) };
  }
}

/**
 * Asks a running population to end and waits until it has.
 * @throws E2104 when none of that name runs, E2108 when it did not end in time
 */
export async function stopPopulation(folder: string, name: string, timeoutMs: number): Promise<void> {
  const files = new PopulationFolder(folder, name);
  const host = keptPopulations(folder).includes(name) ? files.readHost() : undefined;
  if (host === undefined || (await askHost(host, '/v1/stop', 'POST')) === undefined) {
    throw fail('E2104', { message: `no population ${name} runs on this machine` });
  }
  for (let waitedMs = 0; files.readHost()?.controlToken === host.controlToken; waitedMs += 100) {
    if (waitedMs > timeoutMs)
      throw fail('E2108', { message: `population ${name} (process ${host.pid}) did not end within ${timeoutMs} ms` });
    await waitMs(100);
  }
}
