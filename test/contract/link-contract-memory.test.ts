import { expect } from 'vitest';
import { VirtualClock } from '#proto/kit/index.js';
import { createMemoryNetwork, networkPresets } from '#proto/link/index.js';
import { linkContract, NotingHandler } from './link-contract.ts';

for (const preset of ['lab', 'office-wifi', 'farm-nbiot', 'hostile'] as const) {
  linkContract(`memory network, ${preset}`, async (fleet) => {
    const clock = new VirtualClock(0);
    const seed = 'link-contract';
    const network = createMemoryNetwork({ clock, seed, handler: fleet });
    const nobody = createMemoryNetwork({ clock, seed, handler: undefined });
    const full = createMemoryNetwork({ clock, seed, handler: new NotingHandler(), maximumLinks: 1 });
    full.dialer('first').dial(new NotingHandler());
    const model = networkPresets[preset];
    return {
      dialer: network.dialer('device', model),
      nowhere: nobody.dialer('device', model),
      full: full.dialer('device', model),
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
