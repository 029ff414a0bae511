import semver from 'semver';
import type { AttemptRecord, DeviceView, ReleaseService, ReleaseView, RolloutMemberRecord, UpdateService } from '#fleet/domain/index.js';
import type { DeltaPolicy } from '#proto/image/index.js';
import { assert, isSeatrialError, messageOf } from '#proto/kit/index.js';
import { attemptIdOf, type BeforeFacts, type Need, type Standing, type Subject, type SubjectRollout, type WayBack } from './subject.ts';
import { wayBackOf } from './way-back-logic.ts';
import { planWay, type WayDevice } from './waypoint-logic.ts';

/** Kinds of devices that are judged once; more of them are judged again. */
const mostKept = 10_000;

const there: Need = { type: 'there' };
const noStanding: Standing = { type: 'none' };
/** Attempts that are over, or an error that says so. */
const overCodes: ReadonlySet<string> = new Set(['E2568', 'E2569']);

/** What a release that is rolled out needs of the other areas. */
export interface ReleaseSources {
  readonly updates: Pick<UpdateService, 'check' | 'order' | 'find' | 'cancel' | 'securityCounterOf' | 'subscribe'>;
  readonly releases: Pick<ReleaseService, 'list'>;
}

/** A release that goes to devices as attempts at updates. @see Subject */
export class ReleaseSubject implements Subject {
  readonly #sources: ReleaseSources;
  readonly #rollout: SubjectRollout;
  readonly #release: string;
  readonly #delta: DeltaPolicy;
  #byDigest: ReadonlyMap<string, ReleaseView> = new Map();
  #byId: ReadonlyMap<string, ReleaseView> = new Map();
  /** Published ones by name: asked once a device, so not searched for. */
  #published: ReadonlyMap<string, readonly ReleaseView[]> = new Map();
  /** What of the releases its answers rest on. */
  #state = '';
  /** Of tries, once they were worked out: each look at a member asks. */
  readonly #attemptIds = new WeakMap<RolloutMemberRecord, string>();
  /** By what of a device decides. */
  readonly #needs = new Map<string, Need>();

  constructor(sources: ReleaseSources, rollout: SubjectRollout) {
    const { subject } = rollout.plan;
    assert(subject.type === 'release', 'the plan brings no release');
    this.#sources = sources;
    this.#rollout = rollout;
    this.#release = subject.release;
    this.#delta = subject.delta;
    this.refresh();
  }

  refresh(): boolean {
    const all = this.#sources.releases.list();
    this.#byId = new Map(all.map((release) => [release.id, release]));
    this.#byDigest = new Map(all.map((release) => [release.digest, release]));
    this.#published = Map.groupBy(
      all.filter(({ state }) => state === 'published'),
      ({ name }) => name,
    );
    // Deltas come and go while a rollout runs; they change an answer only where a delta is a must.
    const isDeltaMust = this.#delta === 'require';
    const state = all.map((one) => `${one.id} ${one.state} ${isDeltaMust ? one.deltas.length : 0}`).join('\n');
    if (state === this.#state) return false;
    this.#state = state;
    this.#needs.clear();
    return true;
  }

  get problem(): string {
    const subject = this.#byId.get(this.#release);
    if (subject === undefined) return `there is no release ${this.#release} any more`;
    if (subject.state !== 'yanked') return '';
    const { id, yankedBy, yankReason } = subject;
    return `release ${id} was taken back by ${yankedBy}${yankReason === '' ? '' : `: ${yankReason}`}`;
  }

  judge(device: DeviceView): Need {
    const counter = this.#sources.updates.securityCounterOf(device.id) ?? 0;
    const { imageDigest, imageConfirmed, firmwareVersion, profile, hardwareRevision, status, resetReason } = device;
    const key = [imageDigest, imageConfirmed, firmwareVersion, profile, hardwareRevision, status, resetReason, counter].join('\n');
    const known = this.#needs.get(key);
    if (known !== undefined) return known;
    const need = this.#judgeAnew(device, counter);
    // A delta that is asked for may come at any time.
    if (need.type === 'barred' && need.reason === 'noDelta') return need;
    if (this.#needs.size >= mostKept) this.#needs.clear();
    this.#needs.set(key, need);
    return need;
  }

  before({ imageDigest }: DeviceView): BeforeFacts {
    return { beforeRelease: this.#byDigest.get(imageDigest)?.id ?? '', beforeDigest: imageDigest, beforeSettings: {} };
  }

  async order(member: RolloutMemberRecord): Promise<{ readonly attemptId: string; readonly configurationVersion: number }> {
    const { name, plan, by } = this.#rollout;
    const attemptId = attemptIdOf(this.#rollout, member);
    const order = { release: member.release, delta: this.#delta, attemptId, rollout: name, deadlines: plan.deadlines };
    await this.#sources.updates.order(member.deviceId, order, '', by);
    return { attemptId, configurationVersion: 0 };
  }

  standing(member: RolloutMemberRecord): Standing {
    if (member.tries === 0) return noStanding;
    const attempt = this.#attemptOf(member);
    if (attempt !== undefined) return standingOf(attempt);
    if (member.orderedAtMs === 0) return noStanding;
    const message = 'its attempt is not kept any more';
    return { type: 'failed', kind: 'recalled', cause: '', message, atMs: member.orderedAtMs, wasOffered: member.isAttempted };
  }

  async recall(member: RolloutMemberRecord, reason: string): Promise<void> {
    const attempt = this.#attemptOf(member);
    if (attempt === undefined || attempt.endedAtMs > 0 || attempt.isCancelling || isPastSwitch(attempt)) return;
    try {
      await this.#sources.updates.cancel(attempt.id, { ...this.#rollout.by, reason });
    } catch (error) {
      // It ended meanwhile.
      if (!isSeatrialError(error) || !overCodes.has(error.code)) throw error;
    }
  }

  wayBack({ beforeRelease, beforeDigest, reached }: BeforeFacts, device: DeviceView): WayBack {
    const step = this.#byId.get(reached ?? '');
    const subject = step?.digest === device.imageDigest ? step : this.#byId.get(this.#release);
    if (subject === undefined) return { type: 'none', why: `there is no release ${this.#release} any more` };
    const before = this.#byDigest.get(beforeDigest) ?? this.#byId.get(beforeRelease);
    const published = this.#published.get(before?.name ?? '') ?? [];
    const counter = this.#sources.updates.securityCounterOf(device.id) ?? 0;
    return wayBackOf({ before, beforeDigest, subject, device: wayDevice(device, counter), published, delta: this.#delta });
  }

  subscribe(listener: (deviceId: string) => void): () => void {
    return this.#sources.updates.subscribe(({ deviceId }) => listener(deviceId));
  }

  #attemptOf(member: RolloutMemberRecord): AttemptRecord | undefined {
    let id = this.#attemptIds.get(member);
    if (id === undefined) {
      id = attemptIdOf(this.#rollout, member);
      this.#attemptIds.set(member, id);
    }
    return this.#sources.updates.find(id);
  }

  #judgeAnew(device: DeviceView, counter: number): Need {
    const subject = this.#byId.get(this.#release);
    if (subject === undefined) return barred('conditionNotMet', `there is no release ${this.#release}`);
    if (device.imageDigest === subject.digest) {
      return device.imageConfirmed ? there : barred('unconfirmed', `it runs ${subject.id} on trial, not confirmed`);
    }
    const newer = this.#newerThan(subject, device);
    if (newer !== undefined) return { type: 'newer', message: `it runs ${newer}, newer than ${subject.id}` };
    if (subject.state !== 'published') return barred('conditionNotMet', `release ${subject.id} is ${subject.state}`);
    if (device.status !== 'active') return barred('notActive', `it is ${device.status}`);
    const named = this.#published.get(subject.name) ?? [];
    const way = planWay(wayDevice(device, counter), subject, named);
    if (way.type === 'none') return barred(way.reason, way.message);
    const release = way.steps[0]?.id ?? subject.id;
    const lacking = this.#lackingDelta(device, release);
    if (lacking !== undefined) return barred('noDelta', lacking);
    return { type: 'wants', goal: release === subject.id ? 'subject' : 'waypoint', release };
  }

  /** What a device runs when that is newer than the subject, of the same name. An image that nobody brought here is named by its profile, as those of the factory are. */
  #newerThan(subject: ReleaseView, device: DeviceView): string | undefined {
    const running = this.#byDigest.get(device.imageDigest);
    const { name, version } = running ?? { name: device.profile, version: versionOf(device) };
    return name === subject.name && version !== '' && semver.gt(version, subject.version) ? `${name}@${version}` : undefined;
  }

  /** Why a device can't be given a release, when only deltas are allowed and there is none; it is asked for by that. */
  #lackingDelta({ id, imageDigest }: DeviceView, release: string): string | undefined {
    if (this.#delta !== 'require') return undefined;
    if (this.#byId.get(release)?.deltas.some(({ baseDigest }) => baseDigest === imageDigest)) return undefined;
    try {
      this.#sources.updates.check(id, { release, delta: 'require' });
      return undefined;
    } catch (error) {
      if (!isSeatrialError(error)) throw error;
      return error.code === 'E2565' ? messageOf(error) : undefined;
    }
  }
}

/** Where a try stands by its attempt. */
export function standingOf(attempt: AttemptRecord): Standing {
  const { state, steps, createdAtMs, endedAtMs, offeredInBoot, cause, lie, message } = attempt;
  const wasOffered = offeredInBoot > 0;
  switch (state) {
    case 'updated':
      return { type: 'done', atMs: endedAtMs };
    case 'failed':
      return { type: 'failed', kind: 'failed', cause: lie === '' ? cause : 'lie', message, atMs: endedAtMs, wasOffered };
    case 'rejected':
    case 'rolledBack':
      return { type: 'failed', kind: state, cause, message, atMs: endedAtMs, wasOffered };
    case 'cancelled':
      return { type: 'failed', kind: 'recalled', cause, message, atMs: endedAtMs, wasOffered };
    case 'silent':
      // Who was not there to be told is not silent.
      if (!wasOffered) return { type: 'failed', kind: 'recalled', cause: '', message, atMs: endedAtMs, wasOffered };
      return { type: 'failed', kind: 'silent', cause: 'silent', message, atMs: endedAtMs, wasOffered };
    default: {
      const bucket = state === 'queued' || state === 'checking' ? 'offered' : state;
      const sinceMs = steps.at(-1)?.atMs ?? createdAtMs;
      return { type: 'open', bucket, sinceMs, isPastSwitch: isPastSwitch(attempt), wasOffered, deadlineAtMs: 0 };
    }
  }
}

function isPastSwitch({ state }: AttemptRecord): boolean {
  return state === 'rebooting' || state === 'unconfirmed';
}

function wayDevice(device: DeviceView, securityCounter: number): WayDevice {
  const { profile, hardwareRevision } = device;
  return { version: versionOf(device), profile, hardwareRevision, securityCounter };
}

/** Empty for what is no version, and for a device in recovery: it has no application whose version could matter. */
function versionOf({ firmwareVersion, resetReason }: DeviceView): string {
  return resetReason === 'recovery' ? '' : (semver.valid(firmwareVersion) ?? '');
}

function barred(reason: Extract<Need, { readonly type: 'barred' }>['reason'], message: string): Need {
  return { type: 'barred', reason, message };
}
