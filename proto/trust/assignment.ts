/**
 * The director's assignment: this device, this image, this attempt. It is signed by the fleet's online key and has to agree with the targets, so
 * a thief of that key can choose among genuine images for a device, never install others.
 */
import { Signature } from '@tufjs/models';
import semver from 'semver';
import { type ImageHeader, parseImageHeader } from '#proto/image/index.js';
import { messageOf, SeatrialError } from '#proto/kit/index.js';
import { checkSpecification, isCount, isRecord, readJson, readTime, shown } from './metadata-reader.ts';
import { demand, digestOf, RefusalError, refusing } from './refusal.ts';
import { checkSignatures, signable } from './signatures.ts';
import { type TrustRefusal, type TrustState, type TrustTarget, trustLimits } from './trust-state.ts';
import { timeAt } from './trust-steps.ts';

/** A delta that the fleet offers with an assignment. */
export interface AssignedDelta {
  /** Digest of the image that it starts from, hex. */
  readonly baseDigest: string;
  /** Of its zstd frame, 1 to 268,435,456. */
  readonly bytes: number;
  /** SHA-256 of its zstd frame, hex. */
  readonly digest: string;
}

/** What the director says. */
export interface Assignment {
  readonly deviceId: string;
  readonly attemptId: string;
  /** NAME/VERSION. */
  readonly target: string;
  /** The image digest, hex. */
  readonly digest: string;
  readonly headerBytes: number;
  readonly contentBytes: number;
  /** Wall clock, ms, whole seconds. */
  readonly issuedMs: number;
  readonly expiresMs: number;
  readonly delta?: AssignedDelta;
  /** False: the device must not take the whole image in place of the delta. */
  readonly fullAllowed: boolean;
}

/** What a device says of itself. */
export interface DeviceFacts {
  readonly deviceId: string;
  /** Of the offer that the assignment came with. */
  readonly attemptId: string;
  readonly profile: string;
  readonly hardwareRevision: string;
  /** Image digest, hex; empty in recovery. */
  readonly runningDigest: string;
  /** Semantic version; empty in recovery, where no version bars an update. */
  readonly runningVersion: string;
  /** The counter that it has confirmed. */
  readonly securityCounter: number;
  /** Wall clock, ms. */
  readonly nowMs: number;
}

/** An assignment that the device may carry out. */
export interface AssignmentAccepted {
  readonly type: 'ok';
  readonly state: TrustState;
  readonly assignment: Assignment;
  readonly target: TrustTarget;
  /** True when there is a delta for the image that runs. */
  readonly isDeltaFit: boolean;
}

/** Checks an assignment: signature, device, attempt, expiry, agreement with the targets, and whether the image suits the device. */
export function takeAssignment(state: TrustState, bytes: Uint8Array, facts: DeviceFacts): AssignmentAccepted | TrustRefusal {
  return refusing(() => {
    const json = readJson('assignment', bytes, trustLimits.assignmentBytes);
    const { signed } = json;
    demand(isRecord(signed), 'modified', 'the assignment has no "signed"');
    demand(signed._type === 'assignment', 'modified', `it is ${shown(signed._type)}, no assignment`);
    checkSpecification('assignment', signed.spec_version);
    checkSignatures('assignment', signable(signed, readSignatures(json.signatures)), state.root, 'director');
    const assignment = readAssignment(signed);
    checkBinding(assignment, facts, timeAt(state, facts.nowMs));
    const target = agreeingTarget(state, assignment);
    checkDevice(target, facts);
    checkVersions(state, target, facts);
    const isDeltaFit = assignment.delta !== undefined && assignment.delta.baseDigest === facts.runningDigest;
    const base = assignment.delta?.baseDigest ?? 'none';
    demand(
      isDeltaFit || assignment.fullAllowed,
      'wrong-base',
      `the delta is for ${base}, ${facts.runningDigest || 'nothing'} runs, and the whole image is not allowed`,
    );
    return { type: 'ok', state, assignment, target, isDeltaFit };
  });
}

/** Checks the header that came for a target: its bytes, and that it says what the targets say. */
export function takeHeader(target: TrustTarget, bytes: Uint8Array): { readonly type: 'ok'; readonly header: ImageHeader } | TrustRefusal {
  return refusing(() => {
    demand(bytes.length === target.headerBytes, 'modified', `the header has ${bytes.length} bytes, the targets say ${target.headerBytes}`);
    const digest = digestOf(bytes);
    demand(digest === target.digest, 'modified', `the header has digest ${digest}, the targets say ${target.digest}`);
    const header = readHeader(bytes);
    const { name, version, profiles, hardwareRevisions, securityCounter, minimumVersion, mustPassThrough, contentBytes } = target;
    const pairs: [what: string, inHeader: unknown, inTargets: unknown][] = [
      ['name', header.name, name],
      ['version', header.version, version],
      ['profiles', header.profiles, profiles],
      ['hardware revisions', header.hardwareRevisions, hardwareRevisions],
      ['security counter', header.securityCounter, securityCounter],
      ['minimum version', header.minimumVersion, minimumVersion],
      ['must pass through', header.mustPassThrough, mustPassThrough],
      ['content bytes', header.applicationBytes + header.payloadBytes, contentBytes],
    ];
    for (const [what, inHeader, inTargets] of pairs) {
      demand(
        shown(inHeader) === shown(inTargets),
        'modified',
        `${what}: the header says ${shown(inHeader)}, the targets say ${shown(inTargets)}`,
      );
    }
    return { type: 'ok', header };
  });
}

function readSignatures(value: unknown): Record<string, Signature> {
  demand(Array.isArray(value), 'modified', 'the assignment has no list of signatures');
  const signatures: Record<string, Signature> = {};
  for (const one of value) {
    const { keyid, sig } = isRecord(one) ? one : {};
    demand(typeof keyid === 'string' && typeof sig === 'string', 'modified', 'a signature of the assignment has no keyid or no sig');
    demand(!Object.hasOwn(signatures, keyid), 'modified', `the assignment has two signatures of key ${keyid.slice(0, 80)}`);
    signatures[keyid] = new Signature({ keyID: keyid, sig });
  }
  return signatures;
}

function readAssignment(signed: Readonly<Record<string, unknown>>): Assignment {
  const text = (holder: Readonly<Record<string, unknown>>, key: string, limit: number): string => {
    const value = holder[key];
    demand(
      typeof value === 'string' && value.length >= 1 && value.length <= limit,
      'modified',
      `the assignment has ${key} ${shown(value)}`,
    );
    return value;
  };
  const count = (holder: Readonly<Record<string, unknown>>, key: string): number => {
    const value = holder[key];
    demand(isCount(value, 1, 268_435_456), 'modified', `the assignment has ${key} ${shown(value)}`);
    return value;
  };
  const { fullAllowed, delta } = signed;
  demand(typeof fullAllowed === 'boolean', 'modified', 'the assignment does not say whether the whole image is allowed');
  demand(delta === undefined || isRecord(delta), 'modified', `the assignment has delta ${shown(delta)}`);
  return {
    deviceId: text(signed, 'deviceId', 64),
    attemptId: text(signed, 'attemptId', 64),
    target: text(signed, 'target', 129),
    digest: text(signed, 'digest', 64),
    headerBytes: count(signed, 'headerBytes'),
    contentBytes: count(signed, 'contentBytes'),
    issuedMs: readTime('assignment', signed.issued),
    expiresMs: readTime('assignment', signed.expires),
    ...(isRecord(delta)
      ? { delta: { baseDigest: text(delta, 'baseDigest', 64), bytes: count(delta, 'bytes'), digest: text(delta, 'digest', 64) } }
      : {}),
    fullAllowed,
  };
}

function checkBinding({ deviceId, attemptId, issuedMs, expiresMs }: Assignment, facts: DeviceFacts, timeMs: number): void {
  demand(deviceId === facts.deviceId, 'not-assigned', `the assignment is for device ${shown(deviceId)}, this is ${shown(facts.deviceId)}`);
  demand(
    attemptId === facts.attemptId,
    'not-assigned',
    `the assignment is for attempt ${shown(attemptId)}, this is ${shown(facts.attemptId)}`,
  );
  const until = new Date(expiresMs).toISOString();
  demand(timeMs < expiresMs, 'expired', `the assignment expired at ${until}, trusted time is ${new Date(timeMs).toISOString()}`);
  demand(issuedMs < expiresMs, 'modified', `the assignment expires at ${until}, before it was issued`);
}

function agreeingTarget({ targets }: TrustState, { target: path, digest, headerBytes, contentBytes }: Assignment): TrustTarget {
  const target = targets?.targets.get(path);
  demand(target !== undefined, 'mix-and-match', `the assignment names ${shown(path)}, targets ${targets?.version ?? 'none'} do not`);
  demand(digest === target.digest, 'mix-and-match', `the assignment says digest ${shown(digest)}, the targets say ${target.digest}`);
  const isSame = headerBytes === target.headerBytes && contentBytes === target.contentBytes;
  const said = `${headerBytes} and ${contentBytes} bytes, the targets say ${target.headerBytes} and ${target.contentBytes}`;
  demand(isSame, 'mix-and-match', `the assignment says header and content of ${said}`);
  return target;
}

function checkDevice(target: TrustTarget, { profile, hardwareRevision, runningDigest, securityCounter }: DeviceFacts): void {
  demand(target.profiles.includes(profile), 'wrong-hardware', `${target.path} is for ${shown(target.profiles)}, this is ${shown(profile)}`);
  const revisions = target.hardwareRevisions;
  const isRevision = revisions.length === 0 || revisions.includes(hardwareRevision);
  demand(isRevision, 'wrong-hardware', `${target.path} is for revisions ${shown(revisions)}, this is ${shown(hardwareRevision)}`);
  demand(target.digest !== runningDigest, 'already-running', `${target.path} runs already`);
  const isCounted = target.securityCounter >= securityCounter;
  demand(
    isCounted,
    'rollback',
    `${target.path} has security counter ${target.securityCounter}, this device has confirmed ${securityCounter}`,
  );
}

function checkVersions({ targets }: TrustState, target: TrustTarget, { profile, hardwareRevision, runningVersion }: DeviceFacts): void {
  if (runningVersion === '') return;
  const { minimumVersion } = target;
  const isNew = minimumVersion === '' || semver.gte(runningVersion, minimumVersion);
  demand(isNew, 'version-too-old', `${target.path} needs ${minimumVersion}, ${runningVersion} runs`);
  for (const between of targets?.targets.values() ?? []) {
    if (!between.mustPassThrough || between.name !== target.name) continue;
    if (!between.profiles.includes(profile)) continue;
    if (between.hardwareRevisions.length > 0 && !between.hardwareRevisions.includes(hardwareRevision)) continue;
    const isPassed = semver.gt(between.version, runningVersion) && semver.lt(between.version, target.version);
    demand(!isPassed, 'must-pass-through', `${between.path} has to be installed between ${runningVersion} and ${target.path}`);
  }
}

function readHeader(bytes: Uint8Array): ImageHeader {
  try {
    return parseImageHeader(bytes);
  } catch (error) {
    if (!(error instanceof SeatrialError)) throw error;
    throw new RefusalError('unknown-format', messageOf(error));
  }
}
