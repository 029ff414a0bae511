import type {
  Actor,
  BulkPlan,
  BulkRequest,
  DeviceService,
  DeviceView,
  Mutation,
  OperationRecord,
  OperationService,
  OperationState,
  OperationStep,
} from '#fleet/domain/index.js';
import { isSeatrialError, messageOf, TimerTask } from '#proto/kit/index.js';
import { type BulkAction, type BulkServices, bulkAction } from './bulk-actions.ts';
import { countsOf, type HeldOperation, interruptedMessage, pageOf, pageSteps, withMore } from './operation-logic.ts';
import type { RegistryContext } from './registry-context.ts';
import { failRegistry } from './registry-errors.ts';
import { checkActor, checkWhole } from './request-logic.ts';

/** Where the next operation's number is kept. */
const nextOperationId = 'registry.nextOperation';
/** Devices of one page of a list. */
const mostOfPage = 10_000;
/** Characters of a step's message. */
const longestMessage = 500;

/** One that runs: its own timer, which fires when the next device has its turn. */
class Running extends TimerTask {
  readonly held: HeldOperation;
  readonly action: BulkAction;
  readonly by: Actor;
  readonly #turn: (running: Running) => void;
  next = 0;
  /** Why it is to end before its next device. */
  end: { readonly state: OperationState; readonly message: string } | undefined = undefined;
  /** A device has its turn now. */
  turn: Promise<void> | undefined = undefined;

  constructor(held: HeldOperation, action: BulkAction, by: Actor, turn: (running: Running) => void) {
    super();
    this.held = held;
    this.action = action;
    this.by = by;
    this.#turn = turn;
  }

  override fire(): void {
    this.#turn(this);
  }
}

/** Orders to many devices. @see OperationService */
export class Operations implements OperationService {
  readonly #context: RegistryContext;
  readonly #devices: DeviceService;
  readonly #services: BulkServices;
  readonly #all = new Map<string, HeldOperation>();
  readonly #running = new Map<string, Running>();
  #next = 1;

  constructor(context: RegistryContext, services: BulkServices) {
    this.#context = context;
    this.#devices = services.devices;
    this.#services = services;
  }

  /** Reads all back. What ran when the manager ended is interrupted. */
  async load(): Promise<void> {
    const { store, clock } = this.#context;
    this.#next = Number((await store.get('meta', nextOperationId))?.value.value ?? 1);
    const records = (await store.list('operation')).map(({ value }) => value).sort((a, b) => Number(a.id) - Number(b.id));
    for (const record of records) this.#all.set(record.id, { record, steps: [] });
    const pages = (await store.list('operationPage')).map(({ value }) => value).sort((a, b) => a.page - b.page);
    for (const { operationId, steps } of pages) this.#all.get(operationId)?.steps.push(...steps);
    for (const held of this.#all.values()) {
      held.record = { ...held.record, ...countsOf(held.steps) };
      if (held.record.state !== 'running') continue;
      const message = interruptedMessage(held, 'may have been reached as well: its history tells');
      held.record = { ...held.record, state: 'interrupted', message, endedAtMs: clock.wallMs() };
      await store.apply([{ type: 'put', kind: 'operation', id: held.record.id, value: held.record }]);
    }
  }

  plan(request: BulkRequest): BulkPlan {
    const { views, action } = this.#resolve(request);
    return { ...this.#judge(views, action), summary: action.summary };
  }

  async start(request: BulkRequest, by: Actor): Promise<OperationRecord> {
    checkActor(by);
    const { limits, store, clock, journal } = this.#context;
    const { views, action } = this.#resolve(request);
    const { problems, deviceIds } = this.#judge(views, action);
    const [first] = problems;
    if (first !== undefined) throw first.error(problems.length - 1);
    if (this.#running.size >= limits.runningOperations) {
      throw failRegistry('E1723', { message: `${this.#running.size} operations run, the limit is ${limits.runningOperations}` });
    }
    const id = String(this.#next);
    this.#next += 1;
    const steps = deviceIds.map((deviceId): OperationStep => ({ deviceId, outcome: 'waiting', code: '', message: '', atMs: 0 }));
    const record: OperationRecord = {
      id,
      action: action.name,
      summary: action.summary,
      selector: request.all ? 'all' : request.selector,
      state: 'running',
      message: '',
      ...countsOf(steps),
      devices: steps.length,
      ratePerSecond: request.ratePerSecond,
      stopAfter: request.stopAfter,
      startedAtMs: clock.wallMs(),
      endedAtMs: 0,
      by: by.name,
      reason: by.reason,
    };
    const held: HeldOperation = { record, steps };
    const running = new Running(held, action, by, (one) => this.#turn(one));
    // In the books before it is stored: of many that start at once no more than the limit may.
    this.#running.set(id, running);
    try {
      await store.apply([
        { type: 'put', kind: 'meta', id: nextOperationId, value: { value: this.#next } },
        { type: 'put', kind: 'operation', id, value: record },
        ...Array.from({ length: Math.ceil(steps.length / pageSteps) }, (_, page) => pageOf(held, page)),
        ...this.#oldestOverLimit(),
      ]);
    } catch (error) {
      this.#running.delete(id);
      throw error;
    }
    this.#all.set(id, held);
    const detail = { operation: id, devices: steps.length, selector: record.selector.slice(0, 200), order: action.summary.slice(0, 500) };
    journal.audit({ actor: by.name, action: 'operation.start', subject: `operation:${id}`, reason: by.reason, detail });
    const message = `${by.name}: operation ${id} begins, ${action.summary} on ${steps.length} devices`;
    journal.timeline({ source: 'operator', kind: 'operation.started', deviceId: '', message, detail });
    clock.schedule(running, clock.nowMs());
    return record;
  }

  get(id: string): OperationRecord {
    return this.#need(id).record;
  }

  list(): OperationRecord[] {
    return [...this.#all.values()].map(({ record }) => record).reverse();
  }

  steps(id: string, after: number, limit: number): OperationStep[] {
    return this.#need(id).steps.slice(after, after + limit);
  }

  async cancel(id: string, by: Actor): Promise<OperationRecord> {
    checkActor(by);
    const held = this.#need(id);
    const running = this.#running.get(id);
    if (running === undefined || running.end !== undefined) {
      throw failRegistry('E1724', { message: `operation ${id} is ${running?.end?.state ?? held.record.state}` });
    }
    const why = by.reason === '' ? '' : `: ${by.reason}`;
    running.end = { state: 'cancelled', message: `cancelled by ${by.name}${why}` };
    this.#context.journal.audit({
      actor: by.name,
      action: 'operation.cancel',
      subject: `operation:${id}`,
      reason: by.reason,
      detail: { operation: id },
    });
    if (running.turn === undefined) await this.#finish(running);
    return held.record;
  }

  /** Ends what runs: the manager stops. */
  async stop(): Promise<void> {
    for (const running of this.#running.values()) {
      running.end ??= { state: 'interrupted', message: '' };
      // A device that has its turn ends it; the operation ends with it.
      await (running.turn ?? this.#finish(running));
    }
  }

  #resolve(request: BulkRequest): { readonly views: DeviceView[]; readonly action: BulkAction } {
    const { limits } = this.#context;
    checkWhole('the most devices that the order may reach (max)', request.max, 1, limits.operationDevices);
    checkWhole('the failures to stop after', request.stopAfter, 1, 10_000);
    if (!(request.ratePerSecond >= 0.01 && request.ratePerSecond <= 1_000)) {
      throw failRegistry('E1708', { message: `the rate is ${request.ratePerSecond} devices a second, its range is 0.01 to 1000` });
    }
    const action = bulkAction(request.order, this.#services);
    if (request.all !== (request.selector === '')) {
      throw failRegistry('E1708', { message: 'an order names a selector, or says that all devices are meant, and not both' });
    }
    const { devices, total } = this.#matching(request, action.concerns);
    const what = request.all ? 'the fleet' : request.selector;
    const among = action.concerns === undefined ? '' : ` among the devices that are ${action.concerns.join(' or ')}`;
    if (total === 0)
      throw failRegistry('E1720', {
        message: request.all ? `there are no devices${among.replace('among the devices ', '')}` : `nothing matches ${what}${among}`,
      });
    if (total > request.max) {
      const names = devices.slice(0, 5).map(({ id }) => id);
      const message = `${total} devices match ${what}, the most for this order is ${request.max}: ${names.join(', ')}${total > 5 ? ', …' : ''}`;
      throw failRegistry('E1721', { message });
    }
    return { views: devices, action };
  }

  /** At least the first `max` devices, and how many there are. */
  #matching({ selector, max }: BulkRequest, concerns: BulkAction['concerns']): { readonly devices: DeviceView[]; readonly total: number } {
    if (concerns === undefined) return this.#devices.list({ selector, after: '', limit: Math.min(max, mostOfPage) });
    const devices: DeviceView[] = [];
    let total = 0;
    for (let after: string | undefined = ''; after !== undefined; ) {
      const page = this.#devices.list({ selector, after, limit: mostOfPage });
      for (const view of page.devices) {
        if (!concerns.includes(view.status)) continue;
        total += 1;
        if (devices.length < max) devices.push(view);
      }
      after = page.next;
    }
    return { devices, total };
  }

  #judge(views: readonly DeviceView[], action: BulkAction) {
    let unchanged = 0;
    const problems: { deviceId: string; code: string; message: string; error: (more: number) => Error }[] = [];
    for (const view of views) {
      try {
        if (action.check(view) === 'unchanged') unchanged += 1;
      } catch (error) {
        if (!isSeatrialError(error)) throw error;
        const { code, message } = error;
        problems.push({ deviceId: view.id, code, message, error: (more) => withMore(error, view.id, more) });
      }
    }
    return { deviceIds: views.map(({ id }) => id), unchanged, problems };
  }

  #turn(running: Running): void {
    const work = async () => {
      if (running.end === undefined) await this.#stepOne(running);
      if (running.end !== undefined) return this.#finish(running);
      const { clock, random } = this.#context;
      const gapMs = (1_000 / running.held.record.ratePerSecond) * (0.5 + random.float());
      clock.schedule(running, clock.nowMs() + gapMs);
    };
    running.turn = this.#context.tasks.run('registry.operation', work).finally(() => {
      running.turn = undefined;
    });
  }

  /** Judges and does one device, stores what came of it, and sees whether that was the last. */
  async #stepOne(running: Running): Promise<void> {
    const { held, next } = running;
    const deviceId = (held.steps[next] as OperationStep).deviceId;
    held.steps[next] = { deviceId, ...(await this.#try(running, deviceId)), atMs: this.#context.clock.wallMs() };
    held.record = { ...held.record, ...countsOf(held.steps) };
    running.next += 1;
    try {
      await this.#context.store.apply([pageOf(held, Math.floor(next / pageSteps))]);
    } catch (error) {
      const message = `what came of ${deviceId} could not be stored: ${messageOf(error)}`;
      running.end ??= { state: 'stopped', message };
    }
    const { failed, stopAfter } = held.record;
    if (running.end !== undefined) return;
    if (running.next === held.steps.length) running.end = { state: 'done', message: '' };
    else if (failed >= stopAfter)
      running.end = { state: 'stopped', message: `${failed} devices failed, it was to stop after ${stopAfter}` };
  }

  async #try(running: Running, deviceId: string): Promise<Pick<OperationStep, 'outcome' | 'code' | 'message'>> {
    try {
      const view = this.#devices.get(deviceId);
      if (view === undefined) throw failRegistry('E1702', { message: `device ${deviceId} was removed meanwhile` });
      if (running.action.check(view) === 'unchanged') return { outcome: 'unchanged', code: '', message: '' };
      return {
        outcome: 'done',
        code: '',
        message: (await running.action.apply(deviceId, running.by, running.held.record.id)).slice(0, longestMessage),
      };
    } catch (error) {
      if (!isSeatrialError(error)) throw error;
      return { outcome: 'failed', code: error.code, message: error.message.slice(0, longestMessage) };
    }
  }

  async #finish(running: Running): Promise<void> {
    const { clock, store, journal, log } = this.#context;
    const { held, end } = running;
    if (end === undefined || !this.#running.delete(held.record.id)) return;
    clock.cancel(running);
    const message = end.state === 'interrupted' ? interruptedMessage(held, 'was not reached') : end.message;
    held.record = { ...held.record, state: end.state, message, endedAtMs: clock.wallMs() };
    const { id, done, unchanged, failed, devices } = held.record;
    journal.timeline({
      source: 'operator',
      kind: `operation.${end.state}`,
      deviceId: '',
      message: `operation ${id} is ${end.state}: ${done} done, ${unchanged} unchanged, ${failed} failed of ${devices}${message === '' ? '' : `; ${message}`}`,
      detail: { operation: id, devices, done, unchanged, failed },
    });
    try {
      await store.apply([{ type: 'put', kind: 'operation', id, value: held.record }]);
    } catch (error) {
      // The next start finds it running and calls it interrupted; its steps are stored.
      log.error('the end of an operation could not be stored', { operation: id, error: messageOf(error) });
    }
  }

  /** Takes the oldest that are over out of the books, so that one more fits; the mutations do the same in the store. */
  #oldestOverLimit(): Mutation[] {
    const mutations: Mutation[] = [];
    for (const [id, { steps }] of this.#all) {
      if (this.#all.size < this.#context.limits.keptOperations) break;
      if (this.#running.has(id)) continue;
      this.#all.delete(id);
      mutations.push({ type: 'delete', kind: 'operation', id });
      for (let page = 0; page * pageSteps < steps.length; page += 1) {
        mutations.push({ type: 'delete', kind: 'operationPage', id: `${id}.${page}` });
      }
    }
    return mutations;
  }

  #need(id: string): HeldOperation {
    const held = this.#all.get(id);
    if (held === undefined) throw failRegistry('E1722', { message: `there is no operation ${id.slice(0, 80)}` });
    return held;
  }
}
