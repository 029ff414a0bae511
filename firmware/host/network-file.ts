import { z } from 'zod';
import { type NetworkModel, networkPresets } from '#proto/link/index.js';
import { checkValue, readYaml } from '#proto/yaml/index.js';
import { fail } from './host-errors.ts';
import { parseMix } from './mix.ts';

/** Networks of the user's own, by name. */
export type Networks = Readonly<Record<string, NetworkModel>>;

/** Words of --link that are no network. */
const words: ReadonlySet<string> = new Set(['none', 'profile']);

const network = z.strictObject({
  /** One way, ms. */
  latencyMs: z.number().min(0).max(600_000).default(0),
  /** Added to the latency, evenly drawn from 0 to this, ms. */
  jitterMs: z.number().min(0).max(600_000).default(0),
  /** Without limit when left out. */
  bytesPerSecond: z.number().min(1).default(Number.POSITIVE_INFINITY),
  /** Burst loss: chance that a packet begins a burst, and that one within it ends it. */
  loss: z.strictObject({ begin: z.number().min(0).max(1), end: z.number().min(0.01).max(1) }).exactOptional(),
  bufferBytes: z.number().int().min(0).max(16_777_216).default(65_536),
  maximumQueuedBytes: z.number().int().min(65_536).max(1_073_741_824).default(16_777_216),
});

const networkFile = z.strictObject({
  apiVersion: z.literal('seatrial/v1'),
  kind: z.literal('Networks'),
  networks: z.record(z.string().regex(/^[a-z0-9][a-z0-9-]{0,49}$/, '1 to 50 of a-z 0-9 -, starting with a letter or digit'), network),
});

/**
 * Reads a file of networks.
 * @throws E1010 to E1014 for its form, E2107 for a name that is taken; with file, line and column
 */
export function readNetworks(text: string, file: string): Networks {
  const yaml = readYaml(text, file);
  const checked = checkValue(networkFile, yaml.value);
  if ('problems' in checked) throw yaml.failure(checked.problems);
  const { networks } = checked.value;
  for (const name of Object.keys(networks)) {
    if (!words.has(name) && !Object.hasOwn(networkPresets, name)) continue;
    const at = yaml.place(['networks', name]);
    throw fail('E2107', {
      message: `${at.file}:${at.line}:${at.column}: ${name} is a name of --link already`,
      at,
      next: 'another name for the network',
    });
  }
  return Object.fromEntries(Object.entries(networks).map(([name, { loss, ...model }]) => [name, { ...model, loss }]));
}

/** Checks that every name of a --link is none, profile, a preset, or one of these networks. @throws E2107 */
export function checkLink(link: string, networks: Networks): void {
  for (const { name } of parseMix(link, '--link')) {
    if (words.has(name) || Object.hasOwn(networkPresets, name) || Object.hasOwn(networks, name)) continue;
    const known = [...words, ...Object.keys(networkPresets), ...Object.keys(networks)].join(', ');
    throw fail('E2107', {
      message: `"${name}" in --link is no network; there are ${known}`,
      next: '--link-file FILE for networks of your own',
    });
  }
}
