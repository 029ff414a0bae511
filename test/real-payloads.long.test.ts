/** Two versions of a Debian package, downloaded now. Needs apt and its sources; without them it says why and is skipped. */
import { expect, test } from 'vitest';
import { applyDelta, buildDelta, readDelta, readImage, verifyContent } from '#proto/image/index.js';
import { debianPayloads, deltaFigures, figuresText, imagesOf } from '../scripts/bench/real-payloads.ts';

test('a delta between two versions of a Debian package gives the newer one, is smaller, and takes no other base', async (context) => {
  const payloads = await debianPayloads();
  if (typeof payloads === 'string') {
    console.warn(`SKIPPED: ${payloads}`);
    context.skip(payloads);
    return;
  }
  const figures = deltaFigures(payloads);
  console.info(figuresText(payloads, figures));
  expect(figures.fullBytes).toBeGreaterThan(100_000);
  expect(figures.deltaBytes).toBeLessThan(figures.fullBytes);
  const { base, target } = imagesOf(payloads);
  verifyContent(target);
  const back = readDelta(buildDelta(target, base));
  expect(applyDelta(target, back).digest).toBe(base.digest);
  expect(() => applyDelta(base, back)).toThrow(expect.objectContaining({ code: 'E1547' }));
  expect(() => readImage(payloads.newer)).toThrow(expect.objectContaining({ code: 'E1540' }));
}, 600_000);
