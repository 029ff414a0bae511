/**
 * From the timeline to messages. The timeline is the one source: everything that hooks tell of stands there, alarms too, in one order and
 * with a sequence, so that one number says what was told; and an alarm is in the book only when its line is in the timeline. It is heard live,
 * and at the start read from where it was told up to.
 */
import type { AlarmRecord, DeviceView, Journal, TimelineEntry } from '#fleet/domain/index.js';
import { CallbackTask, type Clock } from '#proto/kit/index.js';
import { eventOfAlarm, eventsOf, type HookEvent } from './hook-event.ts';
import type { HeldHook, HookState } from './hook-state.ts';
import { type BodyContext, messageOf } from './message-body.ts';

/** Entries of the timeline in one read. */
const pageEntries = 1_000;
/** Entries that no hook wanted after which their place is written all the same: so many are read again at most. */
const unwrittenEntries = 10_000;

/** What the feed needs. */
export interface TimelineFeedOptions {
  readonly journal: Pick<Journal, 'readTimeline' | 'subscribe'>;
  readonly clock: Clock;
  readonly randomBytes: (length: number) => Uint8Array;
  readonly state: HookState;
  readonly deviceOf: (id: string) => DeviceView | undefined;
  /** Alarms that are not normal. */
  readonly openAlarms: () => readonly AlarmRecord[];
  readonly alarmOf: (id: string) => AlarmRecord | undefined;
  readonly externalUrl: string;
  /** Messages were made; not written yet. */
  readonly onMade: () => void;
}

/** @see the head of this file */
export class TimelineFeed {
  readonly #options: TimelineFeedOptions;
  readonly #timer = new CallbackTask(() => this.#make());
  readonly #body: BodyContext;
  #newest = 0;
  #leave: () => void = () => undefined;

  constructor(options: TimelineFeedOptions) {
    this.#options = options;
    this.#body = { externalUrl: options.externalUrl, raisedAtMs: (alarm) => options.alarmOf(alarm)?.raisedAtMs };
  }

  /** Sequence of the newest entry. */
  get newest(): number {
    return this.#newest;
  }

  /** After the state was loaded: reads what was not told before the manager stopped, then listens. */
  async start(): Promise<void> {
    const { journal, state } = this.#options;
    let entries: TimelineEntry[] = [];
    if (state.hooks.size === 0) entries = await journal.readTimeline({ limit: 1 });
    else {
      for (let after = state.cursor.after; ; after = this.#newest) {
        entries = await journal.readTimeline({ after, limit: pageEntries });
        for (const entry of entries) this.#take(entry);
        if (entries.length < pageEntries) break;
      }
    }
    this.#newest = Math.max(this.#newest, state.cursor.after, entries.at(-1)?.sequence ?? 0);
    this.#leave = journal.subscribe((entry) => this.#take(entry));
  }

  /** Listens no more; what is gathered is told by the next start. */
  stop(): void {
    this.#leave();
    this.#options.clock.cancel(this.#timer);
  }

  #take(entry: TimelineEntry): void {
    const { state, clock, deviceOf } = this.#options;
    if (entry.sequence <= this.#newest) return;
    this.#newest = entry.sequence;
    if (state.hooks.size === 0) return;
    for (const event of eventsOf(entry, entry.deviceId === '' ? undefined : deviceOf(entry.deviceId))) {
      for (const held of state.hooks.values()) {
        if (!this.#wants(held, event)) continue;
        state.counters.events += 1;
        this.#arm(held.gatherer.add(event, clock.nowMs()));
      }
    }
    if (this.#newest - state.cursor.after >= unwrittenEntries) this.#moveCursor();
  }

  #wants({ record, condition }: HeldHook, event: HookEvent): boolean {
    // Of itself a hook hears nothing: each message that fails would be the reason for another.
    if (event.aboutHook === record.name || event.sequence <= record.afterSequence) return false;
    const told = this.#options.state.cursor.told.get(`${record.name} ${event.cause}`) ?? 0;
    return event.sequence > told && condition.matches(event, event.view);
  }

  #arm(dueMs: number): void {
    if (this.#timer.heapIndex < 0 || dueMs < this.#timer.dueMs) this.#options.clock.schedule(this.#timer, dueMs);
  }

  #make(): void {
    const { state, clock, randomBytes } = this.#options;
    const active = activeByRule(this.#options.openAlarms);
    for (const held of state.hooks.values()) {
      const { name } = held.record;
      for (const { lastSequence, ...due } of held.gatherer.take(clock.nowMs())) {
        const isFiring = due.cause.startsWith('alarm/') ? this.#goesOn(held, active().get(due.cause) ?? []) : due.isFiring;
        const { summary, body } = messageOf({ ...due, hook: name, isFiring }, this.#body);
        const { cause, events } = due;
        state.add(held, { cause, events, summary, body }, Buffer.from(randomBytes(4)).toString('hex'));
        state.cursor.told.set(`${name} ${cause}`, lastSequence);
      }
    }
    this.#moveCursor();
    this.#rearm();
    this.#options.onMade();
  }

  /** An alarm of these is of those that the hook wants. */
  #goesOn({ condition }: HeldHook, alarms: readonly AlarmRecord[]): boolean {
    return alarms.some((alarm) => {
      const event = eventOfAlarm(alarm, alarm.deviceId === '' ? undefined : this.#options.deviceOf(alarm.deviceId));
      return condition.matches(event, event.view);
    });
  }

  /** Up to the oldest event that no message has yet. */
  #moveCursor(): void {
    const { state } = this.#options;
    let after = this.#newest;
    for (const { gatherer } of state.hooks.values()) after = Math.min(after, (gatherer.firstSequence ?? after + 1) - 1);
    state.moveCursor(after);
  }

  #rearm(): void {
    for (const { gatherer } of this.#options.state.hooks.values()) if (gatherer.nextMs !== undefined) this.#arm(gatherer.nextMs);
  }
}

/** Alarms whose condition holds, by cause: sought once, and only when somebody asks. */
function activeByRule(openAlarms: () => readonly AlarmRecord[]): () => ReadonlyMap<string, readonly AlarmRecord[]> {
  let found: Map<string, AlarmRecord[]> | undefined;
  return () => {
    if (found !== undefined) return found;
    found = new Map();
    for (const alarm of openAlarms()) {
      if (alarm.state === 'returnedUnacknowledged') continue;
      const cause = `alarm/${alarm.rule}`;
      const list = found.get(cause);
      if (list === undefined) found.set(cause, [alarm]);
      else list.push(alarm);
    }
    return found;
  };
}
