import type { Clock } from '#proto/kit/index.js';
import {
  createBridge,
  createMemoryNetwork,
  createWebSocketDialer,
  type Dialer,
  type MemoryNetwork,
  networkPreset,
} from '#proto/link/index.js';
import type { Profile } from '#proto/profile/index.js';
import { GatedLinks, joinLinks, type LinkFaults, NetworkedLinks } from './fault-links.ts';
import { MixAssignment, parseMix } from './mix.ts';
import type { Networks } from './network-file.ts';

/** What the links of a process are made of. */
export interface LinkOptions {
  readonly seed: string;
  readonly urls: readonly string[];
  readonly ca: string | undefined;
  readonly link: string;
  /** Networks of the user's own, which --link may name. */
  readonly networks: Networks;
}

/** The way of the device with this number to its manager. */
export type DialerOf = (id: string, index: number, profile: Profile) => Dialer;

/** The links of a process, and what can be done to them while its devices run. */
export interface ShardLinks {
  readonly dialerOf: DialerOf;
  readonly faults: LinkFaults;
}

/** Real sockets, spread over the addresses; behind a network in memory for each device that is to have one, behind a gate for the others. */
export function linksOf({ seed, urls, ca, link, networks: own }: LinkOptions, clock: Clock): ShardLinks {
  const authority = ca === undefined ? {} : { ca };
  const sockets = urls.map((url) => createWebSocketDialer({ url, handshakeTimeoutMs: 30_000, ...authority }));
  const networks: (MemoryNetwork | undefined)[] = [];
  const networkOf = (at: number): MemoryNetwork => {
    networks[at] ??= createMemoryNetwork({ clock, seed, handler: createBridge(sockets[at] as Dialer, clock) });
    return networks[at];
  };
  const assignment = new MixAssignment(parseMix(link, '--link'), seed, 'link');
  const gated = new GatedLinks(clock, networkOf);
  const networked = new NetworkedLinks();
  return {
    dialerOf: (id, index, profile) => {
      const at = index % sockets.length;
      const name = assignment.of(index);
      if (name === 'none') return gated.add(id, sockets[at] as Dialer, at);
      return networked.add(id, networkOf(at), own[name] ?? networkPreset(name === 'profile' ? profile.linkPreset : name));
    },
    faults: joinLinks([gated, networked]),
  };
}
