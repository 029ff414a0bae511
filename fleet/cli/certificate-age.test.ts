import { expect, test } from 'vitest';
import { certificateAge } from './certificate-age.ts';

const nowMs = Date.parse('2026-01-01T00:00:00Z');
const dayMs = 86_400_000;

test.each([
  [365 * dayMs, 'ok', '2027-01-01 00:00Z, in 365d'],
  [30 * dayMs, 'ok', '2026-01-31 00:00Z, in 30d'],
  [30 * dayMs - 1, 'warning', '2026-01-30 23:59Z, in 30d: less than 30 days'],
  [7 * dayMs, 'warning', '2026-01-08 00:00Z, in 7d: less than 30 days'],
  [7 * dayMs - 60_000, 'warning', '2026-01-07 23:59Z, in 6d 23h: less than 7 days'],
  [-60_000, 'failed', '2025-12-31 23:59Z, 1m ago'],
])('%d ms left: %s', (leftMs, level, text) => {
  expect(certificateAge(nowMs + leftMs, nowMs)).toEqual({ level, text });
});
