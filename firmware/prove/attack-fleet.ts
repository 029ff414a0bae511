/** A fleet that speaks real frames to one device: honest as long as no script tells it otherwise. */
import {
  type AbsentCauseName,
  absentCauses,
  DeviceFrameDecoder,
  encodeAcknowledge,
  encodeFleetFrame,
  type FleetFrame,
  type PieceName,
  pieces,
  type UpdateCauseName,
  type UpdateStateName,
  updateCauses,
  updateStates,
} from '#proto/frame/index.js';
import type { Image } from '#proto/image/index.js';
import type { Clock } from '#proto/kit/index.js';
import type { Link, LinkHandler } from '#proto/link/index.js';
import type { AttackRepository } from './attack-repository.ts';

const partBytes = 32_768;
/** Between a frame and its answer, ms. */
const answerMs = 1;

/** What a device asks for. */
export interface Asked {
  readonly atMs: number;
  readonly piece: PieceName;
  readonly version: number;
  readonly offset: number;
  readonly credit: number;
}

/** What a fleet answers to a request for a piece. */
export type Answer =
  | {
      readonly type: 'bytes';
      readonly bytes: Uint8Array;
      readonly version: number;
      /** What the parts say; the length of the bytes when left out. */
      readonly totalBytes?: number;
      /** Parts leave one after the other at this rate; all at once when left out. */
      readonly bytesPerSecond?: number;
    }
  | { readonly type: 'absent'; readonly cause: AbsentCauseName; readonly retryAfterMs: number }
  | { readonly type: 'silence' };

/** What a device reported. Digest is hex. */
export interface Reported {
  readonly attemptId: string;
  readonly state: UpdateStateName;
  readonly cause: UpdateCauseName | undefined;
  readonly message: string;
  readonly storedBytes: number;
  readonly runningDigest: string;
  readonly isConfirmed: boolean;
  readonly securityCounter: number;
}

/** What a device said in a Hello. Digest is hex. */
export interface Greeted {
  readonly boot: number;
  readonly imageDigest: string;
  readonly imageConfirmed: boolean;
}

/** An offer as the fleet holds it: said again after each Welcome while it is open. */
export interface Offer {
  readonly attemptId: string;
  readonly assignment: Uint8Array;
  readonly image: Image;
  readonly delta?: Uint8Array;
}

/** What makes the fleet hostile. */
export interface FleetScript {
  /** In place of the honest answer. */
  answer?: (asked: Asked, honest: Answer) => Answer;
  /** In place of a frame that is about to leave. */
  outgoing?: (frame: FleetFrame) => readonly FleetFrame[];
  /** Told of each report as it comes. */
  reported?: (report: Reported) => void;
  /** True: what the device sends is lost. */
  drops?: (type: string) => boolean;
}

const endStates: ReadonlySet<UpdateStateName> = new Set(['confirmed', 'reverted', 'failed', 'rejected', 'cancelled']);

/** The fleet's side of all links of one device. */
export class AttackFleet implements LinkHandler {
  script: FleetScript = {};
  repository: AttackRepository;
  offer: Offer | undefined;
  /** Added to the time that it tells the device, ms. */
  clockErrorMs = 0;
  readonly reports: Reported[] = [];
  readonly asked: Asked[] = [];
  readonly greetings: Greeted[] = [];
  /** Telemetry and events that came. */
  receivedFrames = 0;
  /** Bytes of each piece that left. */
  readonly servedBytes = new Map<PieceName, number>();
  readonly #clock: Clock;
  readonly #decoder = new DeviceFrameDecoder();
  #link: Link | undefined;
  #isWelcomed = false;
  #sequences = new Set<string>();
  #stored = { boot: 0, sequence: 0 };
  #nonces = 0;

  constructor(clock: Clock, repository: AttackRepository) {
    this.#clock = clock;
    this.repository = repository;
  }

  /** True while a session is open. */
  get isWelcomed(): boolean {
    return this.#isWelcomed;
  }

  /** The report that ended an attempt; undefined while it is open. */
  endOf(attemptId: string): Reported | undefined {
    return this.reports.find((report) => report.attemptId === attemptId && endStates.has(report.state));
  }

  /** Makes an offer, now when there is a session and after each Welcome until it has ended. */
  makeOffer(offer: Offer): void {
    this.offer = offer;
    if (this.#isWelcomed) this.#sayOffer();
  }

  /** Sends a frame of any kind. */
  say(frame: FleetFrame): void {
    const link = this.#link;
    if (link === undefined) return;
    for (const one of this.script.outgoing?.(frame) ?? [frame]) if (link.isOpen) link.send(encodeFleetFrame(one));
  }

  onOpen(link: Link): void {
    this.#link?.terminate();
    this.#link = link;
    this.#isWelcomed = false;
    this.#nonces += 1;
    const nonce = new Uint8Array(32).fill(this.#nonces);
    this.say({ channel: 0, type: 'challenge', body: { nonce, fleetTimeMs: this.#timeMs(), answerWithinMs: 20_000 } });
  }

  onFrame(link: Link, bytes: Uint8Array): void {
    if (link !== this.#link) return;
    const frame = this.#decoder.decode(bytes);
    if (this.script.drops?.(frame.type)) return;
    if (frame.type === 'telemetry') return this.#store(frame.boot, frame.sequence);
    if (frame.type === 'event') return this.#store(frame.body.boot ?? 0, frame.body.sequence ?? 0);
    if (frame.type === 'hello') return this.#welcome(frame.body);
    if (frame.type === 'heartbeat') return this.#later(() => this.say({ channel: 0, type: 'time', body: { fleetTimeMs: this.#timeMs() } }));
    if (frame.type === 'updateReport') return this.#take(frame.body);
    if (frame.type === 'pieceRequest') {
      const { piece, version = 0, offset = 0, credit = 1 } = frame.body;
      const asked: Asked = { atMs: this.#clock.nowMs(), piece: pieces.nameOf(piece) ?? 'root', version, offset, credit };
      this.asked.push(asked);
      this.#serve(asked, frame.body.attemptId ?? '');
    }
  }

  onFault(): void {}

  onClose(link: Link): void {
    if (link !== this.#link) return;
    this.#link = undefined;
    this.#isWelcomed = false;
  }

  #welcome({ boot = 0, imageDigest, imageConfirmed = false }: { boot?: number; imageDigest?: Uint8Array; imageConfirmed?: boolean }): void {
    this.greetings.push({ boot, imageDigest: hex(imageDigest), imageConfirmed });
    this.#later(() => {
      const terms = { heartbeatMs: 60_000, profileWanted: false, framesPerSecond: 1_000_000, windowFrames: 1_000 };
      const stored = { storedBoot: this.#stored.boot, storedSequence: this.#stored.sequence };
      this.say({ channel: 0, type: 'welcome', body: { ...terms, ...stored, deviceId: deviceId, fleetTimeMs: this.#timeMs() } });
      this.#isWelcomed = true;
      this.#sayOffer();
    });
  }

  #sayOffer(): void {
    const { offer } = this;
    if (offer === undefined || this.endOf(offer.attemptId) !== undefined) return;
    this.say({ channel: 0, type: 'updateOffer', body: { attemptId: offer.attemptId, assignment: offer.assignment } });
  }

  #take(body: Extract<ReturnType<DeviceFrameDecoder['decode']>, { type: 'updateReport' }>['body']): void {
    const { attemptId = '', sequence = 0, state, cause, message = '', storedBytes = 0, runningDigest, isConfirmed = false } = body;
    const key = `${attemptId} ${sequence}`;
    if (!this.#sequences.has(key)) {
      this.#sequences.add(key);
      const named = { state: updateStates.nameOf(state) ?? 'checking', cause: updateCauses.nameOf(cause) };
      const facts = { runningDigest: hex(runningDigest), isConfirmed, securityCounter: body.securityCounter ?? 0 };
      const report = { attemptId, message, storedBytes, ...named, ...facts };
      this.reports.push(report);
      this.script.reported?.(report);
    }
    this.#later(() => this.say({ channel: 0, type: 'updateReportAcknowledge', body: { attemptId, sequence } }));
  }

  #serve(asked: Asked, attemptId: string): void {
    const honest = this.#honest(asked);
    const answer = this.script.answer?.(asked, honest) ?? honest;
    if (answer.type === 'silence') return;
    const piece = pieces.codeOf(asked.piece);
    if (answer.type === 'absent') {
      const cause = absentCauses.codeOf(answer.cause);
      const body = { attemptId, piece, version: asked.version, cause, retryAfterMs: answer.retryAfterMs, message: '' };
      return this.#later(() => this.say({ channel: 0, type: 'pieceAbsent', body }));
    }
    const { bytes, version, totalBytes = bytes.length, bytesPerSecond = Number.POSITIVE_INFINITY } = answer;
    let delayMs = answerMs;
    for (let part = 0; part < asked.credit; part += 1) {
      const offset = asked.offset + part * partBytes;
      if (offset >= bytes.length) break;
      const share = bytes.subarray(offset, offset + partBytes);
      delayMs += (share.length / bytesPerSecond) * 1_000;
      const link = this.#link;
      this.#clock.setTimeout(() => {
        if (link !== this.#link) return;
        this.servedBytes.set(asked.piece, (this.servedBytes.get(asked.piece) ?? 0) + share.length);
        this.say({ channel: 0, type: 'piecePart', body: { attemptId, piece, version, offset, totalBytes, bytes: share } });
      }, delayMs);
    }
  }

  #honest({ piece, version }: Asked): Answer {
    const { repository, offer } = this;
    const found = (bytes: Uint8Array | undefined, of: number): Answer =>
      bytes === undefined ? { type: 'absent', cause: 'no-such-version', retryAfterMs: 0 } : { type: 'bytes', bytes, version: of };
    switch (piece) {
      case 'root': {
        const root = version === 0 ? repository.roots.at(-1) : repository.roots.find((one) => one.version === version);
        return found(root?.bytes, root?.version ?? version);
      }
      case 'timestamp':
        return found(repository.timestamp.bytes, repository.timestamp.version);
      case 'snapshot':
        return found(repository.snapshots.get(version || repository.snapshotVersion), version || repository.snapshotVersion);
      case 'targets':
        return found(repository.targets.get(version || repository.targetsVersion), version || repository.targetsVersion);
      case 'header':
        return found(offer?.image.headerBytes, 0);
      case 'content':
        return found(offer?.image.content, 0);
      case 'delta':
        return found(offer?.delta, 0);
    }
  }

  #store(boot: number, sequence: number): void {
    this.receivedFrames += 1;
    this.#stored = { boot, sequence };
    const link = this.#link;
    this.#later(() => link?.isOpen && link.send(encodeAcknowledge(0, boot, sequence)));
  }

  #later(callback: () => void): void {
    this.#clock.setTimeout(callback, answerMs);
  }

  #timeMs(): number {
    return this.#clock.wallMs() + this.clockErrorMs;
  }
}

/** A report for a person. */
export function said(report: Reported | undefined): string {
  if (report === undefined) return 'no report of an end';
  const { state, cause, message } = report;
  return cause === undefined ? state : `${state}: ${cause}${message === '' ? '' : ` (${message})`}`;
}

/** Name of the device under attack. */
export const deviceId = 'target-1';

function hex(bytes: Uint8Array | null | undefined): string {
  return bytes === undefined || bytes === null ? '' : Buffer.from(bytes).toString('hex');
}
