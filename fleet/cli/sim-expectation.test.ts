import { expect, test } from 'vitest';
import type { PopulationReport } from '#firmware/host/index.js';
import { compileExpectations, unmetExpectations } from './sim-expectation.ts';

const counters = {
  framesMade: 90,
  framesAcknowledged: 97,
  framesDropped: 0,
  refused: { 'token-invalid': 2, overloaded: 1 },
  readingsSampled: 400,
};
const report = {
  devices: 10,
  framesRestored: 10,
  framesKept: 3,
  lateP99Ms: 1.23456,
  elapsedMs: 5_000,
  counters,
} as unknown as PopulationReport;
const judge = (...texts: string[]) => unmetExpectations(compileExpectations(texts), report, 9);

test.each([
  'emitted == 100.0',
  'acked + kept == emitted',
  'dropped == 0.0 && refused == 3.0',
  'connected >= devices * 0.9',
  'readings / seconds > 79.0',
  'dropped == 0',
])('met: %s', (text) => expect(judge(text)).toBeUndefined());

test('all that is not met is told with its values', () => {
  expect(judge('acked == emitted', 'dropped == 0.0', 'lateP99Ms < 1.0 || lateP99Ms < 0.5', '1.0 == 2.0')).toMatchObject({
    code: 'E2040',
    exit: 7,
    message: 'not met: acked == emitted (acked is 97, emitted is 100); lateP99Ms < 1.0 || lateP99Ms < 0.5 (lateP99Ms is 1.235); 1.0 == 2.0',
  });
});

test.each([
  ['acknowledged == emitted', 'E1802', 'there is no "acknowledged"'],
  ['acked', 'E1803', 'must give true or false'],
  ['acked = emitted', 'E1801', 'to compare, write =='],
])('refused before the run: %s', (text, code, message) => {
  expect(() => compileExpectations([text])).toThrow(expect.objectContaining({ code, message: expect.stringContaining(message) }));
});

test('an unknown name lists the figures; 32 expectations at most', () => {
  expect(() => compileExpectations(['moon == 1.0'])).toThrow(expect.objectContaining({ next: expect.stringContaining('emitted, acked') }));
  expect(compileExpectations(new Array(32).fill('acked == emitted')).length).toBe(32);
  expect(() => compileExpectations(new Array(33).fill('acked == emitted'))).toThrow(
    expect.objectContaining({ code: 'E2003', message: '--expect is given 33 times, the limit is 32' }),
  );
});
