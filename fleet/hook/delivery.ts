/** Sends what waits: one request a hook at a time, so many in all, again after a failure until it is too old. */
import type { HookAnswer, HookSender, Journal, OwnAlarms } from '#fleet/domain/index.js';
import { CallbackTask, type Clock, type Random } from '#proto/kit/index.js';
import { hookDownRule } from './hook-event.ts';
import type { HookLimits } from './hook-limits.ts';
import { answerText, isTaken, retryDelayMs } from './hook-logic.ts';
import type { HeldHook, HookState, Waiting } from './hook-state.ts';
import { signedHeaders } from './signature.ts';

/** From the first message that was dropped to the line that says how many, ms: a burst is one line. */
const tellAfterMs = 1_000;

/** What delivery needs. */
export interface DeliveryOptions {
  readonly state: HookState;
  readonly sender: HookSender;
  readonly alarms: OwnAlarms;
  readonly journal: Pick<Journal, 'timeline'>;
  readonly clock: Clock;
  readonly random: Random;
  readonly limits: HookLimits;
}

/** @see the head of this file */
export class Delivery {
  readonly #options: DeliveryOptions;
  readonly #timer = new CallbackTask(() => this.wake());
  readonly #tellTimer = new CallbackTask(() => this.#tellDropped());
  readonly #untold = new Map<string, number>();
  #nextTellMs = 0;
  #underWay = 0;
  #isStopped = true;

  constructor(options: DeliveryOptions) {
    this.#options = options;
  }

  start(): void {
    this.#isStopped = false;
    this.wake();
  }

  /** Gives up what is under way: it is sent again by the next start. */
  stop(): void {
    const { clock, state } = this.#options;
    this.#tellDropped();
    this.#isStopped = true;
    clock.cancel(this.#timer);
    clock.cancel(this.#tellTimer);
    for (const held of state.hooks.values()) this.giveUp(held);
  }

  /** Ends the request of a hook, if one is under way. */
  giveUp(held: HeldHook): void {
    held.giveUp?.();
  }

  /** Drops messages until so many wait as may: the oldest of the hook that has the most. */
  makeRoom(): void {
    const { state, limits } = this.#options;
    for (let tooMany = state.waitingCount - limits.waitingMessages; tooMany > 0; tooMany -= 1) {
      let most: HeldHook | undefined;
      for (const held of state.hooks.values()) if (held.waiting.size > (most?.waiting.size ?? 0)) most = held;
      const oldest = most?.waiting.keys().next().value;
      if (most === undefined || oldest === undefined) return;
      this.#drop(most, oldest);
    }
  }

  /** Sends what may be sent now, and comes back when more may. */
  wake(): void {
    const { state, clock, limits } = this.#options;
    if (this.#isStopped) return;
    const nowMs = clock.nowMs();
    let nextMs = Number.POSITIVE_INFINITY;
    const ready: HeldHook[] = [];
    for (const held of state.hooks.values()) {
      if (held.record.isPaused || held.giveUp !== undefined || held.waiting.size === 0) continue;
      if (held.nextMs <= nowMs) ready.push(held);
      else nextMs = Math.min(nextMs, held.nextMs);
    }
    // Who waited longest first: a hook with many messages keeps nobody from the requests.
    ready.sort((left, right) => left.lastStartMs - right.lastStartMs);
    for (const held of ready) {
      if (this.#underWay >= limits.requests) break;
      const waiting = nextOf(held);
      if (waiting !== undefined) this.#send(held, waiting);
    }
    if (Number.isFinite(nextMs)) clock.schedule(this.#timer, nextMs);
    else clock.cancel(this.#timer);
  }

  #send(held: HeldHook, waiting: Waiting): void {
    const { sender, clock, limits } = this.#options;
    const { url, secret } = held.record;
    const { id, body } = waiting.record;
    const headers = signedHeaders(secret, id, clock.wallMs(), body);
    const startMs = clock.nowMs();
    held.lastStartMs = startMs;
    this.#underWay += 1;
    let isOver = false;
    const end = (): boolean => {
      if (isOver) return false;
      isOver = true;
      this.#underWay -= 1;
      held.giveUp = undefined;
      return true;
    };
    const cancel = sender.send({ url, headers, body, timeoutMs: limits.answerWithinMs, answerBytes: limits.answerBytes }, (answer) => {
      if (end()) this.#note(held, waiting, answer, startMs);
    });
    held.giveUp = () => {
      if (end()) cancel();
    };
  }

  #note(held: HeldHook, waiting: Waiting, answer: HookAnswer, startMs: number): void {
    const { state, clock, limits, random } = this.#options;
    const { id } = waiting.record;
    held.answer = answerText(answer);
    waiting.record = { ...waiting.record, attempts: waiting.record.attempts + 1, answer: held.answer };
    state.touch('hookMessage', id);
    if (isTaken(answer)) {
      state.end(held, id, 'delivered');
      this.#recovered(held);
    } else {
      state.counters.failed += 1;
      if (held.failures === 0) held.failingSinceMs = startMs;
      held.failures += 1;
      held.nextMs = clock.nowMs() + retryDelayMs(held.failures, answer, random.float(), limits);
      if (clock.nowMs() - waiting.bornMs >= limits.giveUpMs) this.#drop(held, id);
      this.#judge(held);
    }
    // Not waited for: what is not noted when the manager is killed is sent again, by the same id.
    state.writeLater();
    this.wake();
  }

  #recovered(held: HeldHook): void {
    held.failures = 0;
    held.nextMs = 0;
    held.isDown = false;
    // Whether it was raised or not: the alarm may be of an earlier run of the manager.
    this.#options.alarms.set(hookDownRule(held.record.name), undefined);
  }

  #judge(held: HeldHook): void {
    const { clock, limits, alarms } = this.#options;
    const forMs = clock.nowMs() - held.failingSinceMs;
    if (held.isDown || forMs < limits.downMs) return;
    held.isDown = true;
    const { name } = held.record;
    const spell = `${held.failures} attempts failed in ${Math.round(forMs / 1_000)} s`;
    const reason = `${spell}, the last with ${held.answer}; ${held.waiting.size} messages wait: fleet hook deliveries ${name}`;
    const values = { failures: held.failures, waiting: held.waiting.size };
    alarms.set(hookDownRule(name), { severity: 'high', title: `Hook ${name} is down`, reason, values });
  }

  #drop(held: HeldHook, id: string): void {
    const { state, clock } = this.#options;
    if (held.waiting.get(id) === undefined) return;
    state.end(held, id, 'dropped');
    const { name } = held.record;
    this.#untold.set(name, (this.#untold.get(name) ?? 0) + 1);
    if (this.#tellTimer.heapIndex < 0) clock.schedule(this.#tellTimer, Math.max(clock.nowMs() + tellAfterMs, this.#nextTellMs));
  }

  #tellDropped(): void {
    const { clock, journal, limits } = this.#options;
    this.#nextTellMs = clock.nowMs() + limits.everyMs;
    for (const [hook, count] of this.#untold) {
      const message = `${count} messages of hook ${hook} were dropped: too old, or more wait than ${limits.waitingMessages}`;
      journal.timeline({ source: 'system', kind: 'hook.dropped', deviceId: '', message, detail: { hook, count } });
    }
    this.#untold.clear();
  }
}

/** Of what may be sent the message with the fewest attempts, of these the oldest: one that its receiver never takes keeps no other back. */
function nextOf(held: HeldHook): Waiting | undefined {
  let found: Waiting | undefined;
  for (const waiting of held.waiting.values()) {
    if (waiting.isStored && waiting.record.attempts < (found?.record.attempts ?? Number.POSITIVE_INFINITY)) found = waiting;
    if (found?.record.attempts === 0) break;
  }
  return found;
}
