import { expect, test } from 'vitest';
import { checkLink, readNetworks } from './network-file.ts';

const head = 'apiVersion: seatrial/v1\nkind: Networks\nnetworks:\n';
const text = `${head}  basement: { latencyMs: 40, jitterMs: 20, bytesPerSecond: 100000, loss: { begin: 0.02, end: 0.25 } }\n  cable: {}\n`;

test('networks of a file have what the presets have, and can be mixed with them', () => {
  const networks = readNetworks(text, 'n.yaml');
  expect(networks).toEqual({
    basement: {
      latencyMs: 40,
      jitterMs: 20,
      bytesPerSecond: 100_000,
      loss: { begin: 0.02, end: 0.25 },
      bufferBytes: 65_536,
      maximumQueuedBytes: 16_777_216,
    },
    cable: {
      latencyMs: 0,
      jitterMs: 0,
      bytesPerSecond: Number.POSITIVE_INFINITY,
      loss: undefined,
      bufferBytes: 65_536,
      maximumQueuedBytes: 16_777_216,
    },
  });
  checkLink('basement=60%,hostile=20%,profile=10%,none=10%', networks);
  expect(() => checkLink('basment', networks)).toThrow(
    expect.objectContaining({ code: 'E2107', message: expect.stringContaining('basement') }),
  );
});

test.each([
  ['an unknown key', `${head}  a: { latencyMs: 1, jiterMs: 2 }\n`, 'E1013', 4],
  ['a latency out of range', `${head}  a: { latencyMs: 600001 }\n`, 'E1012', 4],
  ['a burst that never ends', `${head}  a:\n    loss: { begin: 0.1, end: 0 }\n`, 'E1012', 5],
  ['the name of a preset', `${head}  cable: {}\n  lab: {}\n`, 'E2107', 5],
  ['a word of --link', `${head}  none: {}\n`, 'E2107', 4],
])('%s is refused with its line', (_what, source, code, line) => {
  expect(() => readNetworks(source, 'n.yaml')).toThrow(
    expect.objectContaining({ code, at: expect.objectContaining({ file: 'n.yaml', line }) }),
  );
});
