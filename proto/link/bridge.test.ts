import { describe, expect, it } from 'vitest';
import { VirtualClock } from '#proto/kit/index.js';
import { createBridge, createMemoryNetwork, type Link, type LinkHandler, networkPresets } from './index.ts';

/** What one side heard, in order. */
function recorder(): LinkHandler & { readonly heard: string[]; link: Link | undefined } {
  const side = {
    heard: [] as string[],
    link: undefined as Link | undefined,
    onOpen: (link: Link) => {
      side.link = link;
      side.heard.push('open');
    },
    onFrame: (_link: Link, bytes: Uint8Array) => side.heard.push(`frame ${[...bytes].join(',')}`),
    onFault: () => side.heard.push('fault'),
    onClose: (_link: Link, code: number, reason: string) => side.heard.push(`close ${code} ${reason}`.trim()),
  };
  return side;
}

function setUp() {
  const clock = new VirtualClock(0);
  const fleet = recorder();
  const device = recorder();
  const real = createMemoryNetwork({ clock, seed: 'real', handler: fleet });
  const shaped = createMemoryNetwork({ clock, seed: 'shaped', handler: createBridge(real.dialer('far'), clock) });
  const link = shaped.dialer('device', { ...networkPresets.lab, latencyMs: 500 }).dial(device);
  return { clock, fleet, device, real, shaped, link };
}

describe('a bridge', () => {
  it('passes frames both ways with the delay of the network in memory', () => {
    const { clock, fleet, device, link } = setUp();
    clock.advanceBy(2_000);
    expect(fleet.heard).toEqual(['open']);
    link.send(Uint8Array.of(1, 2));
    clock.advanceBy(499);
    expect(fleet.heard).toEqual(['open']);
    clock.advanceBy(2);
    expect(fleet.heard).toEqual(['open', 'frame 1,2']);
    fleet.link?.send(Uint8Array.of(3));
    clock.advanceBy(1_000);
    expect(device.heard).toEqual(['open', 'frame 3']);
  });

  it('passes goodbyes both ways, and breaks when either side breaks', () => {
    const fromFleet = setUp();
    fromFleet.clock.advanceBy(2_000);
    fromFleet.fleet.link?.close(4_000, 'refused');
    fromFleet.clock.advanceBy(2_000);
    expect(fromFleet.device.heard.at(-1)).toBe('close 4000 refused');

    const fromDevice = setUp();
    fromDevice.clock.advanceBy(2_000);
    fromDevice.link.close(4_001, 'sleep');
    fromDevice.clock.advanceBy(2_000);
    expect(fromDevice.fleet.heard.at(-1)).toBe('close 4001 sleep');

    const cut = setUp();
    cut.clock.advanceBy(2_000);
    cut.shaped.cut('device');
    cut.clock.advanceBy(2_000);
    expect(cut.fleet.heard.at(-1)).toBe('close 1006');

    const dead = setUp();
    dead.clock.advanceBy(2_000);
    dead.real.cutAll();
    dead.clock.advanceBy(2_000);
    expect(dead.device.heard.at(-1)).toMatch(/^close 1006/);
  });

  it('closes the device when nobody answers behind it', () => {
    const clock = new VirtualClock(0);
    const device = recorder();
    const real = createMemoryNetwork({ clock, seed: 'real', handler: undefined });
    const shaped = createMemoryNetwork({ clock, seed: 'shaped', handler: createBridge(real.dialer('far'), clock) });
    shaped.dialer('device').dial(device);
    clock.advanceBy(2_000);
    expect(device.heard.at(-1)).toMatch(/^close 1006/);
  });
});
