/**
 * Watches what must hold of rollouts at every instant: invariants 5, 6 and 7. It keeps books of its own: of what verbs answered, of each attempt as
 * it was told, of each offer as it went over a link; and it looks into the flash of simulated devices instead of believing what they say.
 */
import type { AttemptRecord, Presence, RolloutMemberView, RolloutView } from '#fleet/domain/index.js';
import { inFlightLimitOf, isInWindow, mayTryAgain } from './rollout-oracle-logic.ts';

/** Where the oracle looks. Times are the manager's wall clock, ms. */
export interface OracleSources {
  nowMs(): number;
  views(): readonly RolloutView[];
  view(rollout: string): RolloutView | undefined;
  /** All members of a rollout. */
  members(rollout: string): readonly RolloutMemberView[];
  attempt(id: string): AttemptRecord | undefined;
  /** All attempts of a device. */
  attemptsOf(deviceId: string): readonly AttemptRecord[];
  /** What the manager itself says of its kept counts: one line a difference. */
  recount(): readonly string[];
  /** What the simulated device really runs; undefined: there is no such device. */
  truth(deviceId: string): { readonly digest: string; readonly isConfirmed: boolean } | undefined;
  /** Settings that the simulated device really keeps; undefined: there is no such device, or it was told others since. */
  settings(deviceId: string): Readonly<Record<string, unknown>> | undefined;
  /** As the fleet sees it; undefined: the fleet has it no more. */
  presence(deviceId: string): Presence | undefined;
  /** Of a release, NAME@VERSION. */
  digestOf(release: string): string;
}

const running: ReadonlySet<string> = new Set(['dispatching', 'soaking', 'deciding']);
const goingBack: ReadonlySet<string> = new Set(['rollingBack', 'rolledBack']);
/** States that only an operator ends. */
const stopped: ReadonlySet<string> = new Set(['paused', 'halted', 'rollingBack', 'rolledBack', 'completed', 'aborted']);
/** Buckets of devices that something is under way for, or that are seen to run the target. */
const heardOf: ReadonlySet<string> = new Set(['offered', 'downloading', 'installing', 'rebooting', 'unconfirmed', 'soaking']);
/** Buckets of devices that are said to run the target. */
const there: ReadonlySet<string> = new Set(['soaking', 'updated', 'alreadyThere']);
/** Buckets that a rollout claims a device in. */
const claiming: ReadonlySet<string> = new Set(['pending', 'deferred', 'offered', 'downloading', 'installing', 'rebooting', 'unconfirmed']);
/** How long what is counted may lag behind what is: a sweep, and a turn, ms. */
const lagMs = 15_000;

/** A turn of an engine: so long an order may be on its way that was made before a hold, ms. */
const turnMs = 250;

/** How a rollout stood at the end of the event before. */
interface Stand {
  readonly state: string;
  readonly wave: number;
  readonly updated: number;
  readonly devices: number;
}

/** @see the head of this file */
export class RolloutOracle {
  /** What did not hold. */
  readonly breaks: string[] = [];
  /** Looks at changes, recounts, first offers and orders: a proof that looked at nothing proves nothing. */
  readonly looks = { changes: 0, recounts: 0, offers: 0, orders: 0, truths: 0 };
  readonly #sources: OracleSources;
  readonly #stands = new Map<string, Stand>();
  readonly #waves = new Map<string, ReadonlyMap<string, number>>();
  readonly #answered = new Map<string, number>();
  readonly #forgivenAtMs = new Map<string, number>();
  readonly #holds = new Map<string, number>();
  readonly #attempts = new Map<string, AttemptRecord>();
  readonly #offers = new Map<string, string>();
  /** Rollouts that offered a way back. */
  readonly #backs = new Set<string>();
  readonly #suspects = new Map<string, number>();
  /** Ordered since the end of the last event. */
  #ordered: AttemptRecord[] = [];
  #proven: AttemptRecord[] = [];

  constructor(sources: OracleSources) {
    this.#sources = sources;
  }

  /** A hold or pin was answered. */
  held(deviceId: string): void {
    if (!this.#holds.has(deviceId)) this.#holds.set(deviceId, this.#sources.nowMs());
  }

  /** It was taken back. */
  released(deviceId: string): void {
    this.#holds.delete(deviceId);
  }

  /** A verb was answered: what it said counts from now on, also over a restart. */
  answered(verb: string, view: RolloutView): void {
    const { name } = view.plan;
    if (verb === 'retry') this.#forgivenAtMs.set(name, this.#sources.nowMs());
    this.#answered.set(name, view.revision);
    this.#stand(view);
  }

  /** Another process took the manager's place. */
  restarted(attempts: readonly AttemptRecord[]): void {
    const views = new Map(this.#sources.views().map((view) => [view.plan.name, view]));
    for (const [name, revision] of this.#answered) {
      const now = views.get(name)?.revision ?? 0;
      if (now < revision) this.note(`invariant 5: ${name} was answered at revision ${revision}, and is at ${now} after a restart`);
    }
    for (const attempt of attempts) this.attempted(attempt);
    for (const name of this.#backs) {
      const { state = '' } = views.get(name) ?? {};
      if (running.has(state)) this.note(`invariant 5: ${name} offered a way back, and is ${state} after a restart`);
    }
    // What no verb asked for, and was not stored, is found out again.
    for (const view of views.values()) this.#stand(view);
    this.lookAtChange();
  }

  /** An attempt as it stands now. */
  attempted(record: AttemptRecord): void {
    const before = this.#attempts.get(record.id);
    this.#attempts.set(record.id, record);
    if (before !== undefined && before.deviceId !== record.deviceId) {
      this.note(`invariant 5: attempt ${record.id} is of ${before.deviceId} and of ${record.deviceId}`);
    }
    if (record.rollout === '') return;
    if (before === undefined) this.#ordered.push(record);
    if (record.state === 'updated' && before?.state !== 'updated') this.#proven.push(record);
  }

  /** An offer went over the link of a device. */
  offered(deviceId: string, attemptId: string): void {
    const attempt = this.#sources.attempt(attemptId);
    const before = this.#offers.get(attemptId);
    if (before === undefined) this.looks.offers += 1;
    this.#offers.set(attemptId, deviceId);
    if (before !== undefined && before !== deviceId)
      this.note(`invariant 5: attempt ${attemptId} is offered to ${before} and to ${deviceId}`);
    if (attempt === undefined || attempt.deviceId !== deviceId) {
      return this.note(`invariant 5: ${deviceId} is offered attempt ${attemptId}, which is ${attempt?.deviceId ?? 'nobody'}'s`);
    }
    const view = this.#sources.view(attempt.rollout);
    if (view === undefined) return;
    const { state = view.state } = this.#stands.get(attempt.rollout) ?? {};
    const isPastSwitch = attempt.state === 'rebooting' || attempt.state === 'unconfirmed';
    const what = `${deviceId} is offered ${attempt.release} by ${attempt.rollout}`;
    // What a device has begun it finishes; what it has not answered is as if it were offered for the first time.
    const isBegun = before !== undefined && attempt.state !== 'offered';
    if (isBegun && (running.has(state) || state === 'paused' || state === 'completed' || isPastSwitch)) return;
    const heldAtMs = this.#holds.get(deviceId) ?? Number.POSITIVE_INFINITY;
    if (!isBegun && this.#sources.nowMs() > heldAtMs + turnMs) this.note(`invariant 5: ${what}, and it is held or pinned`);
    if (goalOf(attempt, view) === 'back') {
      // A gate may have judged in this very event: the state that led back is stored before anything is offered, which a restart shows.
      this.#backs.add(attempt.rollout);
      if (!isBegun && !goingBack.has(view.state)) this.note(`invariant 5: ${what}, the way back, and that is ${view.state}`);
      return;
    }
    if (!running.has(state)) return this.note(`invariant 5: ${what}, which was ${state} before`);
    if (!isInWindow(view.plan.windows, this.#sources.nowMs())) this.note(`invariant 5: ${what} out of its window`);
  }

  /** The event is over: what changed in it is looked at, and all kept counts. */
  lookAtChange(): void {
    this.looks.changes += 1;
    const views = this.#sources.views();
    for (const record of this.#ordered) this.#lookAtOrder(record, views);
    for (const record of this.#proven) this.#lookAtTruth(record.deviceId, record.digest, `attempt ${record.id} is updated`);
    this.#ordered = [];
    this.#proven = [];
    for (const view of views) this.#lookAtCounts(view);
    for (const view of views) this.#stand(view);
  }

  /** Counts everything anew. */
  recount(): void {
    this.looks.recounts += 1;
    for (const line of this.#sources.recount()) this.note(`invariant 5: kept count: ${line}`);
    for (const { plan } of this.#sources.views()) this.#recountMembers(plan.name);
    this.#recountAttempts();
  }

  /**
   * Everything is quiet: counts do not lag any more.
   * @param dead devices without power for long
   */
  lookAtRest(dead: ReadonlySet<string>): void {
    this.lookAtChange();
    this.recount();
    for (const { plan, sums, endedAtMs } of this.#sources.views()) {
      const open = this.#openOf(plan.name);
      if (plan.subject.type === 'release' && open !== sums.inFlight) {
        this.note(`invariant 5: ${plan.name} says ${sums.inFlight} in flight, and ${open} attempts are open`);
      }
      for (const { deviceId, bucket } of this.#sources.members(plan.name)) {
        // Whoever soaked when a rollout ended stays counted so, and may die later; what was under way then comes to its end.
        const isOver = endedAtMs !== 0 && bucket === 'soaking';
        if (dead.has(deviceId) && heardOf.has(bucket) && !isOver)
          this.note(`invariant 7: ${deviceId} is dead for long, and ${bucket} in ${plan.name}`);
      }
    }
  }

  /** Something does not hold. */
  note(what: string): void {
    if (!this.breaks.includes(what)) this.breaks.push(what);
  }

  #lookAtOrder(record: AttemptRecord, views: readonly RolloutView[]): void {
    this.looks.orders += 1;
    const { rollout, deviceId, createdAtMs, release } = record;
    const view = views.find(({ plan }) => plan.name === rollout);
    if (view === undefined) return this.note(`invariant 5: attempt ${record.id} is of ${rollout}, which there is not`);
    const what = `${rollout} orders ${release} for ${deviceId}`;
    const heldAtMs = this.#holds.get(deviceId);
    if (heldAtMs !== undefined && heldAtMs < createdAtMs) this.note(`invariant 5: ${what}, which is held or pinned`);
    if (goalOf(record, view) === 'back') return;
    const { state, wave } = this.#stands.get(rollout) ?? { state: view.state, wave: view.wave };
    if (!running.has(state)) this.note(`invariant 5: ${what}, and was ${state} before`);
    const ofDevice = this.#waves.get(rollout)?.get(deviceId);
    if (ofDevice !== undefined && ofDevice > Math.max(wave, view.wave))
      this.note(`invariant 5: ${what} of wave ${ofDevice}, and is in wave ${wave}`);
    if (!isInWindow(view.plan.windows, createdAtMs)) this.note(`invariant 5: ${what} out of its window`);
    const earlier = [...this.#attempts.values()].filter(
      (one) => one.rollout === rollout && one.deviceId === deviceId && one.id !== record.id && one.release === release,
    );
    const why = mayTryAgain(earlier, createdAtMs, view.plan, this.#forgivenAtMs.get(rollout) ?? 0);
    if (why !== '') this.note(`invariant 5: ${what} again: ${why}`);
    for (const other of views) if (isAbove(other, view, createdAtMs)) this.#lookAtClaim(other, deviceId, what);
  }

  /** Nobody takes a device that a better claim is on. */
  #lookAtClaim(other: RolloutView, deviceId: string, what: string): void {
    const state = this.#stands.get(other.plan.name)?.state ?? '';
    if (!(running.has(state) || state === 'paused') || state !== other.state) return;
    const member = this.#sources.members(other.plan.name).find((one) => one.deviceId === deviceId);
    if (member !== undefined && claiming.has(member.bucket))
      this.note(`invariant 5: ${what}, which ${other.plan.name} has the better claim to`);
  }

  #lookAtCounts(view: RolloutView): void {
    const { plan, buckets, sums, waves } = view;
    const { name } = plan;
    const all = sumOf(buckets);
    if (all !== sums.devices) this.note(`invariant 5: buckets of ${name} add up to ${all}, and it has ${sums.devices} devices`);
    for (const wave of waves) {
      const ofWave = sumOf(wave.buckets);
      if (ofWave !== wave.devices)
        this.note(`invariant 5: buckets of wave ${wave.name} add up to ${ofWave}, and it has ${wave.devices} devices`);
    }
    const limit = inFlightLimitOf(plan, sums.devices);
    const inFlight = Math.max(sums.inFlight, this.#openOf(name));
    if (inFlight > limit) this.note(`invariant 5: ${name} has ${inFlight} in flight, the limit is ${limit}`);
    const before = this.#stands.get(name);
    if (stopped.has(before?.state ?? '') && running.has(view.state))
      this.note(`invariant 5: ${name} was ${before?.state}, and goes on by itself`);
    if (before?.devices !== sums.devices && sums.devices > 0) this.#learnWaves(view);
    if (before?.updated !== sums.updated && sums.updated > 0) this.#lookAtUpdated(view);
  }

  /** Invariant 6: who counts as updated runs it, confirmed. */
  #lookAtUpdated({ plan, endedAtMs }: RolloutView): void {
    // What was counted at the end of a rollout stays, whatever others do with its devices later.
    if (endedAtMs !== 0 && this.#sources.nowMs() > endedAtMs + lagMs) return;
    const { subject } = plan;
    if (subject.type === 'configuration') return this.#lookAtSettings(plan.name, subject.set);
    const digest = this.#sources.digestOf(subject.release);
    for (const { deviceId, bucket } of this.#sources.members(plan.name)) {
      if (!there.has(bucket)) continue;
      // It may be on its way to something else, and not have said so yet; or got there since the rollout is over.
      const isMoving = [...this.#attempts.values()].some(
        (one) =>
          one.deviceId === deviceId && one.digest !== digest && (one.endedAtMs === 0 || (endedAtMs !== 0 && one.createdAtMs >= endedAtMs)),
      );
      if (!isMoving && this.#sources.presence(deviceId) !== undefined)
        this.#lookAtTruth(deviceId, digest, `it counts as ${bucket} in ${plan.name}`);
    }
  }

  #lookAtSettings(name: string, set: Readonly<Record<string, unknown>>): void {
    for (const { deviceId, bucket } of this.#sources.members(name)) {
      const settings = there.has(bucket) ? this.#sources.settings(deviceId) : undefined;
      if (settings === undefined) continue;
      this.looks.truths += 1;
      for (const [key, value] of Object.entries(set)) {
        if (settings[key] === value) continue;
        this.note(`invariant 6: ${deviceId} counts as ${bucket} in ${name}, and has ${key} = ${settings[key]}`);
      }
    }
  }

  #lookAtTruth(deviceId: string, digest: string, claim: string): void {
    this.looks.truths += 1;
    const truth = this.#sources.truth(deviceId);
    if (truth === undefined || (truth.digest === digest && truth.isConfirmed)) return;
    this.note(`invariant 6: ${claim}, and ${deviceId} runs ${truth.digest === digest ? 'it, not confirmed' : 'another image'}`);
  }

  #recountMembers(name: string): void {
    const members = this.#sources.members(name);
    // Listing them looks at each anew: what is kept is read behind it.
    const view = this.#sources.view(name);
    if (view === undefined) return;
    const ids = new Set(members.map(({ deviceId }) => deviceId));
    if (ids.size !== members.length) this.note(`invariant 5: ${name} lists ${members.length} members, and ${ids.size} different ones`);
    if (members.length !== view.sums.devices)
      this.note(`invariant 5: ${name} lists ${members.length} members, and has ${view.sums.devices}`);
    const counted: Record<string, number> = {};
    for (const { bucket } of members) counted[bucket] = (counted[bucket] ?? 0) + 1;
    for (const [bucket, kept] of Object.entries(view.buckets)) {
      const there = counted[bucket] ?? 0;
      if (kept !== there) this.note(`invariant 5: ${name} keeps ${kept} as ${bucket}, and ${there} are`);
    }
    this.#lookAtUpdated(view);
    for (const member of members) this.#lookAtSilence(name, member);
  }

  /** Invariant 7: who was heard, or sleeps as planned, is not silent; what is heard late may lag. */
  #lookAtSilence(name: string, { deviceId, bucket, attemptId }: RolloutMemberView): void {
    const key = `${name} ${deviceId}`;
    const presence = this.#sources.presence(deviceId);
    const isHeard = presence === 'online' || presence === 'asleep';
    if (bucket !== 'silent' || !isHeard || this.#attempts.get(attemptId)?.state === 'silent') return void this.#suspects.delete(key);
    const nowMs = this.#sources.nowMs();
    const sinceMs = this.#suspects.get(key) ?? nowMs;
    this.#suspects.set(key, sinceMs);
    if (nowMs - sinceMs > lagMs) this.note(`invariant 7: ${deviceId} is ${presence}, and silent in ${name}`);
  }

  #recountAttempts(): void {
    for (const deviceId of new Set([...this.#attempts.values()].map((one) => one.deviceId))) {
      const all = this.#sources.attemptsOf(deviceId);
      const open = all.filter(({ endedAtMs }) => endedAtMs === 0);
      if (open.length > 1) this.note(`invariant 5: ${deviceId} has ${open.length} open attempts`);
      for (const attempt of all) if (attempt.rollout !== '') this.attempted(attempt);
    }
  }

  #openOf(rollout: string): number {
    let open = 0;
    for (const attempt of this.#attempts.values()) if (attempt.rollout === rollout && attempt.endedAtMs === 0) open += 1;
    return open;
  }

  #learnWaves({ plan, waves }: RolloutView): void {
    const names = waves.map(({ name }) => name);
    this.#waves.set(plan.name, new Map(this.#sources.members(plan.name).map(({ deviceId, wave }) => [deviceId, names.indexOf(wave)])));
  }

  #stand({ plan, state, wave, sums }: RolloutView): void {
    this.#stands.set(plan.name, { state, wave, updated: sums.updated, devices: sums.devices });
  }
}

function goalOf({ release }: AttemptRecord, { plan }: RolloutView): 'subject' | 'back' {
  return plan.subject.type === 'release' && plan.subject.release === release ? 'subject' : 'back';
}

function sumOf(buckets: RolloutView['buckets']): number {
  return Object.values(buckets).reduce((sum, count) => sum + count, 0);
}

/** A rollout that was there before and has the better claim to a device. */
function isAbove(one: RolloutView, other: RolloutView, atMs: number): boolean {
  if (one.plan.name === other.plan.name || one.startedAtMs === 0 || one.startedAtMs >= atMs) return false;
  if (one.plan.priority !== other.plan.priority) return one.plan.priority > other.plan.priority;
  return one.startedAtMs < other.startedAtMs || (one.startedAtMs === other.startedAtMs && one.number < other.number);
}
