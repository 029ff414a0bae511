/**
 * The trust desk of a manager: begins with development keys, keeps the metadata, renews snapshot and timestamp at half their terms, signs
 * assignments, and takes targets and roots that others signed. Each change is checked as a device checks it before it is stored, and changes
 * wait for each other. Over 200 lines: the changes share one line of waiting and one way to the Store.
 */
import type {
  Actor,
  AssignmentOrder,
  Journal,
  Keyring,
  MetadataRole,
  Mutation,
  OnlineRole,
  OwnAlarms,
  Store,
  TargetsChange,
  TargetsProposal,
  TrustDesk,
  TrustStatus,
} from '#fleet/domain/index.js';
import { assert, CallbackTask, type Clock, type Log, messageOf, SeatrialError, type TaskTracker } from '#proto/kit/index.js';
import {
  initialTrust,
  makeAssignment,
  makeTargets,
  type RootFacts,
  rootFacts,
  signMetadata,
  TrustCache,
  type TrustKey,
  type TrustPublicKey,
  type TrustRole,
  type TrustState,
  trustRoles,
} from '#proto/trust/index.js';
import { changedTargets, proposal, refuseOther } from './targets-change.ts';
import { failDesk } from './trust-desk-errors.ts';
import { nextBandMs, watchExpiry } from './trust-expiry.ts';
import type { TrustTerms } from './trust-limits.ts';
import {
  beginTrust,
  continueTrust,
  firstTargets,
  keysFor,
  type MadeSet,
  type MakeParts,
  renewOnline,
  requireOnlineKeys,
  setOf,
  signedRoot,
  taken,
} from './trust-maker.ts';
import { TrustShelf } from './trust-shelf.ts';
import { statusOf } from './trust-status.ts';

/** The wall clock may be set: deadlines are looked at this often at least, ms. */
const lookEveryMs = 21_600_000;
/** After a renewal that failed, ms. */
const retryMs = 60_000;

/** What the trust desk is made of. */
export interface TrustKeeperParts {
  readonly store: Store;
  readonly journal: Journal;
  readonly clock: Clock;
  readonly log: Log;
  readonly tasks: TaskTracker;
  readonly keyring: Keyring;
  readonly terms: TrustTerms;
  /** There once the monitor is wired. */
  readonly alarms: () => OwnAlarms;
}

/** Keeps trust. */
export class TrustKeeper implements TrustDesk {
  readonly #parts: TrustKeeperParts;
  readonly #shelf = new TrustShelf();
  readonly #timer = new CallbackTask(() => void this.#parts.tasks.run('trust.renew', () => this.#queued(() => this.#renewDue())));
  #state: TrustState | undefined;
  #problem = '';
  #isStopped = false;
  #line: Promise<unknown> = Promise.resolve();

  constructor(parts: TrustKeeperParts) {
    this.#parts = parts;
  }

  /** Reads the metadata back; the first time, makes development keys and begins. */
  async start(): Promise<void> {
    const step = await this.#shelf.start(this.#parts.store, new TrustCache());
    if (step === undefined) await this.#begin();
    else this.#state = taken(step);
    await this.#queued(() => this.#renewDue());
  }

  async stop(): Promise<void> {
    this.#isStopped = true;
    this.#parts.clock.cancel(this.#timer);
    await this.#line;
  }

  get isDevelopment(): boolean {
    return this.#now.root.isDevelopment;
  }

  metadata(role: MetadataRole, version: number): { readonly version: number; readonly bytes: Uint8Array } | undefined {
    return this.#shelf.get(role, version);
  }

  targets(): ReturnType<TrustDesk['targets']> {
    return this.#now.targets?.targets ?? new Map();
  }

  proposeTargets(change: TargetsChange): TargetsProposal {
    return proposal(this.#now, change, this.#parts.clock.wallMs() + this.#parts.terms.targetsMs);
  }

  acceptTargets(bytes: Uint8Array, change: TargetsChange, by: Actor, also: readonly Mutation[] = []): Promise<void> {
    return this.#change('trust.targets', async () => {
      const parts = this.#make();
      const wanted = changedTargets(parts.state, change);
      const signed = this.isDevelopment ? signMetadata(bytes, keysFor('targets', parts)) : bytes;
      const set = setOf(parts, signed, []);
      refuseOther(parts.state, set.state, wanted);
      await this.#store(set, also);
      const { add, remove } = change;
      const detail = { version: set.state.targets?.version ?? 0, added: add.map(({ path }) => path).join(' '), removed: remove.join(' ') };
      this.#audit('trust.targets', 'targets', by, detail);
    });
  }

  assign(order: AssignmentOrder): Uint8Array {
    const { state, keys, nowMs, terms } = this.#make();
    const target = state.targets?.targets.get(order.target);
    if (target === undefined)
      throw failDesk('E2507', { message: `"${order.target}" is not among the ${this.targets().size} published releases` });
    const { digest, headerBytes, contentBytes } = target;
    const times = { issuedMs: nowMs, expiresMs: nowMs + terms.assignmentMs };
    return makeAssignment({ ...order, digest, headerBytes, contentBytes, ...times }, keysFor('director', { state, keys }));
  }

  status(): TrustStatus {
    const { clock } = this.#parts;
    let keys: readonly TrustKey[] = [];
    let problem = this.#problem;
    try {
      keys = this.#keys();
    } catch (error) {
      if (!(error instanceof SeatrialError)) throw error;
      problem = `${error.code}: ${messageOf(error)}`;
    }
    return statusOf(this.#now, keys, problem, clock.wallMs());
  }

  onlineKeys(roles: readonly OnlineRole[], isNew: boolean, by: Actor): readonly (TrustPublicKey & { readonly role: OnlineRole })[] {
    const { keyring } = this.#parts;
    return roles.map((role) => {
      const known = isNew ? undefined : keyring.keys().findLast((one) => one.role === role && !one.isDevelopment);
      const { key } = known ?? keyring.create(role, false);
      if (known === undefined) this.#audit('trust.online-key', role, by, { keyId: key.keyId });
      return { role, keyId: key.keyId, publicHex: key.publicHex };
    });
  }

  install(root: Uint8Array, targets: Uint8Array | undefined, by: Actor): Promise<TrustStatus> {
    return this.#change('trust.install', async () => {
      const given = taken(initialTrust(root, new TrustCache()));
      if (given.root.isDevelopment) throw failDesk('E2502', { message: `root ${given.root.version} is marked as one of development keys` });
      // Sent again, by somebody who did not hear the answer: it is done.
      if (given.root.digest === this.#now.root.digest) return this.status();
      const parts = { ...this.#make(), keys: this.#keys(false) };
      requireOnlineKeys(given, parts.keys);
      const isBeginning = this.isDevelopment;
      const published = this.targets().size;
      if (isBeginning && published > 0) throw failDesk('E2503', { message: `development keys have published ${published} releases` });
      if (isBeginning && targets === undefined)
        throw failDesk('E2506', { message: 'the first production root comes with targets that its keys signed' });
      const set = isBeginning && targets !== undefined ? beginTrust(parts, root, targets) : continueTrust(parts, root, targets);
      if (!isBeginning) refuseOther(parts.state, set.state, this.targets());
      await this.#store(set, [], isBeginning);
      this.#audit('trust.install', 'root', by, { version: set.state.root.version, keysOf: isBeginning ? 'production' : 'the same' });
      return this.status();
    });
  }

  rotate(role: TrustRole, by: Actor): Promise<TrustStatus> {
    return this.#change('trust.rotate', async () => {
      this.#refuseProduction(`keys of ${role}`);
      const before = this.#make();
      const { key } = this.#parts.keyring.create(role, true);
      const facts = rootFacts(before.state.root);
      await this.#nextRoot(before, { ...facts.roles, [role]: { keys: [key], threshold: 1 } }, role === 'targets');
      this.#audit('trust.rotate', role, by, { keyId: key.keyId, root: this.#now.root.version });
      return this.status();
    });
  }

  renew(role: 'root' | 'targets', by: Actor): Promise<TrustStatus> {
    if (role === 'root') {
      return this.#change('trust.renew', async () => {
        this.#refuseProduction('the root key');
        const before = this.#make();
        await this.#nextRoot(before, rootFacts(before.state.root).roles, false);
        this.#audit('trust.renew', role, by, { version: this.#now.root.version });
        return this.status();
      });
    }
    this.#refuseProduction('the targets key');
    const change = { add: [], remove: [] };
    return this.acceptTargets(this.proposeTargets(change).bytes, change, by).then(() => this.status());
  }

  async #begin(): Promise<void> {
    const { keyring, clock, terms } = this.#parts;
    const nowMs = clock.wallMs();
    const kept = trustRoles.map(
      (role) => keyring.keys().find((one) => one.role === role && one.isDevelopment) ?? keyring.create(role, true),
    );
    // fromEntries forgets which keys there are: every role once.
    const roles = Object.fromEntries(kept.map(({ role, key }) => [role, { keys: [key], threshold: 1 }])) as unknown as RootFacts['roles'];
    const keys = kept.map(({ key }) => key);
    const keyOf = (role: TrustRole): TrustKey[] => kept.filter((one) => one.role === role).map(({ key }) => key);
    const facts = {
      version: 1,
      expiresMs: nowMs + terms.rootMs,
      isDevelopment: true,
      roles: roles as ReturnType<typeof rootFacts>['roles'],
    };
    const root = signedRoot(facts, keyOf('root'));
    await this.#store(beginTrust({ keys, nowMs, terms }, root, firstTargets(nowMs + terms.targetsMs, keyOf('targets'))), [], true);
  }

  /** The next development root, signed by the one before and by itself; with targets signed anew where their key is new. */
  async #nextRoot(before: MakeParts, roles: RootFacts['roles'], hasNewTargets: boolean): Promise<void> {
    const { nowMs, terms, state } = before;
    const keys = this.#keys(true);
    const facts = { ...rootFacts(state.root), version: state.root.version + 1, expiresMs: nowMs + terms.rootMs, roles };
    const ofNext = (role: 'root' | 'targets'): TrustKey[] =>
      keys.filter((key) => roles[role].keys.some(({ keyId }) => keyId === key.keyId));
    const root = signedRoot(facts, [...new Set([...keysFor('root', before), ...ofNext('root')])]);
    const next = makeTargets((state.targets?.version ?? 0) + 1, nowMs + terms.targetsMs, this.targets().values());
    const targets = hasNewTargets ? signMetadata(next, ofNext('targets')) : undefined;
    await this.#store(continueTrust({ ...before, keys }, root, targets), []);
  }

  async #renewDue(): Promise<void> {
    if (this.#isStopped) return;
    const { clock, terms, log, alarms, journal } = this.#parts;
    let waitMs = lookEveryMs;
    try {
      const parts = this.#make();
      const { timestamp, snapshot } = parts.state;
      const isDue = (held: { readonly expiresMs: number } | undefined, termMs: number): boolean => {
        const leftMs = (held?.expiresMs ?? 0) - parts.nowMs;
        // More than its term is left only when the clock was set back.
        return leftMs <= termMs / 2 || leftMs > termMs;
      };
      const isSnapshotDue = isDue(snapshot, terms.snapshotMs);
      if (isSnapshotDue || isDue(timestamp, terms.timestampMs)) await this.#store(renewOnline(parts, isSnapshotDue), []);
      this.#problem = '';
      const dueMs = (this.#now.timestamp?.expiresMs ?? 0) - terms.timestampMs / 2;
      waitMs = Math.min(waitMs, dueMs - parts.nowMs, nextBandMs(this.#now, parts.nowMs) - parts.nowMs);
    } catch (error) {
      if (!(error instanceof SeatrialError)) throw error;
      this.#problem = `${error.code}: ${messageOf(error)}`;
      log.error(`trust metadata can't be renewed: ${messageOf(error)}`, { code: error.code });
      waitMs = retryMs;
    }
    watchExpiry(this.#now, clock.wallMs(), alarms(), journal);
    if (!this.#isStopped) clock.schedule(this.#timer, clock.nowMs() + Math.max(1, waitMs));
  }

  /** What is signed with; the time is the clock's, also when it was set back. */
  #make(): MakeParts {
    const nowMs = this.#parts.clock.wallMs();
    return { state: { ...this.#now, timeMs: nowMs }, keys: this.#keys(), nowMs, terms: this.#parts.terms };
  }

  /** Keys of the kind that the root is of. */
  #keys(isDevelopment = this.isDevelopment): TrustKey[] {
    return this.#parts.keyring
      .keys()
      .filter((one) => one.isDevelopment === isDevelopment)
      .map(({ key }) => key);
  }

  get #now(): TrustState {
    assert(this.#state !== undefined, 'the trust desk has not started');
    return this.#state;
  }

  async #store(set: MadeSet, also: readonly Mutation[], isBeginning = false): Promise<void> {
    await this.#parts.store.apply([...this.#shelf.mutations(set, isBeginning), ...also]);
    this.#shelf.take(set, isBeginning);
    this.#state = set.state;
  }

  /** One change at a time; afterwards alarms and deadlines are looked at, and keys that no role has any more are forgotten. */
  #change<Result>(name: string, work: () => Promise<Result>): Promise<Result> {
    return this.#parts.tasks.run(name, () =>
      this.#queued(async () => {
        const rootBefore = this.#now.root.digest;
        const result = await work();
        if (this.#now.root.digest !== rootBefore) this.#forgetKeys();
        await this.#renewDue();
        return result;
      }),
    );
  }

  #forgetKeys(): void {
    const { keyring } = this.#parts;
    const used = new Set(trustRoles.flatMap((role) => this.#now.root.rules[role].keyIds));
    keyring.forget(keyring.keys().flatMap(({ key: { keyId } }) => (used.has(keyId) ? [] : [keyId])));
  }

  #queued<Result>(work: () => Promise<Result>): Promise<Result> {
    const result = this.#line.then(work);
    this.#line = result.catch(() => undefined);
    return result;
  }

  #refuseProduction(what: string): void {
    if (!this.isDevelopment) throw failDesk('E2508', { message: `the manager does not hold ${what}` });
  }

  #audit(action: string, role: TrustRole, by: Actor, detail: Readonly<Record<string, string | number>>): void {
    const { journal } = this.#parts;
    journal.audit({ actor: by.name, action, subject: `trust:${role}`, reason: by.reason, detail });
    const message = `${action.replace('.', ' ')}: ${role} by ${by.name}`;
    journal.timeline({ source: 'operator', kind: action, deviceId: '', message, detail });
  }
}
