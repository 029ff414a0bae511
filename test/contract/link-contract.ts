import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { closeCodes, type Dialer, type Link, type LinkFault, type LinkHandler, maximumFrameBytes } from '#proto/link/index.js';

/** What happened to the links of one side, in order. */
export type LinkNote =
  | { readonly type: 'open'; readonly link: Link }
  | { readonly type: 'frame'; readonly link: Link; readonly bytes: Uint8Array }
  | { readonly type: 'fault'; readonly link: Link; readonly fault: LinkFault }
  | {
      readonly type: 'close';
      readonly link: Link;
      readonly code: number;
      readonly reason: string;
      readonly retryAfterMs: number | undefined;
    };

/** A handler that writes everything down. */
export class NotingHandler implements LinkHandler {
  readonly notes: LinkNote[] = [];
  /** Called after a frame was noted. */
  answer: ((link: Link, bytes: Uint8Array) => void) | undefined;
  /** Called after a fault was noted. */
  complain: ((link: Link) => void) | undefined;

  onOpen(link: Link): void {
    this.notes.push({ type: 'open', link });
  }
  onFrame(link: Link, bytes: Uint8Array): void {
    this.notes.push({ type: 'frame', link, bytes: Uint8Array.from(bytes) });
    this.answer?.(link, bytes);
  }
  onFault(link: Link, fault: LinkFault): void {
    this.notes.push({ type: 'fault', link, fault });
    this.complain?.(link);
  }
  onClose(link: Link, code: number, reason: string, retryAfterMs?: number): void {
    this.notes.push({ type: 'close', link, code, reason, retryAfterMs });
  }
  /** Notes of one kind. */
  of<Type extends LinkNote['type']>(type: Type): Extract<LinkNote, { type: Type }>[] {
    return this.notes.filter((note): note is Extract<LinkNote, { type: Type }> => note.type === type);
  }
  /** Kinds of all notes, in order, and the first byte of frames. */
  get story(): string[] {
    return this.notes.map((note) =>
      note.type === 'frame' ? `frame ${note.bytes[0]}` : note.type === 'close' ? `close ${note.code}` : note.type,
    );
  }
}

/** One network with one fleet manager on it, made anew for each test. */
export interface LinkWorld {
  /** Dials the fleet manager. */
  readonly dialer: Dialer;
  /** Dials where nobody listens. */
  readonly nowhere: Dialer;
  /** Dials a fleet manager whose only place is taken, and is refused. */
  readonly full: Dialer;
  /** Lets things happen until the condition holds; fails the test when it never does. */
  until(condition: () => boolean, what: string): Promise<void>;
  /** Lets everything that is under way happen. */
  settle(): Promise<void>;
  stop(): Promise<void>;
}

/** Makes a world whose fleet manager's side is the handler. */
export type LinkSetup = (fleet: LinkHandler) => Promise<LinkWorld>;

/** What every driver of Link must do. */
export function linkContract(name: string, setup: LinkSetup): void {
  describe(`${name}: the link contract`, () => {
    let fleet: NotingHandler;
    let device: NotingHandler;
    let world: LinkWorld;

    beforeEach(async () => {
      fleet = new NotingHandler();
      device = new NotingHandler();
      world = await setup(fleet);
    });
    afterEach(() => world.stop());

    async function open(): Promise<{ near: Link; far: Link }> {
      const near = world.dialer.dial(device);
      await world.until(() => device.of('open').length > 0 && fleet.of('open').length > 0, 'both ends open');
      return { near, far: (fleet.notes[0] as LinkNote).link };
    }

    test('opens both ends', async () => {
      const near = world.dialer.dial(device);
      expect(near.isOpen).toBe(false);
      expect(device.notes).toEqual([]);
      await world.until(() => device.of('open').length === 1 && fleet.of('open').length === 1, 'both ends open');
      expect((device.notes[0] as LinkNote).link).toBe(near);
      expect(near.isOpen).toBe(true);
      expect((fleet.notes[0] as LinkNote).link.isOpen).toBe(true);
      expect(near.remote).not.toBe('');
    });

    test('keeps the order and the bytes of frames, both ways', async () => {
      const { near, far } = await open();
      const lengths = [0, 1, 125, 126, 127, 1_000, 65_535, 65_536, 3];
      for (const [index, length] of lengths.entries()) near.send(new Uint8Array(length).fill(index + 1));
      for (const [index, length] of lengths.entries()) far.send(new Uint8Array(length).fill(index + 101));
      await world.until(
        () => fleet.of('frame').length === lengths.length && device.of('frame').length === lengths.length,
        'all frames are there',
      );
      expect(fleet.of('frame').map(({ bytes }) => [bytes.length, bytes[0], bytes.at(-1)])).toEqual(
        lengths.map((length, index) => [length, length === 0 ? undefined : index + 1, length === 0 ? undefined : index + 1]),
      );
      expect(device.of('frame').map(({ bytes }) => [bytes.length, bytes.at(-1)])).toEqual(
        lengths.map((length, index) => [length, length === 0 ? undefined : index + 101]),
      );
    });

    test('a frame in two pieces arrives as one, in its place, and its bytes stay as they were', async () => {
      const { far } = await open();
      const lengths = [0, 1, 124, 125, 65_534, 65_535];
      const shared = new Uint8Array(65_535).fill(200);
      for (const [index, length] of lengths.entries()) {
        far.send(Uint8Array.of(index), shared.subarray(0, length));
        far.send(Uint8Array.of(100 + index));
      }
      await world.until(() => device.of('frame').length === 2 * lengths.length, 'all frames are there');
      expect(device.of('frame').map(({ bytes }) => [bytes.length, bytes[0]])).toEqual(
        lengths.flatMap((length, index) => [
          [1 + length, index],
          [1, 100 + index],
        ]),
      );
      expect(device.of('frame').every(({ bytes }) => bytes.subarray(1).every((byte) => byte === 200))).toBe(true);
      expect(shared.every((byte) => byte === 200)).toBe(true);
      expect(device.of('fault')).toEqual([]);
    });

    test('the rest of a frame does not go out on a closed link, and its bytes wait with those of others', async () => {
      const { near, far } = await open();
      near.pause();
      const rest = new Uint8Array(60_000);
      let sent = 0;
      for (; sent < 200 && far.queuedBytes < 1_000_000; sent += 1) {
        far.send(Uint8Array.of(7), rest);
        await world.settle();
      }
      expect(far.queuedBytes).toBeGreaterThanOrEqual(1_000_000);
      near.resume();
      await world.until(() => device.of('frame').length === sent, 'all frames are there');
      far.close(1_000, '');
      far.send(Uint8Array.of(8), rest);
      await world.until(() => device.of('close').length === 1, 'it closes');
      expect(device.of('frame')).toHaveLength(sent);
    });

    test('leaves the bytes of a frame as they were', async () => {
      const { near } = await open();
      const frame = Buffer.from('not to be masked in place');
      near.send(frame);
      await world.until(() => fleet.of('frame').length === 1, 'the frame is there');
      expect(frame.toString()).toBe('not to be masked in place');
    });

    test('answers sent from inside onFrame arrive', async () => {
      fleet.answer = (link, bytes) => link.send(Uint8Array.of((bytes[0] as number) + 1));
      const { near } = await open();
      for (let index = 0; index < 10; index += 1) near.send(Uint8Array.of(index * 2));
      await world.until(() => device.of('frame').length === 10, 'ten answers are there');
      expect(device.of('frame').map(({ bytes }) => bytes[0])).toEqual([1, 3, 5, 7, 9, 11, 13, 15, 17, 19]);
    });

    test.each([
      ['device', 1_000],
      ['device', 4_001],
      ['fleet', 4_000],
      ['fleet', 1_001],
    ])('%s closes with %i: what was queued arrives first, both sides hear the code once', async (who, code) => {
      const { near, far } = await open();
      const [link, other] = who === 'device' ? [near, fleet] : [far, device];
      const own = who === 'device' ? device : fleet;
      link.send(Uint8Array.of(7));
      link.close(code, 'because');
      expect(link.isOpen).toBe(false);
      await world.until(() => fleet.of('close').length === 1 && device.of('close').length === 1, 'both ends close');
      expect(other.story).toEqual(['open', 'frame 7', `close ${code}`]);
      expect(own.story).toEqual(['open', `close ${code}`]);
      expect(other.of('close')[0]?.reason).toBe('because');
      await world.settle();
      expect(fleet.of('close').length + device.of('close').length).toBe(2);
    });

    test('a reason over 123 bytes is cut at a border of a character', async () => {
      const { far } = await open();
      far.close(4_000, 'ü'.repeat(100));
      await world.until(() => device.of('close').length === 1, 'the device closes');
      expect(device.of('close')[0]?.reason).toBe('ü'.repeat(61));
    });

    test('both close at once: each hears once', async () => {
      const { near, far } = await open();
      near.close(4_001, '');
      far.close(4_001, '');
      await world.until(() => fleet.of('close').length === 1 && device.of('close').length === 1, 'both ends close');
      await world.settle();
      expect(fleet.story).toEqual(['open', 'close 4001']);
      expect(device.story).toEqual(['open', 'close 4001']);
    });

    test('no frame is handed to the side that closed', async () => {
      const { near, far } = await open();
      far.send(Uint8Array.of(1));
      near.close(1_000, '');
      await world.until(() => device.of('close').length === 1, 'the device closes');
      expect(device.of('frame')).toEqual([]);
    });

    test('closing inside onFrame stops the frames behind it', async () => {
      fleet.answer = (link) => link.close(4_000, 'enough');
      const { near } = await open();
      for (let index = 0; index < 5; index += 1) near.send(Uint8Array.of(index));
      await world.until(() => fleet.of('close').length === 1 && device.of('close').length === 1, 'both ends close');
      expect(fleet.story).toEqual(['open', 'frame 0', 'close 4000']);
      expect(device.story).toEqual(['open', 'close 4000']);
    });

    test('terminate cuts: both ends hear 1006, once', async () => {
      const { near } = await open();
      near.terminate();
      near.terminate();
      near.close(1_000, '');
      expect(near.isOpen).toBe(false);
      expect(device.of('close')).toEqual([]);
      await world.until(() => fleet.of('close').length === 1 && device.of('close').length === 1, 'both ends close');
      await world.settle();
      expect(fleet.story).toEqual(['open', 'close 1006']);
      expect(device.story).toEqual(['open', 'close 1006']);
    });

    test('terminate and close before it opened end in 1006', async () => {
      const cut = world.dialer.dial(device);
      cut.terminate();
      const other = new NotingHandler();
      const closed = world.dialer.dial(other);
      closed.close(1_000, '');
      await world.until(() => device.of('close').length === 1 && other.of('close').length === 1, 'both dials end');
      await world.settle();
      expect(device.story).toEqual(['close 1006']);
      expect(other.story).toEqual(['close 1006']);
    });

    test('send, close, pause and resume after the end do nothing', async () => {
      const { near, far } = await open();
      near.close(1_000, '');
      await world.until(() => fleet.of('close').length === 1 && device.of('close').length === 1, 'both ends close');
      for (const link of [near, far]) {
        link.send(Uint8Array.of(1));
        link.pause();
        link.resume();
        link.close(1_000, '');
        link.terminate();
      }
      await world.settle();
      expect(fleet.story).toEqual(['open', 'close 1000']);
      expect(device.story).toEqual(['open', 'close 1000']);
    });

    test('send before it opened does nothing', async () => {
      const near = world.dialer.dial(device);
      near.send(Uint8Array.of(1));
      await world.until(() => device.of('open').length === 1, 'the device opens');
      near.send(Uint8Array.of(2));
      await world.until(() => fleet.of('frame').length > 0, 'a frame is there');
      expect(fleet.story).toEqual(['open', 'frame 2']);
    });

    test('one byte past the limit is a fault and closes with 1009', async () => {
      const { near } = await open();
      near.send(new Uint8Array(maximumFrameBytes).fill(1));
      near.send(new Uint8Array(maximumFrameBytes + 1).fill(2));
      near.send(Uint8Array.of(3));
      await world.until(() => fleet.of('close').length === 1 && device.of('close').length === 1, 'both ends close');
      expect(fleet.story).toEqual(['open', 'frame 1', 'fault', `close ${closeCodes.frameTooLarge}`]);
      expect(fleet.of('fault')[0]?.fault).toBe('tooLarge');
      expect(device.story).toEqual(['open', `close ${closeCodes.frameTooLarge}`]);
    });

    test('what the handler sends inside onFault goes out, and the fault keeps its close code', async () => {
      fleet.complain = (link) => {
        expect(link.isOpen).toBe(true);
        link.send(Uint8Array.of(9));
        link.close(4_000, 'refused');
        link.send(Uint8Array.of(8));
      };
      const { near } = await open();
      near.send(new Uint8Array(maximumFrameBytes + 1));
      near.send(Uint8Array.of(1));
      await world.until(() => fleet.of('close').length === 1 && device.of('close').length === 1, 'both ends close');
      expect(fleet.story).toEqual(['open', 'fault', `close ${closeCodes.frameTooLarge}`]);
      expect(device.story).toEqual(['open', 'frame 9', 'frame 8', `close ${closeCodes.frameTooLarge}`]);
    });

    test('terminate inside onFault cuts', async () => {
      fleet.complain = (link) => link.terminate();
      const { near } = await open();
      near.send(new Uint8Array(maximumFrameBytes + 1));
      await world.until(() => fleet.of('close').length === 1 && device.of('close').length === 1, 'both ends close');
      expect(fleet.story).toEqual(['open', 'fault', 'close 1006']);
      expect(device.story).toEqual(['open', 'close 1006']);
    });

    test('nobody listens: the dial ends in 1006 without onOpen', async () => {
      world.nowhere.dial(device);
      await world.until(() => device.of('close').length === 1, 'the dial ends');
      expect(device.story).toEqual(['close 1006']);
    });

    test('no room: the dial ends in 1006 without onOpen', async () => {
      world.full.dial(device);
      await world.until(() => device.of('close').length === 1, 'the dial ends');
      expect(device.story).toEqual(['close 1006']);
    });

    test('pause holds frames back, resume brings them in order and never inside its call', async () => {
      const { near, far } = await open();
      fleet.answer = (link) => {
        if (fleet.of('frame').length === 2) link.pause();
      };
      for (let index = 1; index <= 6; index += 1) near.send(Uint8Array.of(index));
      await world.until(() => fleet.of('frame').length === 2, 'two frames are there');
      await world.settle();
      expect(fleet.of('frame').length).toBe(2);
      fleet.answer = undefined;
      far.resume();
      expect(fleet.of('frame').length).toBe(2);
      await world.until(() => fleet.of('frame').length === 6, 'the rest is there');
      expect(fleet.of('frame').map(({ bytes }) => bytes[0])).toEqual([1, 2, 3, 4, 5, 6]);
    });

    test('frames that were read before a pause keep their bytes, whatever other links read meanwhile', async () => {
      const { near, far } = await open();
      const busy = new NotingHandler();
      world.dialer.dial(busy);
      await world.until(() => busy.of('open').length === 1 && fleet.of('open').length === 2, 'another link is open');
      device.answer = () => near.pause();
      for (let index = 1; index <= 20; index += 1) far.send(new Uint8Array(200 * index).fill(index));
      await world.until(() => device.of('frame').length === 1, 'one frame is there');
      await world.settle();
      device.answer = undefined;
      fleet.of('open')[1]?.link.send(new Uint8Array(65_000).fill(255));
      await world.until(() => busy.of('frame').length === 1, 'the other link has read');
      for (let index = 21; index <= 40; index += 1) far.send(new Uint8Array(200 * index).fill(index));
      near.resume();
      await world.until(() => device.of('frame').length === 40, 'all frames are there');
      const wrong = device.of('frame').filter(({ bytes }, at) => bytes.length !== 200 * (at + 1) || bytes.some((byte) => byte !== at + 1));
      expect(wrong).toEqual([]);
    });

    test('a slow reader makes queuedBytes of the sender grow, and resume lets it fall', async () => {
      const { near, far } = await open();
      near.pause();
      const frame = new Uint8Array(60_000);
      let sent = 0;
      for (; sent < 200 && far.queuedBytes < 1_000_000; sent += 1) {
        far.send(frame);
        if (sent % 10 === 0) await world.settle();
      }
      expect(far.queuedBytes).toBeGreaterThanOrEqual(1_000_000);
      expect(device.of('frame')).toEqual([]);
      near.resume();
      await world.until(() => device.of('frame').length === sent, 'all frames are there');
      await world.until(() => far.queuedBytes === 0, 'nothing is queued');
    });

    test('a paused side can close', async () => {
      const { near, far } = await open();
      far.pause();
      near.send(Uint8Array.of(1));
      await world.settle();
      far.close(4_000, 'slow');
      await world.until(() => fleet.of('close').length === 1 && device.of('close').length === 1, 'both ends close');
      expect(fleet.story).toEqual(['open', 'close 4000']);
      expect(device.story).toEqual(['open', 'close 4000']);
    });

    test('the owner belongs to whoever handles the link', async () => {
      const { near, far } = await open();
      near.owner = 'a device';
      far.owner = 'a session';
      expect([near.owner, far.owner]).toEqual(['a device', 'a session']);
    });
  });
}
