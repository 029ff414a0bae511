import { beforeEach, describe, expect, test } from 'vitest';
import { VirtualClock } from '#proto/kit/index.js';
import { Gate } from './gate.ts';
import type { Link, LinkHandler } from './link.ts';
import { createMemoryNetwork } from './memory-network.ts';

/** Notes what it is told, frames by their first byte. */
class Notes implements LinkHandler {
  readonly story: string[] = [];
  link: Link | undefined;

  onOpen(link: Link): void {
    this.link = link;
    this.story.push('open');
  }
  onFrame(_link: Link, bytes: Uint8Array): void {
    this.story.push(String(bytes[0]));
  }
  onFault(): void {
    this.story.push('fault');
  }
  onClose(_link: Link, code: number): void {
    this.story.push(`close ${code}`);
  }
  /** What was told since the last look. */
  take(): string[] {
    return this.story.splice(0);
  }
}

let clock: VirtualClock;
let fleet: Notes;
let device: Notes;
let gate: Gate;
let near: Link;
beforeEach(() => {
  clock = new VirtualClock(0);
  fleet = new Notes();
  device = new Notes();
  gate = new Gate(createMemoryNetwork({ clock, seed: 'gate', handler: fleet }).dialer('device'), clock);
  near = gate.dial(device);
  clock.advanceBy(10);
  expect([device.take(), fleet.take()]).toEqual([['open'], ['open']]);
});

function bothSend(byte: number): void {
  near.send(Uint8Array.of(byte));
  fleet.link?.send(Uint8Array.of(byte));
  clock.advanceBy(10);
}

test('an open gate lets frames and goodbyes through', () => {
  bothSend(1);
  expect([device.take(), fleet.take()]).toEqual([['1'], ['1']]);
  near.close(1000, 'bye');
  clock.advanceBy(10);
  expect([device.take(), fleet.take()]).toEqual([['close 1000'], ['close 1000']]);
});

test('cut: both ends hear 1006, and the next dial gets through', () => {
  gate.cut();
  clock.advanceBy(10);
  expect([device.take(), fleet.take()]).toEqual([['close 1006'], ['close 1006']]);
  near = gate.dial(device);
  clock.advanceBy(10);
  bothSend(2);
  expect([device.take(), fleet.take()]).toEqual([
    ['open', '2'],
    ['open', '2'],
  ]);
});

describe('partition', () => {
  test('what both send waits, and arrives in order afterwards', () => {
    gate.block(true);
    bothSend(1);
    bothSend(2);
    expect([device.take(), fleet.take(), near.isOpen, near.queuedBytes]).toEqual([[], [], true, 2]);
    gate.block(false);
    clock.advanceBy(10);
    bothSend(3);
    expect([device.take(), fleet.take(), near.queuedBytes]).toEqual([['1', '2', '3'], ['1', '2', '3'], 0]);
  });

  test('a device that gives its link up is told at once, the manager when it is over; dials fail after ten seconds', () => {
    gate.block(true);
    near.terminate();
    clock.advanceBy(1);
    expect([device.take(), fleet.take()]).toEqual([['close 1006'], []]);
    gate.dial(device);
    clock.advanceBy(9_999);
    expect(device.take()).toEqual([]);
    clock.advanceBy(1);
    expect([device.take(), fleet.take()]).toEqual([['close 1006'], []]);
    gate.block(false);
    clock.advanceBy(10);
    expect([device.take(), fleet.take()]).toEqual([[], ['close 1006']]);
  });

  test('the goodbye of the manager arrives when it is over', () => {
    gate.block(true);
    fleet.link?.close(1001, 'going');
    clock.advanceBy(60_000);
    expect(device.take()).toEqual([]);
    gate.block(false);
    clock.advanceBy(10);
    expect(device.take()).toEqual([expect.stringMatching(/^close 100[16]$/)]);
  });

  test('a dial under way fails after ten seconds, or opens when it is over', () => {
    for (const waitMs of [20_000, 5_000]) {
      const other = new Notes();
      gate.dial(other);
      gate.block(true);
      clock.advanceBy(waitMs);
      gate.block(false);
      clock.advanceBy(10);
      expect(other.take()).toEqual([waitMs > 10_000 ? 'close 1006' : 'open']);
    }
  });

  test('a device that sends for ever is cut at 1 MiB', () => {
    gate.block(true);
    near.send(new Uint8Array(1_048_576));
    clock.advanceBy(10);
    expect(device.take()).toEqual([]);
    near.send(new Uint8Array(1));
    clock.advanceBy(10);
    expect([device.take(), near.isOpen, near.queuedBytes]).toEqual([['close 1006'], false, 0]);
  });
});

test('half-open: all is swallowed, also goodbyes; new dials get through; undone, both ends hear of it', () => {
  gate.halfOpen(true);
  bothSend(1);
  expect([device.take(), fleet.take(), near.isOpen]).toEqual([[], [], true]);
  near.close(1000, 'bye');
  clock.advanceBy(10_000);
  expect([device.take(), fleet.take()]).toEqual([['close 1006'], []]);
  const lost = fleet.link;
  near = gate.dial(device);
  clock.advanceBy(10);
  bothSend(2);
  expect([device.take(), fleet.take()]).toEqual([
    ['open', '2'],
    ['open', '2'],
  ]);
  gate.halfOpen(false);
  clock.advanceBy(10);
  expect([device.take(), fleet.take(), lost?.isOpen, near.isOpen]).toEqual([[], ['close 1006'], false, true]);
});

test('led another way, the links begin anew there, and back', () => {
  const other = new Notes();
  gate.lead(createMemoryNetwork({ clock, seed: 'other', handler: other }).dialer('device'));
  clock.advanceBy(10);
  expect([device.take(), fleet.take()]).toEqual([['close 1006'], ['close 1006']]);
  gate.dial(device);
  clock.advanceBy(10);
  expect([other.take(), fleet.take()]).toEqual([['open'], []]);
  gate.lead(undefined);
  gate.dial(device);
  clock.advanceBy(10);
  expect([other.take(), fleet.take()]).toEqual([['close 1006'], ['open']]);
});
