import { expect } from 'vitest';
import { VirtualClock } from '#proto/kit/index.js';
import { createMemoryNetwork, type Dialer, Gate, networkPresets } from '#proto/link/index.js';
import { linkContract, NotingHandler } from './link-contract.ts';

const networks = [
  ['lab', false],
  ['office-wifi', false],
  ['farm-nbiot', false],
  ['hostile', false],
  ['lab', true],
  ['hostile', true],
] as const;

for (const [preset, isGated] of networks) {
  linkContract(`memory network, ${preset}${isGated ? ', behind a gate' : ''}`, async (fleet) => {
    const clock = new VirtualClock(0);
    const seed = 'link-contract';
    const network = createMemoryNetwork({ clock, seed, handler: fleet });
    const nobody = createMemoryNetwork({ clock, seed, handler: undefined });
    const full = createMemoryNetwork({ clock, seed, handler: new NotingHandler(), maximumLinks: 1 });
    full.dialer('first').dial(new NotingHandler());
    const model = networkPresets[preset];
    const gated = (dialer: Dialer): Dialer => (isGated ? new Gate(dialer, clock) : dialer);
    return {
      dialer: gated(network.dialer('device', model)),
      nowhere: gated(nobody.dialer('device', model)),
      full: gated(full.dialer('device', model)),
      async until(condition, what) {
        while (!condition() && clock.step());
        expect(condition(), what).toBe(true);
      },
      async settle() {
        clock.advanceBy(60_000);
      },
      async stop() {},
    };
  });
}
