import { describe, expect, test } from 'vitest';
import { createRandom, VirtualClock } from '#proto/kit/index.js';
import type { Link, LinkHandler } from './link.ts';
import { createMemoryNetwork, type MemoryNetwork } from './memory-network.ts';
import { MemoryPath } from './memory-path.ts';
import { checkedModel, type NetworkModel, networkPreset, networkPresets } from './network-model.ts';

/** Notes arrivals with their time. */
class Ear implements LinkHandler {
  readonly heard: { readonly atMs: number; readonly what: number | string }[] = [];
  readonly links: Link[] = [];
  readonly #clock: VirtualClock;
  constructor(clock: VirtualClock) {
    this.#clock = clock;
  }
  onOpen(link: Link): void {
    this.links.push(link);
    this.#note('open');
  }
  onFrame(_link: Link, bytes: Uint8Array): void {
    this.#note(bytes[0] as number);
  }
  onFault(): void {
    this.#note('fault');
  }
  onClose(_link: Link, code: number): void {
    this.#note(`close ${code}`);
  }
  get whats(): (number | string)[] {
    return this.heard.map(({ what }) => what);
  }
  get times(): number[] {
    return this.heard.map(({ atMs }) => atMs);
  }
  #note(what: number | string): void {
    this.heard.push({ atMs: this.#clock.nowMs(), what });
  }
}

interface Setting {
  readonly clock: VirtualClock;
  readonly fleet: Ear;
  readonly device: Ear;
  readonly network: MemoryNetwork;
  readonly near: Link;
  readonly far: Link;
}

function connected(changes: Partial<NetworkModel>, seed = 'seed'): Setting {
  const clock = new VirtualClock(0);
  const fleet = new Ear(clock);
  const device = new Ear(clock);
  const network = createMemoryNetwork({ clock, seed, handler: fleet });
  const near = network.dialer('device', { ...networkPresets.lab, ...changes }).dial(device);
  while (device.heard.length === 0 && clock.step());
  fleet.heard.length = 0;
  device.heard.length = 0;
  return { clock, fleet, device, network, near, far: fleet.links[0] as Link };
}

function sendAll(link: Link, count: number, bytes = 1): void {
  for (let index = 0; index < count; index += 1) link.send(new Uint8Array(bytes).fill(index));
}

describe('latency', () => {
  test('opening takes three ways to the fleet and one back; a frame takes one', () => {
    const clock = new VirtualClock(0);
    const fleet = new Ear(clock);
    const device = new Ear(clock);
    const near = createMemoryNetwork({ clock, seed: 'x', handler: fleet })
      .dialer('device', { ...networkPresets.lab, latencyMs: 10 })
      .dial(device);
    clock.advanceTo(40);
    near.send(Uint8Array.of(1));
    clock.advanceTo(1_000);
    expect(fleet.heard).toEqual([
      { atMs: 30, what: 'open' },
      { atMs: 50, what: 1 },
    ]);
    expect(device.heard).toEqual([{ atMs: 40, what: 'open' }]);
  });

  test('what the fleet sends when it opens does not overtake the answer to the dial', () => {
    const clock = new VirtualClock(0);
    const device = new Ear(clock);
    const fleet = new Ear(clock);
    fleet.onOpen = (link) => link.send(Uint8Array.of(9));
    createMemoryNetwork({ clock, seed: 'x', handler: fleet })
      .dialer('device', { ...networkPresets.lab, latencyMs: 10 })
      .dial(device);
    clock.advanceTo(1_000);
    expect(device.heard).toEqual([
      { atMs: 40, what: 'open' },
      { atMs: 40, what: 9 },
    ]);
  });

  test('without latency a frame still goes through the clock, and all of one instant by one timer', () => {
    const { clock, fleet, near } = connected({});
    sendAll(near, 100);
    expect(fleet.heard).toEqual([]);
    expect(clock.pending).toBe(1);
    expect(clock.step()).toBe(true);
    expect(fleet.heard.length).toBe(100);
    expect(clock.pending).toBe(0);
  });
});

test('jitter spreads arrivals within its range and keeps the order', () => {
  const { clock, fleet, near } = connected({ latencyMs: 100, jitterMs: 50 });
  const startMs = clock.nowMs();
  for (let index = 0; index < 200; index += 1) {
    clock.advanceTo(startMs + index * 5);
    near.send(Uint8Array.of(index));
  }
  clock.advanceBy(1_000);
  expect(fleet.whats).toEqual(Array.from({ length: 200 }, (_, index) => index));
  const delays = fleet.times.map((atMs, index) => atMs - startMs - index * 5);
  expect(Math.min(...delays)).toBeGreaterThanOrEqual(100);
  expect(Math.max(...delays)).toBeLessThan(150);
  expect(Math.max(...delays) - Math.min(...delays)).toBeGreaterThan(25);
});

test('bandwidth: frames leave one after the other', () => {
  const { clock, fleet, near } = connected({ latencyMs: 5, bytesPerSecond: 1_000 });
  const startMs = clock.nowMs();
  sendAll(near, 4, 100);
  clock.advanceBy(10_000);
  expect(fleet.times.map((atMs) => atMs - startMs)).toEqual([105, 205, 305, 405]);
});

describe('burst loss', () => {
  const model = { ...networkPresets.lab, latencyMs: 10, loss: { begin: 0.01, end: 0.3 } };

  test('is a stall and then a burst, in order, and nothing is missing', () => {
    const { clock, fleet, near } = connected({ latencyMs: 10, loss: { begin: 0.02, end: 0.3 } });
    const startMs = clock.nowMs();
    for (let index = 0; index < 250; index += 1) {
      clock.advanceTo(startMs + index * 20);
      near.send(Uint8Array.of(index));
    }
    clock.advanceBy(600_000);
    expect(fleet.whats).toEqual(Array.from({ length: 250 }, (_, index) => index));
    const gaps = fleet.times.slice(1).map((atMs, index) => atMs - (fleet.times[index] as number));
    expect(Math.max(...gaps)).toBeGreaterThanOrEqual(180);
    expect(gaps.filter((gapMs) => gapMs === 0).length).toBeGreaterThanOrEqual(9);
  });

  test('hits the share of packets that the model says: begin / (begin + end)', () => {
    const random = createRandom('share', 'device', 'network');
    const path = new MemoryPath();
    let resends = 0;
    const frames = 100_000;
    for (let index = 0; index < frames; index += 1) {
      const delayMs = path.arrivalMs(model, () => random, 100, 0) - 10;
      // 200, 200 + 400, 200 + 400 + 800, ...
      resends += Math.round(Math.log2(delayMs / 200 + 1));
    }
    const share = resends / (frames + resends);
    expect(share).toBeGreaterThan(0.029);
    expect(share).toBeLessThan(0.036);
  });

  test('the same seed gives the same arrivals, another seed others, and other devices do not matter', () => {
    const run = (seed: string, others: number) => {
      const { clock, fleet, near, network } = connected({ latencyMs: 10, jitterMs: 100, loss: { begin: 0.1, end: 0.3 } }, seed);
      for (let index = 0; index < others; index += 1) network.dialer(`other ${index}`, model).dial(new Ear(clock));
      sendAll(near, 50);
      clock.advanceBy(100_000);
      return fleet.heard.filter(({ what }) => typeof what === 'number');
    };
    expect(run('a', 0)).toEqual(run('a', 0));
    expect(run('a', 5)).toEqual(run('a', 0));
    expect(run('b', 0)).not.toEqual(run('a', 0));
  });
});

describe('faults', () => {
  test('cut: both ends hear 1006 at once and what was under way is lost', () => {
    const { clock, fleet, device, network, near, far } = connected({ latencyMs: 100 });
    const startMs = clock.nowMs();
    near.send(Uint8Array.of(1));
    far.send(Uint8Array.of(2));
    network.cut('device');
    expect([near.isOpen, far.isOpen]).toEqual([false, false]);
    expect(fleet.heard).toEqual([]);
    clock.advanceBy(1_000);
    expect(fleet.heard).toEqual([{ atMs: startMs, what: 'close 1006' }]);
    expect(device.heard).toEqual([{ atMs: startMs, what: 'close 1006' }]);
    expect(network.linkCount).toBe(0);
  });

  test('cutAll breaks every device, and nobody listening refuses dials until somebody does', () => {
    const { clock, fleet, device, network } = connected({});
    network.cutAll();
    network.listen(undefined);
    clock.advanceBy(1);
    expect(device.whats).toEqual(['close 1006']);
    const again = new Ear(clock);
    network.dialer('device').dial(again);
    clock.advanceBy(1);
    expect(again.whats).toEqual(['close 1006']);
    network.listen(fleet);
    network.dialer('device').dial(again);
    clock.advanceBy(1);
    expect(again.whats).toEqual(['close 1006', 'open']);
  });

  test('half-open: both sides believe, nothing arrives, a new dial gets through, and off ends the old link', () => {
    const { clock, fleet, device, network, near, far } = connected({ latencyMs: 10 });
    near.send(Uint8Array.of(1));
    network.halfOpen('device', true);
    near.send(Uint8Array.of(2));
    far.send(Uint8Array.of(3));
    clock.advanceBy(60_000);
    expect([near.isOpen, far.isOpen, near.queuedBytes]).toEqual([true, true, 0]);
    expect([fleet.whats, device.whats]).toEqual([[], []]);
    const second = new Ear(clock);
    const link = network.dialer('device').dial(second);
    clock.advanceBy(1_000);
    link.send(Uint8Array.of(4));
    clock.advanceBy(1_000);
    expect(fleet.whats).toEqual(['open', 4]);
    network.halfOpen('device', false);
    clock.advanceBy(1);
    expect(fleet.whats).toEqual(['open', 4, 'close 1006']);
    expect(device.whats).toEqual(['close 1006']);
    expect(link.isOpen).toBe(true);
  });

  test('half-open: the goodbye of one side never reaches the other', () => {
    const { clock, fleet, device, network, near } = connected({});
    network.halfOpen('device', true);
    near.close(4_001, '');
    clock.advanceBy(4_999);
    expect(device.whats).toEqual([]);
    clock.advanceBy(1);
    expect(device.whats).toEqual(['close 1006']);
    clock.advanceBy(600_000);
    expect(fleet.whats).toEqual([]);
  });

  test('block: frames stall and come in order afterwards, dials fail after the timeout', () => {
    const { clock, fleet, device, network, near } = connected({ latencyMs: 10 });
    near.send(Uint8Array.of(1));
    network.block('device', true);
    near.send(Uint8Array.of(2));
    const second = new Ear(clock);
    const dialledAtMs = clock.nowMs();
    network.dialer('device').dial(second);
    clock.advanceBy(30_000);
    expect([fleet.whats, device.whats]).toEqual([[], []]);
    expect(second.heard).toEqual([{ atMs: dialledAtMs + 10_000, what: 'close 1006' }]);
    network.block('device', false);
    near.send(Uint8Array.of(3));
    clock.advanceBy(100);
    expect(fleet.whats).toEqual([1, 2, 3]);
    expect(near.isOpen).toBe(true);
  });

  test('a dial that is under way when the partition comes fails too', () => {
    const { clock, network } = connected({ latencyMs: 10 });
    const second = new Ear(clock);
    network.dialer('device').dial(second);
    network.block('device', true);
    clock.advanceBy(10_000);
    expect(second.whats).toEqual(['close 1006']);
  });

  test('faults of a device do not touch others, and of unknown names nothing', () => {
    const { clock, fleet, network } = connected({});
    const other = new Ear(clock);
    const link = network.dialer('other').dial(other);
    clock.advanceBy(1);
    network.cut('device');
    network.halfOpen('device', true);
    network.block('device', true);
    network.cut('nobody');
    network.halfOpen('nobody', true);
    network.block('nobody', true);
    network.setModel('nobody', networkPresets.lab);
    link.send(Uint8Array.of(5));
    clock.advanceBy(1);
    expect(fleet.whats).toEqual(['open', 'close 1006', 5]);
    expect(other.whats).toEqual(['open']);
  });

  test('setModel counts from the next frame on, and order is kept over the change', () => {
    const { clock, fleet, network, near } = connected({ latencyMs: 1_000 });
    const startMs = clock.nowMs();
    near.send(Uint8Array.of(1));
    network.setModel('device', networkPresets.lab);
    near.send(Uint8Array.of(2));
    clock.advanceBy(2_000);
    expect(fleet.heard).toEqual([
      { atMs: startMs + 1_000, what: 1 },
      { atMs: startMs + 1_000, what: 2 },
    ]);
  });
});

describe('bounds', () => {
  test('what waits over bufferBytes is seen as queued; over maximumQueuedBytes the link breaks', () => {
    const { clock, fleet, device, near, far } = connected({ bufferBytes: 1_000, maximumQueuedBytes: 65_536 });
    far.pause();
    near.send(new Uint8Array(1_000));
    expect(near.queuedBytes).toBe(0);
    near.send(new Uint8Array(1));
    expect(near.queuedBytes).toBe(1);
    near.send(new Uint8Array(64_535));
    clock.advanceBy(1);
    expect([near.isOpen, device.whats]).toEqual([true, []]);
    near.send(new Uint8Array(1));
    expect(near.isOpen).toBe(false);
    clock.advanceBy(1);
    expect(device.whats).toEqual(['close 1006']);
    expect(fleet.whats).toEqual(['close 1006']);
  });

  test('maximumLinks is the limit, one more is refused, a closed one makes room', () => {
    const clock = new VirtualClock(0);
    const network = createMemoryNetwork({ clock, seed: 'x', handler: new Ear(clock), maximumLinks: 2 });
    const ears = [new Ear(clock), new Ear(clock), new Ear(clock)];
    const links = ears.map((ear, index) => network.dialer(`${index}`).dial(ear));
    clock.advanceBy(1);
    expect(ears.map(({ whats }) => whats)).toEqual([['open'], ['open'], ['close 1006']]);
    links[0]?.close(1_000, '');
    clock.advanceBy(1);
    expect(network.linkCount).toBe(1);
    network.dialer('2').dial(ears[2] as Ear);
    clock.advanceBy(1);
    expect(ears[2]?.whats).toEqual(['close 1006', 'open']);
  });

  test('a queue that grows and shrinks in turns keeps its order', () => {
    const { clock, fleet, near, far } = connected({});
    const random = createRandom('ring', 'test', 'ring');
    let sent = 0;
    for (let round = 0; round < 500; round += 1) {
      for (let count = random.integer(0, 20); count > 0; count -= 1) near.send(Uint8Array.of(sent++ % 251));
      if (random.float() < 0.5) far.pause();
      else far.resume();
      clock.advanceBy(1);
    }
    far.resume();
    clock.advanceBy(1);
    expect(fleet.whats).toEqual(Array.from({ length: sent }, (_, index) => index % 251));
  });

  test.each([
    ['latencyMs', { latencyMs: -1 }],
    ['latencyMs', { latencyMs: 600_001 }],
    ['jitterMs', { jitterMs: Number.NaN }],
    ['bytesPerSecond', { bytesPerSecond: 0 }],
    ['bufferBytes', { bufferBytes: 16_777_217 }],
    ['maximumQueuedBytes', { maximumQueuedBytes: 65_535 }],
    ['loss.begin', { loss: { begin: 1.1, end: 0.5 } }],
    ['loss.end', { loss: { begin: 0.1, end: 0.001 } }],
  ])('%s out of range is refused', (name, changes) => {
    expect(() => checkedModel({ ...networkPresets.lab, ...changes })).toThrow(
      expect.objectContaining({ code: 'E1202', message: expect.stringContaining(name) }),
    );
  });

  test('presets are in their ranges, and other names are refused', () => {
    for (const name of Object.keys(networkPresets)) expect(checkedModel(networkPreset(name))).toBe(networkPreset(name));
    expect(() => networkPreset('toString')).toThrow(expect.objectContaining({ code: 'E1203' }));
  });
});
