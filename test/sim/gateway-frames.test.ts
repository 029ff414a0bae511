/** Frames that the gateway keeps: whose they are, what of them is shown, and who follows them live. */
import { describe, expect, test } from 'vitest';
import type { FrameQuery, KeptFrame } from '#fleet/domain/index.js';
import { type FakeLink, Harness, operator, Unit } from './gateway-harness.ts';

const all: FrameQuery = { limit: 1_000, maxBytes: 1_000_000 };

async function framesOf(harness: Harness, id: string, query: Partial<FrameQuery> = {}): Promise<readonly KeptFrame[]> {
  return (await harness.gateway.frames.read(harness.key(id), { ...all, ...query })).frames;
}

const words = (frames: readonly KeptFrame[]) => frames.map(({ direction, view }) => `${direction} ${view.type}`);
const handshake = ['out challenge', 'in hello', 'out welcome'];

describe('kept frames', () => {
  test('a device has its handshake, its telemetry and what it was answered, and nobody else has them', async () => {
    const harness = await Harness.start();
    const token = await harness.token();
    const link = await harness.join(new Unit('room-1'), token);
    const other = await harness.join(new Unit('room-2'), token);
    link.telemetry(1, 1);
    other.telemetry(1, 1);
    link.telemetry(1, 2, { ids: [999] });
    link.say({ channel: 0, type: 'heartbeat', body: {} });
    const frames = await framesOf(harness, 'room-1');
    const claim = ['out challenge', 'in claim'];
    expect(words(frames)).toEqual(expect.arrayContaining([...handshake, 'in telemetry', 'out reject', 'in heartbeat', 'out time']));
    expect(words(frames).slice(0, 2)).toEqual(claim);
    expect(words(frames).filter((word) => word === 'in telemetry')).toHaveLength(2);
    expect(frames.map(({ number }) => number)).toEqual(frames.map(({ number }) => number).toSorted((a, b) => a - b));
    expect(words(await framesOf(harness, 'room-2')).at(-1)).toBe('in telemetry');
  });

  test('telemetry has the names of the profile; what proves an identity is nowhere whole', async () => {
    const harness = await Harness.start();
    const unit = new Unit('room-1');
    const link = await harness.join(unit, await harness.token());
    const nonce = Buffer.from(link.nonce()).toString('hex');
    link.telemetry(1, 1, { ids: [1], values: [20.5] });
    const frames = await framesOf(harness, 'room-1');
    expect(frames.find(({ view }) => view.type === 'telemetry')?.view.body).toMatchObject({ signals: ['roomTempC'], values: [20.5] });
    const challenges = frames.filter(({ view }) => view.type === 'challenge');
    expect(challenges.at(-1)?.view.body.nonce).toBe(`${nonce.slice(0, 8)}… (32 bytes)`);
    expect(frames.map(({ bytes }) => Buffer.from(bytes).toString('hex')).join(' ')).not.toContain(nonce.slice(0, 10));
    expect(frames.find(({ view }) => view.type === 'claim')?.view.body).toMatchObject({
      tokenProof: expect.stringMatching(/^.{8}… \(32 bytes\)$/),
    });
  });

  test('one way alone, the newest, older ones before a number, bounded bytes', async () => {
    const harness = await Harness.start();
    const link = await harness.join(new Unit('room-1'), await harness.token());
    for (let sequence = 1; sequence <= 10; sequence += 1) link.telemetry(1, sequence);
    const key = harness.key('room-1');
    const { frames } = harness.gateway;
    expect(new Set(words(await framesOf(harness, 'room-1', { direction: 'out' })).map((word) => word.slice(0, 3)))).toEqual(
      new Set(['out']),
    );
    const newest = await frames.read(key, { ...all, limit: 3 });
    expect([newest.hasMore, newest.frames.map(({ view }) => view.body.sequence)]).toEqual([true, [8, 9, 10]]);
    const older = await frames.read(key, { ...all, limit: 2, before: newest.frames[0]?.number });
    expect(older.frames.map(({ view }) => view.body.sequence)).toEqual([6, 7]);
    const bytes = newest.frames[0]?.frameBytes ?? 0;
    expect((await frames.read(key, { ...all, maxBytes: 2 * bytes })).frames).toHaveLength(2);
    expect((await frames.read(key, { ...all, maxBytes: 2 * bytes - 1 })).frames).toHaveLength(1);
    expect((await frames.read(key, { ...all, maxBytes: 1 })).frames).toHaveLength(1);
    expect(await frames.read(999, all)).toEqual({ frames: [], hasMore: false });
  });

  test('frames of a channel are those of the sub-device; what comes to nothing is its gateway’s', async () => {
    const harness = await Harness.start();
    const token = await harness.token();
    const link = await harness.join(new Unit('gate-1'), token);
    const unit = new Unit('gate-1.0001');
    link.say({ channel: 7, type: 'attach', body: {} });
    link.say(unit.claim(link.nonce(7), token, 7));
    await harness.settle();
    harness.hello(unit, link, 7);
    link.telemetry(1, 1, { channel: 7 });
    link.say({ channel: 9, type: 'heartbeat', body: {} });
    const frames = await framesOf(harness, 'gate-1.0001');
    expect(words(frames)).toEqual(['in attach', 'out challenge', 'in claim', ...handshake, 'in telemetry']);
    expect(frames.every(({ view }) => view.channel === 7)).toBe(true);
    const owners = (await framesOf(harness, 'gate-1')).map(({ direction, view }) => `${direction} ${view.channel} ${view.type}`);
    expect(owners.slice(-2)).toEqual(['in 9 heartbeat', 'out 9 refusal']);
    expect(owners.filter((word) => word.includes(' 7 '))).toEqual([]);
  });

  test('a frame that can not be read is there with what is wrong, then the refusal', async () => {
    const harness = await Harness.start();
    const link = await harness.join(new Unit('room-1'), await harness.token());
    link.receive(Buffer.from('2205', 'hex'));
    const [broken, refusal] = (await framesOf(harness, 'room-1')).slice(-2);
    expect([broken?.direction, broken?.view.problem, refusal?.view.type]).toEqual(['in', expect.stringContaining('E1101'), 'refusal']);
  });

  test('a frame that waits for room is kept once', async () => {
    const harness = await Harness.start();
    const link = await harness.join(new Unit('room-1'), await harness.token());
    harness.acquisition.verdict = 'full';
    link.telemetry(1, 1);
    harness.acquisition.verdict = 'accepted';
    for (const listener of [harness.acquisition.room]) listener?.();
    expect(words(await framesOf(harness, 'room-1')).filter((word) => word === 'in telemetry')).toHaveLength(1);
  });

  test('a ring of no size keeps nothing and says so', async () => {
    const harness = await Harness.start({ gateway: { frameRingBytes: 0 } });
    await harness.join(new Unit('room-1'), await harness.token());
    const key = harness.key('room-1');
    await expect(harness.gateway.frames.read(key, all)).rejects.toMatchObject({ code: 'E1315', message: expect.stringContaining('is 0') });
    expect(() => harness.gateway.frames.follow(key, undefined, () => undefined)).toThrow(/is 0/);
  });
});

describe('live frames', () => {
  /** Follows a device; gives what came. */
  function follow(harness: Harness, id: string, direction?: 'in' | 'out'): { readonly frames: KeptFrame[]; readonly end: () => void } {
    const frames: KeptFrame[] = [];
    return { frames, end: harness.gateway.frames.follow(harness.key(id), direction, (frame) => void frames.push(frame)) };
  }

  test('come in order, with the handshake of a device that comes back, until nobody follows', async () => {
    const harness = await Harness.start();
    const token = await harness.token();
    const unit = new Unit('room-1');
    const link: FakeLink = await harness.join(unit, token);
    const other = await harness.join(new Unit('room-2'), token);
    const both = follow(harness, 'room-1');
    const out = follow(harness, 'room-1', 'out');
    link.telemetry(1, 1);
    other.telemetry(1, 1);
    link.drop();
    const again = harness.hello(unit);
    again.telemetry(1, 2);
    expect(words(both.frames)).toEqual(['in telemetry', ...handshake, 'in telemetry']);
    expect(words(out.frames)).toEqual(['out challenge', 'out welcome']);
    expect(both.frames).toEqual((await framesOf(harness, 'room-1')).slice(-5));
    both.end();
    out.end();
    again.telemetry(1, 3);
    expect([both.frames.length, out.frames.length]).toEqual([5, 2]);
  });

  test('the last word to a device that is revoked is among them', async () => {
    const harness = await Harness.start();
    await harness.join(new Unit('room-1'), await harness.token());
    const { frames } = follow(harness, 'room-1');
    await harness.registry.devices.revoke('room-1', operator);
    expect(frames.map(({ view }) => [view.type, view.body.code])).toEqual([['refusal', 'REFUSAL_CODE_REVOKED']]);
  });
});
