import { expect, test } from 'vitest';
import type { HistoryFootprint, Journal, UpkeepStep } from '#fleet/domain/index.js';
import { errorsOf, MemoryLog, TaskTracker, VirtualClock } from '#proto/kit/index.js';
import { HistoryKeeper } from './history-keeper.ts';

const dayMs = 86_400_000;
const fail = errorsOf({ E1699: { title: 'no', why: 'a test asked for it', next: 'fix the test', exit: 1, status: 503 } });
const nothing = { readings: 0, parts: 0, events: 0, bytes: 0 };
const footprint: HistoryFootprint = {
  rawBytes: 0,
  partsBytes: 0,
  budgetBytes: 1_000,
  rawReadings: 0,
  parts: 0,
  oldestRawMs: 0,
  oldestPartMs: 0,
  fullInMs: 'unknown',
  dropped: { age: nothing, disk: nothing },
};
type Noted = Parameters<Journal['timeline']>[0];

/** A keeper of a history that does what the test says. */
function start() {
  const clock = new VirtualClock(0);
  const tasks = new TaskTracker();
  const log = new MemoryLog();
  const noted: Noted[] = [];
  const steps: (UpkeepStep | Error)[] = [];
  const state: { fullInMs: HistoryFootprint['fullInMs']; asked: number } = { fullInMs: 'unknown', asked: 0 };
  const keeper = new HistoryKeeper({
    clock,
    log,
    tasks,
    journal: { timeline: (entry) => void noted.push(entry) },
    history: {
      upkeep: async () => {
        state.asked += 1;
        const step = steps.shift();
        if (step instanceof Error) throw step;
        return step;
      },
      footprint: () => ({ ...footprint, fullInMs: state.fullInMs }),
    },
  });
  keeper.start();
  const pass = async (ms: number): Promise<void> => {
    const untilMs = clock.nowMs() + ms;
    while (clock.step(untilMs)) while (tasks.size > 0) await undefined;
    clock.advanceTo(untilMs);
  };
  return { keeper, steps, noted, state, pass, log, kinds: () => noted.map(({ kind }) => kind) };
}

const dropped = (what: string, cause: UpkeepStep['cause']): UpkeepStep => ({
  type: 'dropped',
  what,
  cause,
  rows: 7,
  bytes: 90,
  elapsedMs: 1,
});

test('what the disk drops is told once a spell, with what went; what goes by its age is not', async () => {
  const { steps, noted, kinds, pass, keeper } = start();
  steps.push(dropped('raw 1', 'age'), dropped('raw 2', 'disk'), dropped('raw 3', 'disk'));
  await pass(31_000);
  expect(noted).toMatchObject([
    {
      source: 'system',
      kind: 'history.dropped',
      message: expect.stringMatching(/1000 bytes.*raw 2 .*7 rows/),
      detail: { what: 'raw 2', rows: 7 },
    },
  ]);
  // Nothing was due in between: the next one is a spell of its own.
  await pass(60_000);
  steps.push(dropped('raw 4', 'disk'));
  await pass(31_000);
  expect(kinds()).toEqual(['history.dropped', 'history.dropped']);
  await keeper.stop();
});

test('a disk that fills is told seven days before, and again only after it was eight days off', async () => {
  const { noted, state, pass } = start();
  const hour = async (fullInMs: HistoryFootprint['fullInMs']): Promise<number> => {
    state.fullInMs = fullInMs;
    await pass(3_600_000);
    return noted.length;
  };
  const told: number[] = [];
  for (const days of [7.01, 7, 3, 7.5, 6, 8.01, 6.9]) told.push(await hour(days * dayMs));
  expect(told).toEqual([0, 1, 1, 1, 1, 1, 2]);
  expect(noted[0]).toMatchObject({ kind: 'history.filling', detail: { days: 7 }, message: expect.stringContaining('about 7 days') });
  expect([await hour('never'), await hour('unknown')]).toEqual([2, 2]);
});

test('there is a pause of 250 ms between two steps and of 30 s when nothing is due; a step that fails is logged and tried again', async () => {
  const { steps, state, pass, log, keeper } = start();
  await pass(29_999);
  expect(state.asked).toBe(0);
  steps.push(dropped('raw 1', 'age'), fail('E1699', { message: 'the disk is full' }));
  await pass(1);
  expect(state.asked).toBe(1);
  await pass(250);
  expect([state.asked, log.lines.some(({ text }) => text === 'upkeep of history failed')]).toEqual([2, true]);
  await pass(30_000);
  expect(state.asked).toBe(3);
  await keeper.stop();
  await pass(120_000);
  expect(state.asked).toBe(3);
});
