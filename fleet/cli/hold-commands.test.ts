import { expect, test } from 'vitest';
import { untilOf } from './hold-commands.ts';

const nowMs = Date.UTC(2026, 0, 1);

test.each([
  [undefined, 0],
  ['7d', nowMs + 7 * 86_400_000],
  ['1h30m', nowMs + 5_400_000],
  ['2026-12-01', Date.UTC(2026, 11, 1)],
  ['2026-12-01T06:00Z', Date.UTC(2026, 11, 1, 6)],
  ['2026-12-01T06:00:30+02:00', Date.UTC(2026, 11, 1, 4, 0, 30)],
])('--until %s', (text, untilMs) => {
  expect(untilOf(text, nowMs)).toBe(untilMs);
});

test.each(['2026-01-01', '2025-12-31T23:59Z', '2026-13-01', '2026-12-01T06:00', '01.12.2026', 'tomorrow', '7', '', '-7d', '9999d'])(
  '--until %j is refused',
  (text) => {
    expect(() => untilOf(text, nowMs)).toThrowError(expect.objectContaining({ code: 'E2003', exit: 2 }));
  },
);
