import type { DeviceDirectory, FrameDirection, FrameQuery, FrameTap, KeptFrame } from '#fleet/domain/index.js';
import { type FrameSender, viewFrame, withoutSecrets } from '#proto/frame/index.js';
import type { Clock } from '#proto/kit/index.js';
import type { PublicProfile } from '#proto/profile/index.js';
import { FrameRing, type FrameUnit, type RingFrame, type RingPlace } from './frame-ring.ts';
import { failGateway } from './gateway-errors.ts';

/** Frames that are looked at in one turn: less than a millisecond. */
const sliceFrames = 8_192;

/** What the desk is made of. */
export interface FrameDeskParts {
  readonly clock: Pick<Clock, 'wallMs'>;
  readonly directory: Pick<DeviceDirectory, 'byKey' | 'profileOf'>;
  /** Size of the ring; 0: no frame is kept. */
  readonly ringBytes: number;
  /** Lets others have their turn; left out where time is virtual. */
  readonly yieldTurn?: (() => Promise<void>) | undefined;
}

/** One who follows a device. */
interface Follower {
  readonly direction: FrameDirection | undefined;
  readonly take: (frame: KeptFrame) => void;
}

/** Keeps the newest frames and hands them out by device. Nothing is decoded before somebody looks. */
export class FrameDesk implements FrameTap {
  readonly #parts: FrameDeskParts;
  /** Made with the first frame. */
  #ring: FrameRing | undefined;
  readonly #followers = new Map<number, Set<Follower>>();
  readonly #names = new WeakMap<PublicProfile, ReadonlyMap<number, string>>();

  constructor(parts: FrameDeskParts) {
    this.#parts = parts;
  }

  /**
   * Takes each frame that comes or goes, at once: its bytes may be used again afterwards.
   * @param restBytes what it has behind these bytes, which is not kept
   */
  note(unit: FrameUnit, isOut: boolean, bytes: Uint8Array, restBytes = 0): void {
    if (this.#parts.ringBytes === 0) return;
    this.#ring ??= new FrameRing(this.#parts.ringBytes);
    const atMs = this.#parts.clock.wallMs();
    this.#ring.append(unit, isOut, bytes, atMs, restBytes);
    if (this.#followers.size === 0) return;
    const followers = this.#followers.get(unit.deviceKey);
    if (followers === undefined) return;
    const frameBytes = bytes.length + restBytes;
    const frame: RingFrame = { number: this.#ring.next - 1, isOut, atMs, frameBytes, bytes: new Uint8Array(bytes) };
    this.#tell(followers, unit.deviceKey, frame);
  }

  /** Who the unit is is known from now on: the frames of its handshake are the device's. */
  claim(unit: FrameUnit): void {
    const ring = this.#ring;
    if (ring === undefined) return;
    const places = ring.claim(unit);
    const followers = this.#followers.get(unit.deviceKey);
    if (followers === undefined) return;
    for (const place of places) {
      const frame = ring.frameAt(place);
      if (frame !== undefined) this.#tell(followers, unit.deviceKey, frame);
    }
  }

  async read(deviceKey: number, query: FrameQuery): ReturnType<FrameTap['read']> {
    this.#checkOn();
    const ring = this.#ring;
    if (ring === undefined) return { frames: [], hasMore: false };
    const { limit, maxBytes, direction } = query;
    // The end stands: a walk must not run after frames that go on coming.
    const end = Math.min(query.before ?? ring.next, ring.next);
    const found: RingPlace[] = [];
    let count = 0;
    let place: RingPlace | undefined;
    do {
      place = ring.walk(place, end, sliceFrames, (key, isOut, number, offset) => {
        if (key !== deviceKey || (direction ?? nameOf(isOut)) !== nameOf(isOut)) return;
        found[count % limit] = { number, offset };
        count += 1;
      });
      if (place !== undefined) await this.#parts.yieldTurn?.();
    } while (place !== undefined);
    const frames: KeptFrame[] = [];
    let bytes = 0;
    const names = this.#namesOf(deviceKey);
    for (let index = count - 1; index >= Math.max(0, count - limit); index -= 1) {
      const frame = ring.frameAt(found[index % limit] as RingPlace);
      // What was overwritten meanwhile is gone, and all that is older with it.
      if (frame === undefined) return { frames: frames.reverse(), hasMore: false };
      bytes += frame.bytes.length;
      if (bytes > maxBytes && frames.length > 0) break;
      frames.push(keptOf(frame, names));
    }
    return { frames: frames.reverse(), hasMore: frames.length < count };
  }

  follow(...[deviceKey, direction, take]: Parameters<FrameTap['follow']>): () => void {
    this.#checkOn();
    const follower: Follower = { direction, take };
    const followers = this.#followers.get(deviceKey) ?? new Set();
    this.#followers.set(deviceKey, followers.add(follower));
    return () => {
      followers.delete(follower);
      if (followers.size === 0 && this.#followers.get(deviceKey) === followers) this.#followers.delete(deviceKey);
    };
  }

  #tell(followers: ReadonlySet<Follower>, deviceKey: number, frame: RingFrame): void {
    const kept = keptOf(frame, this.#namesOf(deviceKey));
    // A copy: who is told may stop following.
    for (const { direction, take } of [...followers]) if ((direction ?? kept.direction) === kept.direction) take(kept);
  }

  #namesOf(deviceKey: number): ReadonlyMap<number, string> {
    const { directory } = this.#parts;
    const device = directory.byKey(deviceKey);
    const profile = device === undefined ? undefined : directory.profileOf(device.profileDigest);
    if (profile === undefined) return noNames;
    const known = this.#names.get(profile);
    if (known !== undefined) return known;
    const names = new Map(profile.signals.map(({ id, name }) => [id, name]));
    this.#names.set(profile, names);
    return names;
  }

  #checkOn(): void {
    if (this.#parts.ringBytes === 0) throw failGateway('E1315', { message: 'no frame is kept: limits.frameRingBytes is 0' });
  }
}

const noNames: ReadonlyMap<number, string> = new Map();

function nameOf(isOut: boolean): FrameDirection {
  return isOut ? 'out' : 'in';
}

function keptOf({ isOut, bytes, ...rest }: RingFrame, names: ReadonlyMap<number, string>): KeptFrame {
  const sender: FrameSender = isOut ? 'fleet' : 'device';
  const hidden = withoutSecrets(bytes, sender);
  return { ...rest, direction: nameOf(isOut), bytes: hidden, view: viewFrame(hidden, sender, names, rest.frameBytes) };
}
