/** For tests of this folder: releases that a scripted fleet serves piece by piece, out of memory. */

import { createHash } from 'node:crypto';
import { absentCauses, type FleetFrame, frameLimits, type PieceName, pieces, updateCauses, updateStates } from '#proto/frame/index.js';
import { type Application, buildDelta, buildImage, type Image, readDelta, readImage } from '#proto/image/index.js';
import { createRandom } from '#proto/kit/index.js';
import {
  type Assignment,
  createTrustKey,
  makeAssignment,
  makeRoot,
  makeSnapshot,
  makeTargets,
  makeTimestamp,
  signMetadata,
  type TrustTarget,
} from '#proto/trust/index.js';
import { type FakeFleet, samplingApplication, setUp, startWallMs, toyProfile } from './device-fixture.ts';

type Facts = Parameters<typeof buildImage>[0];

const dayMs = 86_400_000;

/** An application that samples one signal only: how it differs from the factory's shows in the readings. */
export const levelOnly: Application = {
  ...samplingApplication,
  states: {
    on: { entry: [{ type: 'sample', params: { signals: ['levelL'], everyMs: 1_000 } }], meta: { final: 'samples for ever' } },
  },
};

/** An image for the toy: an application and a payload that follows from the version. */
export function imageOf(version: string, application?: Application, changes: Partial<Facts> = {}, payloadBytes = 100_000): Image {
  const facts: Facts = {
    name: 'toy',
    version,
    profiles: ['toy'],
    hardwareRevisions: [],
    securityCounter: 0,
    minimumVersion: '',
    mustPassThrough: false,
    ...changes,
  };
  const payload = new Uint8Array(payloadBytes);
  const random = createRandom('payload', 'toy', 'bytes');
  for (let at = 0; at < payloadBytes; at += 65_536) payload.set(random.bytes(Math.min(65_536, payloadBytes - at)), at);
  payload.set(Buffer.from(version), 0);
  return readImage(buildImage(facts, application, payload));
}

/** A report as the fleet reads it. */
export interface HeardReport {
  readonly attemptId: string;
  readonly sequence: number;
  readonly state: string | undefined;
  readonly cause: string | undefined;
  readonly message: string;
  readonly storedBytes: number;
  readonly takesDelta: boolean;
  readonly isConfirmed: boolean;
  readonly running: string;
  readonly securityCounter: number;
}

/** Serves releases to the device of a fake fleet, and takes its reports. Its switches are the script of a test. */
export class FakeReleases {
  readonly fleet: FakeFleet;
  readonly reports: HeardReport[] = [];
  /** What was asked for, in order. */
  readonly asked: { readonly piece: PieceName; readonly version: number; readonly offset: number; readonly credit: number }[] = [];
  /** False: reports are not acknowledged. */
  isAcknowledging = true;
  /** Called before a part goes out: undefined swallows it. */
  change: (part: Extract<FleetFrame, { type: 'piecePart' }>['body'] & object) => object | undefined = (part) => part;
  /** Metadata by role and version; the newest under version 0. */
  readonly pieces = new Map<string, Uint8Array>();
  /** Time between parts, ms. */
  everyMs = 1;
  #version = 0;
  #attemptId = '';
  #generation = 0;
  #image: Image | undefined;
  #delta: Uint8Array | undefined;

  readonly #keys: string;

  /** @param keys another name gives other keys */
  constructor(fleet: FakeFleet, keys = 'fleet') {
    this.#keys = keys;
    this.fleet = fleet;
    fleet.heard = (frame) => {
      if (frame.type === 'pieceRequest') this.#serve(frame.body);
      else if (frame.type === 'updateReport') this.#take(frame.body);
    };
    this.publish([]);
  }

  /** Signs the next set of metadata, which names these images. */
  publish(images: readonly Image[], lifeMs = 30 * dayMs): void {
    this.#version += 1;
    const version = this.#version;
    const expiresMs = Math.floor((this.fleet.clock.wallMs() + lifeMs) / 1_000) * 1_000;
    const role = (name: string) => ({ keys: [this.#keyOf(name)], threshold: 1 });
    const roles = {
      root: role('root'),
      targets: role('targets'),
      snapshot: role('snapshot'),
      timestamp: role('timestamp'),
      director: role('director'),
    };
    const root = signMetadata(makeRoot({ version: 1, expiresMs: startWallMs + 3_650 * dayMs, isDevelopment: true, roles }), [
      this.#keyOf('root'),
    ]);
    const targets = signMetadata(makeTargets(version, expiresMs, images.map(targetOf)), [this.#keyOf('targets')]);
    const snapshot = signMetadata(makeSnapshot(version, expiresMs, { version, bytes: targets }), [this.#keyOf('snapshot')]);
    const timestamp = signMetadata(makeTimestamp(version, expiresMs, { version, bytes: snapshot }), [this.#keyOf('timestamp')]);
    for (const [name, bytes] of Object.entries({ root, targets, snapshot, timestamp })) {
      this.pieces.set(`${name} 0`, bytes);
      this.pieces.set(`${name} ${name === 'root' ? 1 : version}`, bytes);
    }
  }

  /** Offers an image. */
  offer(image: Image, attemptId = 'attempt-1', changes: Partial<Assignment> = {}): void {
    this.#image = image;
    this.#attemptId = attemptId;
    const assignment: Assignment = {
      deviceId: 'toy-1',
      attemptId,
      target: targetOf(image).path,
      digest: image.digest,
      headerBytes: image.headerBytes.length,
      contentBytes: image.content.length,
      issuedMs: startWallMs,
      expiresMs: startWallMs + 300 * dayMs,
      fullAllowed: true,
      ...changes,
    };
    this.fleet.say({
      channel: 0,
      type: 'updateOffer',
      body: { attemptId, assignment: makeAssignment(assignment, [this.#keyOf('director')]) },
    });
  }

  /** The fields of an assignment that offer a delta, whose frame is served from now on. */
  deltaFrom(base: Image, target: Image): Pick<Assignment, 'delta'> {
    const { frame } = readDelta(buildDelta(base, target));
    this.#delta = frame;
    return { delta: { baseDigest: base.digest, bytes: frame.length, digest: createHash('sha256').update(frame).digest('hex') } };
  }

  cancel(attemptId = 'attempt-1'): void {
    this.fleet.say({ channel: 0, type: 'updateCancel', body: { attemptId, message: 'script' } });
  }

  /** Says that a piece is not there. */
  absent(piece: PieceName, cause: 'withdrawn' | 'busy' | 'no-such-version' | 'not-assigned', retryAfterMs = 0, version = 0): void {
    const body = {
      attemptId: this.#attemptId,
      piece: pieces.codeOf(piece),
      version,
      cause: absentCauses.codeOf(cause),
      message: '',
      retryAfterMs,
    };
    this.fleet.say({ channel: 0, type: 'pieceAbsent', body });
  }

  /** States of the reports in their order, one each change. */
  get states(): string[] {
    return this.reports.map(({ state }) => state ?? '').filter((state, index, all) => state !== all[index - 1]);
  }

  #keyOf(role: string) {
    return createTrustKey(createHash('sha256').update(`${this.#keys} ${role}`).digest());
  }

  #serve(body: {
    attemptId?: string | null;
    piece?: number | null;
    version?: number | null;
    offset?: number | null;
    credit?: number | null;
  }): void {
    const piece = pieces.nameOf(body.piece) as PieceName;
    const { attemptId = '', version, offset, credit } = { version: 0, offset: 0, credit: 0, ...body };
    this.asked.push({ piece, version: version ?? 0, offset: offset ?? 0, credit: credit ?? 0 });
    const bytes = this.#bytesOf(piece, version ?? 0);
    this.#generation += 1;
    const generation = this.#generation;
    if (bytes === undefined) {
      this.fleet.clock.setTimeout(() => this.fleet.link.isOpen && this.absent(piece, 'no-such-version', 0, version ?? 0), 1);
      return;
    }
    for (let index = 0; index < (credit ?? 0); index += 1) {
      const from = (offset ?? 0) + index * frameLimits.partBytes;
      if (from >= bytes.length) break;
      const part = {
        attemptId: attemptId ?? '',
        piece: pieces.codeOf(piece),
        version: version ?? 0,
        offset: from,
        totalBytes: bytes.length,
        bytes: bytes.subarray(from, from + frameLimits.partBytes),
      };
      this.fleet.clock.setTimeout(
        () => {
          const changed = this.change(part);
          if (generation === this.#generation && this.fleet.link.isOpen && changed !== undefined) {
            this.fleet.say({ channel: 0, type: 'piecePart', body: changed });
          }
        },
        (index + 1) * this.everyMs,
      );
    }
  }

  #bytesOf(piece: PieceName, version: number): Uint8Array | undefined {
    if (piece === 'header') return this.#image?.headerBytes;
    if (piece === 'content') return this.#image?.content;
    return piece === 'delta' ? this.#delta : this.pieces.get(`${piece} ${version}`);
  }

  #take(body: Extract<FakeFleet['frames'][number], { type: 'updateReport' }>['body']): void {
    const { attemptId, sequence } = { attemptId: body.attemptId ?? '', sequence: body.sequence ?? 0 };
    this.reports.push({
      attemptId,
      sequence,
      state: updateStates.nameOf(body.state),
      cause: updateCauses.nameOf(body.cause),
      message: body.message ?? '',
      storedBytes: body.storedBytes ?? 0,
      takesDelta: body.takesDelta ?? false,
      isConfirmed: body.isConfirmed ?? false,
      running: Buffer.from(body.runningDigest ?? []).toString('hex'),
      securityCounter: body.securityCounter ?? 0,
    });
    if (this.isAcknowledging) {
      this.fleet.clock.setTimeout(
        () => this.fleet.link.isOpen && this.fleet.say({ channel: 0, type: 'updateReportAcknowledge', body: { attemptId, sequence } }),
        1,
      );
    }
  }
}

function targetOf({ header, headerBytes, digest, content }: Image): TrustTarget {
  const { name, version, profiles, hardwareRevisions, securityCounter, minimumVersion, mustPassThrough } = header;
  return {
    path: `${name}/${version}`,
    name,
    version,
    digest,
    headerBytes: headerBytes.length,
    contentBytes: content.length,
    profiles,
    hardwareRevisions,
    securityCounter,
    minimumVersion,
    mustPassThrough,
  };
}

/** A device that is welcomed, with releases to offer. */
export function setUpUpdate(...args: Parameters<typeof setUp>) {
  const rig = setUp(...args);
  const releases = new FakeReleases(rig.fleet);
  rig.device.start();
  rig.clock.advanceBy(1_000);
  return { ...rig, releases };
}

/** A device with releases to offer. */
export type Rig = ReturnType<typeof setUpUpdate>;

/** Hellos of the device, oldest first. */
export const hellos = (rig: Pick<Rig, 'fleet'>) => rig.fleet.bodies('hello');
/** The image digest of a Hello, hex. */
export const digestOf = (hello: { imageDigest?: Uint8Array | null } | undefined) => Buffer.from(hello?.imageDigest ?? []).toString('hex');
/** All states of an attempt that goes well. */
export const walk = ['checking', 'downloading', 'installing', 'rebooting', 'unconfirmed', 'confirmed'];

/** Goes on until the device reported a state, or the time is over. */
export function runTo({ releases, clock }: Rig, state: string, mostMs = 600_000): void {
  for (let ms = 0; ms < mostMs && releases.states.at(-1) !== state; ms += 10) clock.advanceBy(10);
  const last = releases.reports.at(-1);
  if (last?.state !== state) throw new Error(`not ${state} but ${releases.states.join(', ')}: ${last?.cause} ${last?.message}`);
}

/** A release that is published and offered. */
export function offered(image = imageOf('1.1.0', levelOnly), profile = toyProfile()): Rig & { image: typeof image } {
  const rig = setUpUpdate(profile);
  rig.releases.publish([image]);
  rig.releases.offer(image);
  return { ...rig, image };
}
