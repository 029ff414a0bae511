import type { Actor, CommandOrder, CommandRecord, CommandService, CommandState, Mutation } from '#fleet/domain/index.js';
import { isSeatrialError, messageOf, TimerTask } from '#proto/kit/index.js';
import { checkOrder } from './command-logic.ts';
import type { DeviceState } from './device-state.ts';
import { needDevice } from './device-table.ts';
import type { RegistryContext } from './registry-context.ts';
import { failRegistry } from './registry-errors.ts';
import { checkActor, checkWhole } from './request-logic.ts';

/** A command without a deadline is for now: its device is told within this time, ms, or not at all. */
const soonMs = 5_000;
/** Where the next command's number is kept. */
const nextCommandId = 'registry.nextCommand';

/**
 * Commands that wait for their devices, over crashes of the manager. That a device is told is stored before it is told: so after a crash it is
 * told again under the same id, and does it once. It is its own timer, for the next deadline.
 *
 * Nothing here waits for a device inside a task: the answer comes as a call, and what follows from it is a task of its own.
 */
export class CommandQueue extends TimerTask implements CommandService {
  readonly #context: RegistryContext;
  /** By id, oldest first. */
  readonly #all = new Map<string, CommandRecord>();
  /** Ids of open ones by device, oldest first. */
  readonly #open = new Map<string, string[]>();
  /** Ids of those that are over, oldest end first. */
  readonly #ended: string[] = [];
  /** Handed to the gateway, which has not called back. */
  readonly #underWay = new Set<string>();
  #openCount = 0;
  #next = 1;

  constructor(context: RegistryContext) {
    super();
    this.#context = context;
  }

  /** Reads all back. */
  async load(): Promise<void> {
    const { store } = this.#context;
    this.#next = Number((await store.get('meta', nextCommandId))?.value.value ?? 1);
    const records = (await store.list('command')).map(({ value }) => value).sort((a, b) => a.number - b.number);
    for (const record of records) {
      this.#all.set(record.id, record);
      if (!isOpen(record)) this.#ended.push(record.id);
      else {
        this.#book(record);
        this.#armFor(record);
      }
    }
  }

  check(deviceId: string, order: CommandOrder): void {
    const device = this.#device(deviceId);
    checkOrder(order, deviceId, this.#context.state.profiles.get(device.profileDigest)?.definition, device.profile);
    if (order.deadlineMs > 0 || this.#context.connections().isConnected(device.key)) return;
    throw failRegistry('E1744', { message: `device ${deviceId} is ${device.presence}` });
  }

  async send(deviceId: string, order: CommandOrder, operationId: string, by: Actor): Promise<CommandRecord> {
    checkActor(by);
    this.check(deviceId, order);
    const { limits, clock, store, journal, randomBytes, tasks } = this.#context;
    const waiting = this.#open.get(deviceId)?.length ?? 0;
    if (waiting >= limits.queuedCommandsPerDevice) {
      throw failRegistry('E1746', {
        message: `${waiting} commands of ${deviceId} are open, the limit is ${limits.queuedCommandsPerDevice}`,
      });
    }
    if (this.#openCount >= limits.queuedCommands) {
      throw failRegistry('E1747', { message: `${this.#openCount} commands are open, the limit is ${limits.queuedCommands}` });
    }
    const nowMs = clock.wallMs();
    const { deadlineMs, ...asked } = order;
    const record: CommandRecord = {
      ...asked,
      id: Buffer.from(randomBytes(9)).toString('hex'),
      number: this.#next,
      deviceId,
      state: 'queued',
      message: '',
      createdAtMs: nowMs,
      deadlineAtMs: nowMs + Math.max(deadlineMs, soonMs),
      sentAtMs: 0,
      endedAtMs: 0,
      by: by.name,
      reason: by.reason,
      operationId,
    };
    this.#next += 1;
    // In the books before it is stored, so that no more than the limits are open; under way, so that nobody is told before it is stored.
    this.#all.set(record.id, record);
    this.#book(record);
    this.#underWay.add(record.id);
    try {
      await store.apply([
        { type: 'put', kind: 'meta', id: nextCommandId, value: { value: this.#next } },
        { type: 'put', kind: 'command', id: record.id, value: record },
        ...this.#oldestOverLimit(),
      ]);
    } catch (error) {
      this.#underWay.delete(record.id);
      this.#unbook(record);
      this.#all.delete(record.id);
      throw error;
    }
    this.#underWay.delete(record.id);
    const detail = { command: order.name, id: record.id, ...(operationId === '' ? {} : { operation: operationId }) };
    journal.audit({ actor: by.name, action: 'device.command', subject: `device:${deviceId}`, reason: by.reason, detail });
    journal.timeline({
      source: 'operator',
      kind: 'command.queued',
      deviceId,
      message: `${by.name}: ${order.name} for ${deviceId}`,
      detail,
    });
    void tasks.run('registry.command', () => this.#deliver(deviceId));
    this.#armFor(record);
    return record;
  }

  get(id: string): CommandRecord {
    const record = this.#all.get(id);
    if (record === undefined) throw failRegistry('E1748', { message: `there is no command ${id.slice(0, 80)}` });
    return record;
  }

  list(filter: Parameters<CommandService['list']>[0]): CommandRecord[] {
    checkWhole('the limit of a page', filter.limit, 1, 10_000);
    const found: CommandRecord[] = [];
    for (const record of [...this.#all.values()].reverse()) {
      if (found.length === filter.limit) break;
      if (filter.before !== undefined && record.number >= filter.before) continue;
      if (filter.deviceId !== undefined && record.deviceId !== filter.deviceId) continue;
      if (filter.operationId !== undefined && record.operationId !== filter.operationId) continue;
      if (filter.open === true && !isOpen(record)) continue;
      found.push(record);
    }
    return found;
  }

  async cancel(id: string, by: Actor): Promise<CommandRecord> {
    checkActor(by);
    const record = this.get(id);
    if (record.state !== 'queued' || this.#underWay.has(id)) {
      throw failRegistry('E1749', {
        message: `command ${id} of ${record.deviceId} is ${record.state === 'queued' ? 'being sent' : record.state}`,
      });
    }
    const subject = `device:${record.deviceId}`;
    const detail = { command: record.name, id };
    this.#context.journal.audit({ actor: by.name, action: 'device.command.cancel', subject, reason: by.reason, detail });
    await this.#end(record, 'cancelled', `cancelled by ${by.name}`);
    return this.get(id);
  }

  /** The device is there: it is told what waits for it. */
  noteConnected(device: DeviceState): void {
    if (!this.#open.has(device.id)) return;
    void this.#context.tasks.run('registry.command', () => this.#deliver(device.id));
  }

  /** Deadlines. */
  override fire(): void {
    void this.#context.tasks.run('registry.command', async () => {
      const nowMs = this.#context.clock.wallMs();
      const late = [...this.#open.values()]
        .flat()
        .map((id) => this.get(id))
        .filter((record) => record.deadlineAtMs <= nowMs && !this.#underWay.has(record.id));
      for (const record of late) await this.#endLate(record);
      for (const id of [...this.#open.values()].flat()) if (!this.#underWay.has(id)) this.#armFor(this.get(id));
    });
  }

  stop(): void {
    this.#context.clock.cancel(this);
  }

  async #deliver(deviceId: string): Promise<void> {
    // What a welcome causes goes out behind the Welcome.
    await undefined;
    for (const id of [...(this.#open.get(deviceId) ?? [])]) await this.#deliverOne(id);
  }

  async #deliverOne(id: string): Promise<void> {
    const { state, clock, connections, store, log } = this.#context;
    const held = this.#all.get(id);
    const device = held && state.devices.byId(held.deviceId);
    if (held === undefined || device === undefined || !isOpen(held) || this.#underWay.has(id)) return;
    if (!connections().isConnected(device.key)) return;
    const nowMs = clock.wallMs();
    if (held.deadlineAtMs < nowMs) return;
    this.#underWay.add(id);
    if (held.state === 'queued') {
      const sent: CommandRecord = { ...held, state: 'sent', sentAtMs: nowMs };
      try {
        await store.apply([{ type: 'put', kind: 'command', id, value: sent }]);
      } catch (error) {
        this.#underWay.delete(id);
        log.error('a command could not be stored and was not sent', { device: held.deviceId, error: messageOf(error) });
        this.#armFor(held);
        return;
      }
      this.#all.set(id, sent);
    }
    const command = { id, name: held.name, arguments: held.arguments, withinMs: held.timeoutMs };
    connections().deliver(device.key, command, {
      resolve: ({ outcome, message }) => this.#settle(id, (record) => this.#end(record, outcome, message)),
      reject: (error) => this.#settle(id, (record) => this.#unanswered(record, error)),
    });
  }

  /** The gateway called back. */
  #settle(id: string, work: (record: CommandRecord) => Promise<void>): void {
    void this.#context.tasks.run('registry.command', async () => {
      this.#underWay.delete(id);
      const record = this.#all.get(id);
      if (record === undefined) return;
      await work(record);
      const after = this.#all.get(id) ?? record;
      if (isOpen(after)) this.#armFor(after);
      // There is room for the next one.
      else await this.#deliver(record.deviceId);
    });
  }

  /** No answer: a device that is gone is told again when it comes, until the deadline; one that is there had its time. */
  async #unanswered(record: CommandRecord, error: Error): Promise<void> {
    const { state, clock, connections } = this.#context;
    const device = state.devices.byId(record.deviceId);
    const isThere = device !== undefined && connections().isConnected(device.key);
    const isOutOfTime = isSeatrialError(error) && error.code === 'E1311';
    if (isThere && isOutOfTime) await this.#end(record, 'unanswered', error.message);
    else if (record.deadlineAtMs <= clock.wallMs() && isOutOfTime) await this.#endLate(record);
  }

  /** The deadline has passed. */
  async #endLate(record: CommandRecord): Promise<void> {
    if (record.state === 'queued') return this.#end(record, 'expired', `${record.deviceId} was not there before the deadline`);
    await this.#end(record, 'unanswered', `${record.deviceId} was told and did not answer: whether it was done is not known`);
  }

  async #end(record: CommandRecord, state: CommandState, message: string): Promise<void> {
    const { clock, store, journal, log } = this.#context;
    const ended: CommandRecord = { ...record, state, message: message.slice(0, 500), endedAtMs: clock.wallMs() };
    this.#all.set(record.id, ended);
    this.#unbook(record);
    this.#ended.push(record.id);
    const detail = { command: record.name, id: record.id, state, by: record.by };
    const text = `${record.name} of ${record.by} on ${record.deviceId}: ${state}${message === '' ? '' : `, ${message.slice(0, 500)}`}`;
    journal.timeline({ source: 'device', kind: `command.${state}`, deviceId: record.deviceId, message: text, detail });
    try {
      await store.apply([{ type: 'put', kind: 'command', id: record.id, value: ended }]);
    } catch (error) {
      // After a restart the device is told again under the same id, and answers again without doing it twice.
      log.error('the end of a command could not be stored', { device: record.deviceId, error: messageOf(error) });
    }
  }

  #book({ deviceId, id }: CommandRecord): void {
    const open = this.#open.get(deviceId);
    if (open === undefined) this.#open.set(deviceId, [id]);
    else open.push(id);
    this.#openCount += 1;
  }

  #unbook({ deviceId, id }: CommandRecord): void {
    const open = this.#open.get(deviceId);
    const index = open?.indexOf(id) ?? -1;
    if (open === undefined || index < 0) return;
    open.splice(index, 1);
    if (open.length === 0) this.#open.delete(deviceId);
    this.#openCount -= 1;
  }

  /** Arms the timer for the deadline of one; a deadline that comes earlier stands. */
  #armFor({ deadlineAtMs }: CommandRecord): void {
    const { clock } = this.#context;
    // A second at least: a store that takes nothing must not make this spin.
    const dueMs = clock.nowMs() + Math.max(1_000, deadlineAtMs - clock.wallMs());
    if (this.heapIndex < 0 || dueMs < this.dueMs) clock.schedule(this, dueMs);
  }

  #oldestOverLimit(): Mutation[] {
    const over = Math.max(0, this.#ended.length - this.#context.limits.keptCommands);
    return this.#ended.splice(0, over).map((id) => {
      this.#all.delete(id);
      return { type: 'delete', kind: 'command', id };
    });
  }

  #device(id: string): DeviceState {
    return needDevice(this.#context.state.devices, id);
  }
}

function isOpen({ state }: CommandRecord): boolean {
  return state === 'queued' || state === 'sent';
}
