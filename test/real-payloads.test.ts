/** Images and deltas with real files as payload. Sizes are asserted, times are only told. */
import { resolve } from 'node:path';
import { expect, test } from 'vitest';
import { deltaFigures, figuresText, installedPayloads } from '../scripts/bench/real-payloads.ts';

const root = resolve(import.meta.dirname, '..');

test('a delta between two installed versions of an npm package gives the newer one, and is smaller', (context) => {
  const payloads = installedPayloads(root);
  if (typeof payloads === 'string') {
    console.warn(`SKIPPED: ${payloads}`);
    context.skip(payloads);
    return;
  }
  const figures = deltaFigures(payloads);
  console.info(figuresText(payloads, figures));
  expect(figures.deltaBytes).toBeLessThan(figures.fullBytes);
});
