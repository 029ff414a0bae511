import { askHost } from './control.ts';
import type { FaultKind } from './fault-table.ts';
import { fail } from './host-errors.ts';
import type { DevicePage, FaultEntry, FaultRequest } from './live-control.ts';
import { keptPopulations, PopulationFolder } from './population-folder.ts';
import type { DeviceDetail } from './shard-questions.ts';

/**
 * Speaks to a population that runs on this machine, over the control of its host. Methods throw what the host refuses, E2104 when none of that
 * name runs, and E2130 when its host does not answer.
 */
export class PopulationControl {
  readonly #folder: string;
  readonly #name: string;

  /** @param folder of all populations */
  constructor(folder: string, name: string) {
    this.#folder = folder;
    this.#name = name;
  }

  /** @param limit 1 to 1,000 */
  async devices(selector: string | undefined, after: string | undefined, limit: number): Promise<DevicePage> {
    const query = new URLSearchParams({ limit: String(limit) });
    if (selector !== undefined) query.set('selector', selector);
    if (after !== undefined) query.set('after', after);
    return (await this.#ask(`/v1/devices?${query}`)) as unknown as DevicePage;
  }

  async device(id: string): Promise<DeviceDetail> {
    return (await this.#ask(`/v1/devices/${encodeURIComponent(id)}`)) as unknown as DeviceDetail;
  }

  async kinds(): Promise<readonly FaultKind[]> {
    return (await this.#ask('/v1/fault-kinds')).items as readonly FaultKind[];
  }

  /** Faults that are on, oldest first. */
  async faults(): Promise<readonly FaultEntry[]> {
    return (await this.#ask('/v1/faults')).items as readonly FaultEntry[];
  }

  async inject(request: FaultRequest): Promise<FaultEntry> {
    return (await this.#ask('/v1/faults', 'POST', request)) as unknown as FaultEntry;
  }

  /** Takes a fault back and says which it was. */
  async undo(id: string): Promise<FaultEntry> {
    return (await this.#ask(`/v1/faults/${encodeURIComponent(id)}`, 'DELETE')) as unknown as FaultEntry;
  }

  /** The body of an answer. Callers give it the type that control-routes.ts sends: both ends are this program, and only they share the token. */
  async #ask(path: string, method = 'GET', body?: unknown): Promise<Readonly<Record<string, unknown>>> {
    const claimed = keptPopulations(this.#folder).includes(this.#name)
      ? new PopulationFolder(this.#folder, this.#name).readHost()
      : undefined;
    const answer = claimed && (await askHost(claimed.host, path, method, body));
    if (claimed === undefined || answer === undefined || answer.type === 'gone') {
      throw fail('E2104', { message: `no population ${this.#name} runs on this machine` });
    }
    if (answer.type === 'silent') {
      throw fail('E2130', { message: `population ${this.#name} (process ${claimed.host.pid}) did not answer in time` });
    }
    if (answer.type === 'refusal') throw answer.error;
    return answer.body;
  }
}
