/** The engines of all rollouts that have devices, and what they ask of each other. */
import { Engine } from './engine.ts';
import type { MemberBook } from './member-book.ts';
import { bookSteps } from './member-pages.ts';
import { inFlightLimit } from './plan-rules.ts';
import { busyWith, rivalOf } from './rival-logic.ts';
import type { KeptRollout } from './rollout-book.ts';
import type { Rivals, RolloutContext } from './rollout-context.ts';
import { isOver } from './rollout-logic.ts';
import { Run } from './run.ts';
import { runInTurns, type Steps } from './steps.ts';

/** @see the head of this file */
export class EngineShelf {
  readonly #context: RolloutContext;
  readonly #onChanged: (name: string) => void;
  /** By name, in the order in which they were opened. */
  readonly #engines = new Map<string, Engine>();
  readonly #rivals: Rivals = {
    over: (deviceId, rollout) => (this.#engines.size < 2 ? '' : rivalOf(deviceId, rollout, this.runs())),
    busyWith: (deviceId, rollout) => (this.#engines.size < 2 ? '' : busyWith(deviceId, rollout, this.runs())),
    changed: (deviceId, rollout) => {
      if (this.#engines.size < 2) return;
      for (const [name, engine] of this.#engines) if (name !== rollout.plan.name) engine.touch(deviceId);
    },
  };

  #unsubscribe: () => void = () => undefined;

  /** @param onChanged a turn of a rollout came to its end */
  constructor(context: RolloutContext, onChanged: (name: string) => void) {
    this.#context = context;
    this.#onChanged = onChanged;
  }

  /** Gives a rollout its engine; it does nothing until it is started. @param members as its pages name them */
  open(kept: Pick<KeptRollout, 'record' | 'pages'>, members: MemberBook): Engine {
    const { name } = kept.record.plan;
    const engine = new Engine(new Run(this.#context, this.#rivals, kept, members), () => this.#onChanged(name));
    this.#engines.set(name, engine);
    return engine;
  }

  /** Gives a rollout that was kept its engine, as it stood. */
  *openSteps(kept: KeptRollout): Steps<void> {
    const { plan, startedAtMs } = kept.record;
    const members = yield* bookSteps(kept.pages, plan.waves.length, startedAtMs);
    const engine = this.open(kept, members);
    yield* engine.run.restoreSteps(kept.members);
    engine.restoreEnd(kept.ends);
  }

  /** All go on where they were; nobody is offered anything before the devices of all rollouts are judged: each counts on what the others have under way. */
  async startAll(): Promise<void> {
    const engines = [...this.#engines.values()];
    for (const engine of engines) await runInTurns(engine.judgeSteps(), this.#context.yieldTurn);
    for (const engine of engines) engine.begin();
    const { devices, feed } = this.#context;
    const gone = (deviceId: string): void => {
      for (const engine of this.#engines.values()) engine.end.noteGone(deviceId);
    };
    // Rollouts that are over hear of nothing themselves: there may be a thousand of them.
    const changed = (deviceId: string): void => {
      if (devices.get(deviceId)?.status !== 'active') gone(deviceId);
    };
    this.#unsubscribe = feed.subscribe({ changed, removed: gone });
  }

  async stop(): Promise<void> {
    this.#unsubscribe();
    for (const engine of this.#engines.values()) await engine.stop();
  }

  get(name: string): Engine | undefined {
    return this.#engines.get(name);
  }

  runs(): Run[] {
    return [...this.#engines.values()].map(({ run }) => run);
  }

  /** Devices of all rollouts together. */
  get devices(): number {
    return this.runs().reduce((sum, { members }) => sum + members.size, 0);
  }

  /** Forgets the rollout that has been over for the longest time. @returns false when none is over */
  async forgetOldest(): Promise<boolean> {
    const { book } = this.#context;
    const over = book.names().flatMap((name) => book.get(name) ?? []);
    const oldest = over.filter(({ state }) => isOver(state)).sort((a, b) => a.endedAtMs - b.endedAtMs)[0];
    if (oldest === undefined) return false;
    const { name } = oldest.plan;
    const engine = this.#engines.get(name);
    this.#engines.delete(name);
    await engine?.stop();
    const ids = [...(engine?.run.members.records() ?? [])].map(([, { deviceId }]) => deviceId);
    await book.forget(name, engine?.run.pages ?? 0, ids);
    return true;
  }

  /** Counts all members anew: one line a count that is kept wrongly, or a limit that is passed. */
  recount(): string[] {
    return this.runs().flatMap(({ members, record, name }) => {
      const limit = inFlightLimit(record.plan, members.size);
      const inFlight = members.flagged('inFlight');
      const over = inFlight > limit ? [`in flight: ${inFlight}, the limit is ${limit}`] : [];
      return [...members.recount(), ...over].map((line) => `rollout ${name}: ${line}`);
    });
  }
}
