/** Who would take part in a plan, and how each of them stands now: one walk over the fleet. */
import type { DeviceView, GroupSelector, HoldRecord, PlanBlocker, ReleaseRecord, RolloutBucket, RolloutPlan } from '#fleet/domain/index.js';
import { chooseDelta } from '#proto/image/index.js';
import { bucketOf } from './bucket-logic.ts';
import type { BucketFacts } from './bucket-rules.ts';
import { devicesPerStep, type Steps } from './steps.ts';
import { stratumOf } from './strata-logic.ts';
import type { Need, Standing, Subject } from './subject.ts';
import { lotOf, type WaveCandidate, type WaveShare } from './wave-planner.ts';
import { WaveShares } from './wave-shares.ts';
import { isOpen, nextOpening, timeZoneOf } from './window-logic.ts';

/** What the forecast knows of the fleet. Reads only what is in memory; times are the manager's wall clock, ms. */
export interface MemberSources {
  readonly nowMs: number;
  /** All devices of the fleet, of every status. */
  readonly devices: () => Iterable<DeviceView>;
  /** With the groups of the manager. Throws E18xx. */
  readonly compileSelector: (text: string) => Pick<GroupSelector, 'matches'>;
  readonly subject: Pick<Subject, 'judge' | 'before' | 'wayBack'>;
  /** undefined: there is none. */
  readonly releaseOf: (id: string) => ReleaseRecord | undefined;
  readonly holdOf: (deviceId: string) => HoldRecord | undefined;
  /** As DeviceFeed says it. */
  readonly missedWakeUps: (deviceId: string) => number;
  /** Name of a rollout that has a better claim to a device; empty: none. */
  readonly rivalOver: (deviceId: string) => string;
  /** The open attempt of a device, in words; empty: none. */
  readonly busyWith: (deviceId: string) => string;
}

/** How one device stands at the start. */
export const memberKinds = {
  /** It is offered the subject as soon as its turn, its wake-up or its window comes. */
  ready: 1,
  /** Something else has to change first: it is away, held, pinned, refused by the condition or barred. */
  blocked: 2,
  /** It has the subject, something newer, or belongs to another rollout. */
  out: 3,
} as const;

/** The devices of a plan, a column a fact. */
export interface ForecastMembers {
  readonly devices: readonly DeviceView[];
  readonly candidates: readonly WaveCandidate[];
  /** The waves as the planner takes them. */
  readonly shares: readonly WaveShare[];
  /** Of memberKinds. */
  readonly kinds: Uint8Array;
  /** 1: it waits and is heard, so that updated devices can be held against it. */
  readonly comparable: Uint8Array;
  /** Bytes that it would take: of delta or content, with those of the release that it has to pass through first. */
  readonly bytes: Float64Array;
  /** Devices that lack the subject and could never take it as they are: another profile or hardware, no such setting, a value out of its range. */
  readonly unfit: number;
  /** Devices that `exclude` took out. */
  readonly excluded: number;
  readonly blockers: readonly PlanBlocker[];
  readonly silence: { readonly devices: number; readonly percent: number; readonly perDayPercent: number };
  readonly wayBack: { readonly devices: number; readonly missing: readonly { readonly devices: number; readonly why: string }[] };
}

/** Names that a blocker lists. */
const namedDevices = 10;
/** Reasons without a way back that are told apart. */
const toldReasons = 10;
/** What a delta has to spare, percent, as an offer judges it. */
const leastGainPercent = 10;
const dayMs = 86_400_000;

const blockerTexts: Readonly<Partial<Record<PlanBlocker['reason'], string>>> = {
  held: 'an operator holds them: nothing is offered until fleet device unhold',
  pinned: 'an operator pinned them to what they run: nothing is offered until fleet device unpin',
  offline: 'they are not there: they are offered it when they come back while the rollout runs',
  conditionNotMet: "the plan's condition does not hold for them now",
  outsideWindow: 'their window is closed now',
  deferred: 'another update of them is open',
  superseded: 'they run something newer, or a rollout of higher priority has them',
  alreadyThere: 'they run it already, confirmed',
  notActive: 'the selector names them, and they are pending, rejected, revoked or retired: they take no part',
};

/** Walks over the fleet once, in steps. Selectors are compiled once; what is kept of a device is a few numbers. */
export function* memberSteps(plan: RolloutPlan, sources: MemberSources): Steps<ForecastMembers> {
  const wanted = sources.compileSelector(plan.selector);
  const excluding = plan.exclude === '' ? undefined : sources.compileSelector(plan.exclude);
  const walk = new MemberWalk(plan, sources);
  let seen = 0;
  for (const device of sources.devices()) {
    seen += 1;
    if (seen % devicesPerStep === 0) yield;
    if (!wanted.matches(device)) continue;
    if (excluding?.matches(device) === true) walk.exclude();
    else if (device.status !== 'active') walk.block('notActive', device.id, '');
    else walk.add(device);
  }
  return walk.result();
}

/** The facts of a device that nothing was ordered for. One object for all of them: the rules read it and keep nothing. */
class FreshFacts implements BucketFacts {
  readonly nowMs: number;
  readonly member = undefined;
  readonly standing: Standing = { type: 'none' };
  readonly isOrdering = false;
  readonly wave = 'begun';
  readonly waveName = '';
  readonly observedSinceMs = 0;
  readonly isOnStep = false;
  readonly missed = 0;
  readonly missedLimit: number;
  device: DeviceView | undefined = undefined;
  need: Need | undefined = undefined;
  hold: HoldRecord | undefined = undefined;
  readonly #plan: RolloutPlan;
  readonly #sources: MemberSources;
  readonly #condition: Pick<GroupSelector, 'matches'> | undefined;

  constructor(plan: RolloutPlan, sources: MemberSources) {
    this.nowMs = sources.nowMs;
    this.missedLimit = plan.missedWakeUps;
    this.#plan = plan;
    this.#sources = sources;
    this.#condition = plan.condition === '' ? undefined : sources.compileSelector(plan.condition);
  }

  get rival(): string {
    return this.#sources.rivalOver(this.device?.id ?? '');
  }

  get otherAttempt(): string {
    return this.#sources.busyWith(this.device?.id ?? '');
  }

  get windowOpensAtMs(): number {
    const { windows } = this.#plan;
    if (windows.length === 0) return 0;
    const zone = timeZoneOf(this.#plan, this.device?.labels ?? {});
    return isOpen(windows, zone, this.nowMs) ? 0 : nextOpening(windows, zone, this.nowMs);
  }

  get isConditionMet(): boolean {
    return this.#condition === undefined || this.device === undefined || this.#condition.matches(this.device);
  }

  get conditionWhy(): string {
    if (this.isConditionMet) return '';
    return `its condition does not hold: ${this.#plan.condition}`;
  }
}

/** What the walk has found so far. */
class MemberWalk {
  readonly #plan: RolloutPlan;
  readonly #sources: MemberSources;
  readonly #facts: FreshFacts;
  readonly #target: ReleaseRecord | undefined;
  readonly #devices: DeviceView[] = [];
  readonly #candidates: WaveCandidate[] = [];
  readonly #shares: WaveShares;
  readonly #kinds: number[] = [];
  readonly #comparable: number[] = [];
  readonly #bytes: number[] = [];
  readonly #blockers = new Map<PlanBlocker['reason'], { devices: number; names: string[]; message: string }>();
  readonly #ways = new Map<string, number>();
  readonly #sizes = new Map<string, number>();
  readonly #lacking = new Map<string, Need>();
  #returning = 0;
  #excluded = 0;
  #unfit = 0;
  #heardOnce = 0;
  #silent = 0;
  #silentToday = 0;

  constructor(plan: RolloutPlan, sources: MemberSources) {
    this.#plan = plan;
    this.#sources = sources;
    this.#facts = new FreshFacts(plan, sources);
    this.#shares = new WaveShares(plan, sources.compileSelector);
    this.#target = plan.subject.type === 'release' ? sources.releaseOf(plan.subject.release) : undefined;
  }

  exclude(): void {
    this.#excluded += 1;
  }

  block(reason: PlanBlocker['reason'], deviceId: string, message: string): void {
    const blocker = this.#blockers.get(reason);
    if (blocker === undefined) {
      this.#blockers.set(reason, { devices: 1, names: [deviceId], message: blockerTexts[reason] ?? message });
      return;
    }
    blocker.devices += 1;
    if (blocker.names.length < namedDevices) blocker.names.push(deviceId);
  }

  add(device: DeviceView): void {
    const need = this.#needOf(device);
    const facts = this.#facts;
    facts.device = device;
    facts.need = need;
    facts.hold = this.#sources.holdOf(device.id);
    const { bucket } = bucketOf(facts);
    const kind = kindOf(bucket);
    if (bucket !== 'pending') {
      const isBarred = bucket === 'conditionNotMet' && need.type === 'barred';
      this.block(isBarred ? need.reason : bucket, device.id, isBarred ? need.message : '');
      if (isBarred && isForGood(need.reason, device)) this.#unfit += 1;
    }
    this.#devices.push(device);
    const { strata, seed } = this.#plan;
    this.#candidates.push({ id: device.id, stratum: stratumOf(device, strata), lot: lotOf(seed, device.id) });
    this.#shares.look(device);
    this.#kinds.push(kind);
    const isHeard = device.presence !== 'offline' && device.presence !== 'never';
    this.#comparable.push(kind !== memberKinds.out && isHeard ? 1 : 0);
    this.#bytes.push(kind === memberKinds.out ? 0 : this.#bytesFor(device, need));
    this.#listen(device);
    if (kind !== memberKinds.out) this.#goBack(device);
  }

  result(): ForecastMembers {
    const order = [...this.#ways].sort(([, one], [, other]) => other - one);
    const rest = order.slice(toldReasons).reduce((sum, [, devices]) => sum + devices, 0);
    const missing = order.slice(0, toldReasons).map(([why, devices]) => ({ devices, why }));
    return {
      devices: this.#devices,
      candidates: this.#candidates,
      shares: this.#shares.all,
      kinds: Uint8Array.from(this.#kinds),
      comparable: Uint8Array.from(this.#comparable),
      bytes: Float64Array.from(this.#bytes),
      unfit: this.#unfit,
      excluded: this.#excluded,
      blockers: [...this.#blockers].map(([reason, blocker]) => ({ reason, ...blocker })).sort((a, b) => b.devices - a.devices),
      silence: {
        devices: this.#silent,
        percent: percentOf(this.#silent, this.#heardOnce),
        perDayPercent: percentOf(this.#silentToday, this.#heardOnce),
      },
      wayBack: { devices: this.#returning, missing: rest === 0 ? missing : [...missing, { devices: rest, why: 'other reasons' }] },
    };
  }

  /** A delta that is lacking is asked for with each answer: once for all devices that run the same is enough. */
  #needOf(device: DeviceView): Need {
    const { imageDigest, imageConfirmed, firmwareVersion, profile, hardwareRevision } = device;
    const { subject } = this.#plan;
    if (subject.type !== 'release' || subject.delta !== 'require') return this.#sources.subject.judge(device);
    const kind = [imageDigest, imageConfirmed, firmwareVersion, profile, hardwareRevision].join('\n');
    const known = this.#lacking.get(kind);
    if (known !== undefined) return known;
    const need = this.#sources.subject.judge(device);
    if (need.type === 'barred' && need.reason === 'noDelta') this.#lacking.set(kind, need);
    return need;
  }

  /** Silence without any update: of those that were ever heard. */
  #listen(device: DeviceView): void {
    if (device.presence === 'never') return;
    this.#heardOnce += 1;
    if (this.#sources.missedWakeUps(device.id) < this.#plan.missedWakeUps) return;
    this.#silent += 1;
    if (device.lastSeenAtMs > this.#sources.nowMs - dayMs) this.#silentToday += 1;
  }

  #goBack(device: DeviceView): void {
    const { subject } = this.#sources;
    const way = subject.wayBack(subject.before(device), device);
    if (way.type === 'none') this.#ways.set(way.why, (this.#ways.get(way.why) ?? 0) + 1);
    else this.#returning += 1;
  }

  #bytesFor(device: DeviceView, need: Need): number {
    const target = this.#target;
    if (target === undefined) return 0;
    const waypoint = need.type === 'wants' && need.goal === 'waypoint' ? this.#sources.releaseOf(need.release) : undefined;
    if (waypoint === undefined) return this.#sizeOf(target, device.imageDigest);
    return this.#sizeOf(waypoint, device.imageDigest) + this.#sizeOf(target, waypoint.digest);
  }

  /** Bytes of header and delta, or header and content, for a device that runs that image. */
  #sizeOf(release: ReleaseRecord, runningDigest: string): number {
    const key = `${release.id} ${runningDigest}`;
    let bytes = this.#sizes.get(key);
    if (bytes === undefined) {
      bytes = release.headerBytes + this.#contentOf(release, runningDigest);
      this.#sizes.set(key, bytes);
    }
    return bytes;
  }

  #contentOf(release: ReleaseRecord, runningDigest: string): number {
    const { subject } = this.#plan;
    const delta = release.deltas.find(({ baseDigest }) => baseDigest === runningDigest);
    const choice = chooseDelta({
      policy: subject.type === 'release' ? subject.delta : 'never',
      runningDigest,
      delta: delta === undefined ? undefined : { ...delta, workBytes: release.contentBytes },
      fullBytes: release.contentBytes,
      deltaMemoryBytes: Number.POSITIVE_INFINITY,
      leastGainPercent,
    });
    return choice.type === 'delta' ? (delta?.bytes ?? 0) : choice.type === 'full' ? release.contentBytes : 0;
  }
}

/** Reasons that waiting does not change. */
export const unfitReasons: ReadonlySet<PlanBlocker['reason']> = new Set([
  'otherProfile',
  'otherHardware',
  'tooOld',
  'securityCounter',
  'setting',
]);

/** A profile that nobody has shown yet may have the setting. */
function isForGood(reason: PlanBlocker['reason'], { presence }: DeviceView): boolean {
  return unfitReasons.has(reason) && (reason !== 'setting' || presence !== 'never');
}

function kindOf(bucket: RolloutBucket): number {
  if (bucket === 'pending' || bucket === 'outsideWindow' || bucket === 'deferred') return memberKinds.ready;
  return bucket === 'alreadyThere' || bucket === 'superseded' ? memberKinds.out : memberKinds.blocked;
}

/** Percent with three decimals at most; 0 of nothing. */
function percentOf(part: number, whole: number): number {
  return whole === 0 ? 0 : Math.round((part / whole) * 1e5) / 1e3;
}
