import { describe, expect, test } from 'vitest';
import { DeviceFrameDecoder, encodeFleetFrame, encodeTelemetry, type FleetFrame } from '#proto/frame/index.js';
import { closeCodes, type Link, type LinkHandler } from '#proto/link/index.js';
import { ChannelHub } from './channel-hub.ts';
import type { ChannelDialect } from './dialect.ts';
import { seatrialDialect } from './seatrial-dialect.ts';

/** The gateway device's link: keeps what it is handed, and lets go of it when told. */
class Trunk implements Link {
  readonly remote = 'trunk';
  readonly isOpen = true;
  owner: unknown;
  queuedBytes = 0;
  readonly sent: string[] = [];
  readonly #decoder = new DeviceFrameDecoder();

  send(bytes: Uint8Array): void {
    const { channel, type } = this.#decoder.decode(bytes);
    this.sent.push(`${type} ${channel}`);
    this.queuedBytes += bytes.length;
  }

  pause(): void {}
  resume(): void {}
  close(): void {}
  terminate(): void {}

  /** What was handed over since the last call. */
  take(): string[] {
    return this.sent.splice(0);
  }
}

/** A sub-device that only listens. */
class Unit implements LinkHandler {
  readonly heard: string[] = [];
  link: Link | undefined;
  /** Leaves as soon as it is refused, as devices do. */
  readonly leaves: boolean;

  constructor(leaves = true) {
    this.leaves = leaves;
  }

  onOpen(link: Link): void {
    this.link = link;
    this.heard.push('open');
  }

  onFrame(link: Link, bytes: Uint8Array): void {
    const frame = seatrialDialect.decode(bytes, { unknownFrames: 0, unknownFields: 0 });
    this.heard.push(frame.type);
    if (this.leaves && frame.type === 'refusal') link.close(closeCodes.normal, 'refused');
  }

  onFault(): void {}

  onClose(_link: Link, code: number): void {
    this.heard.push(`close ${code}`);
  }
}

function setUp(units: number, isWelcomed = true) {
  const hub = new ChannelHub(seatrialDialect.channels as ChannelDialect);
  const trunk = new Trunk();
  const all = Array.from({ length: units }, () => new Unit());
  for (const unit of all) hub.dial(unit);
  const welcome = () => {
    const own = hub.open(trunk);
    hub.attachWaiting();
    return own;
  };
  return { hub, trunk, units: all, welcome, own: isWelcomed ? welcome() : undefined };
}

const say = (channel: number, type: 'challenge' | 'refusal' | 'pending' | 'time'): Uint8Array => {
  const bodies = {
    challenge: { nonce: new Uint8Array(32), answerWithinMs: 20_000 },
    refusal: { code: 4 },
    pending: { retryAfterMs: 1_000 },
    time: { fleetTimeMs: 1 },
  };
  return encodeFleetFrame({ channel, type, body: bodies[type] } as FleetFrame);
};
const frame = encodeTelemetry(0, 1, 1, 1e12, 4, [1, 2, 3, 4], undefined, [1, 2, 3, 4]);

describe('channels of one link', () => {
  test('dials wait for the welcome, then each has its own channel; frames find their unit', () => {
    const { hub, trunk, units, welcome } = setUp(3, false);
    expect([trunk.take(), units.map((unit) => unit.heard)]).toEqual([[], [[], [], []]]);
    welcome();
    expect(trunk.take()).toEqual(['attach 1', 'attach 2', 'attach 3']);
    expect(hub.take(say(2, 'challenge'))).toBe(true);
    expect(hub.take(say(0, 'challenge'))).toBe(false);
    expect(units.map((unit) => unit.heard)).toEqual([['open'], ['open', 'challenge'], ['open']]);
    units[2]?.link?.send(frame);
    expect(trunk.take()).toEqual(['telemetry 3']);
  });

  test('who leaves gives its channel back, and no other gets it soon: late answers are nobody’s', () => {
    const { hub, trunk, units } = setUp(2);
    trunk.take();
    units[0]?.link?.close(closeCodes.sleeping, 'sleeping');
    units[0]?.link?.close(closeCodes.sleeping, 'again');
    units[0]?.link?.send(frame);
    expect(trunk.take()).toEqual(['detach 1']);
    const next = new Unit();
    hub.dial(next);
    expect(trunk.take()).toEqual(['attach 3']);
    expect([hub.take(say(1, 'refusal')), hub.take(say(1, 'challenge'))]).toEqual([true, true]);
    expect([units[0]?.heard, next.heard]).toEqual([['open', 'close 4001'], ['open']]);
  });

  test('a link that is cut is detached as well, or the fleet would hold its channel', () => {
    const { trunk, units } = setUp(1);
    trunk.take();
    units[0]?.link?.terminate();
    expect([trunk.take(), units[0]?.heard]).toEqual([['detach 1'], ['open', 'close 1006']]);
  });

  test.each(['refusal', 'pending'] as const)('after a %s the channel is free already: nothing is given back', (type) => {
    const { hub, trunk, units } = setUp(1);
    const deaf = new Unit(false);
    hub.dial(deaf);
    trunk.take();
    hub.take(say(1, type));
    hub.take(say(2, type));
    expect(trunk.take()).toEqual([]);
    // One that does not leave by itself learns that its channel is gone.
    expect(deaf.heard).toEqual(['open', type, `close ${closeCodes.refused}`]);
    expect(units[0]?.heard.slice(0, 2)).toEqual(['open', type]);
    expect(units[0]?.heard).toHaveLength(3);
  });

  test('the end of the socket ends all channels once, and a new welcome begins anew', () => {
    const { hub, trunk, units, welcome } = setUp(2);
    hub.close();
    hub.close();
    expect(units.map((unit) => unit.heard)).toEqual([
      ['open', 'close 1006'],
      ['open', 'close 1006'],
    ]);
    units[0]?.link?.close(1000, 'late');
    const again = new Unit();
    hub.dial(again);
    const waiting = hub.dial(new Unit());
    waiting.close(1000, 'gave up before the welcome');
    trunk.take();
    welcome();
    expect([trunk.take(), again.heard]).toEqual([['attach 3'], ['open']]);
  });

  test('all 65,535 channels can be in use, and one more is turned away; numbers come round', () => {
    const { hub, trunk, units } = setUp(65_535);
    expect(trunk.take().at(-1)).toBe('attach 65535');
    const late = new Unit();
    hub.dial(late);
    expect([trunk.take(), late.heard]).toEqual([[], ['close 1006']]);
    units[6]?.link?.close(1000, '');
    const next = new Unit();
    hub.dial(next);
    expect(trunk.take()).toEqual(['detach 7', 'attach 7']);
  });
});

describe('the link is shared fairly', () => {
  test('a unit is full at its share of the room, its siblings and the gateway are not', () => {
    const { hub, trunk, units, own } = setUp(3);
    trunk.queuedBytes = 0;
    hub.open(trunk);
    const [busy, calm] = units;
    for (let sent = 0; sent < 1_000; sent += 1) busy?.link?.send(frame);
    expect(trunk.queuedBytes).toBeGreaterThan(50_000);
    expect(busy?.link?.queuedBytes).toBe(trunk.queuedBytes * 4);
    expect([calm?.link?.queuedBytes, own?.queuedBytes]).toEqual([0, 0]);
  });

  test('what left makes room for its own unit, whatever the others still queue', () => {
    const { trunk, units } = setUp(2);
    trunk.queuedBytes = 0;
    const [first, second] = units;
    first?.link?.send(frame);
    const mine = trunk.queuedBytes;
    for (let sent = 0; sent < 100; sent += 1) second?.link?.send(frame);
    expect(first?.link?.queuedBytes).toBeGreaterThan(0);
    trunk.queuedBytes -= mine;
    expect(first?.link?.queuedBytes).toBe(0);
    expect(second?.link?.queuedBytes).toBeGreaterThan(0);
  });
});
