import { expect, test } from 'vitest';
import { populationScreen, servingScreen } from './local-screens.ts';

test('a manager that serves', () => {
  const item = {
    name: 'lab',
    urls: ['http://127.0.0.1:8470', 'http://[::1]:8470'],
    deviceUrls: ['ws://127.0.0.1:8470/device'],
    dataFolder: 'data',
    maximumLinks: 18_976,
    pid: 7,
  };
  expect(servingScreen(item)).toEqual([
    ['manager', 'lab, process 7'],
    ['operators', 'http://127.0.0.1:8470  http://[::1]:8470'],
    ['devices', 'ws://127.0.0.1:8470/device, 18,976 sockets fit'],
    ['data', 'data'],
    ['next', 'fleet provision token create, in another terminal; Ctrl-C ends this one'],
  ]);
});

test('the end of a population: a recording, refusals and lost processes only when there were any', () => {
  const counters = {
    boots: 2,
    crashes: 0,
    sessions: 3,
    reconnects: 1,
    readingsSampled: 1_250,
    readingsNotSent: 0,
    framesMade: 50,
    framesAcknowledged: 49,
    framesUnsure: 0,
    framesRejected: 0,
    framesDropped: 1,
    samplesMissed: 3,
    replayRows: 0,
    refused: {},
  };
  const report = {
    name: 'hall',
    devices: 2,
    started: 2,
    profile: 'turbofan',
    seed: 'abc',
    elapsedMs: 61_000.4,
    processes: 1,
    replayed: 0,
    framesRestored: 4,
    framesKept: 4,
    offeredFramesPerSecond: 0.82,
    acknowledgedFramesPerSecond: 0.8,
    lateP99Ms: 1.234,
    lateMaximumMs: 20,
    lostProcesses: 0,
    counters,
  };
  expect(populationScreen(report)).toEqual([
    ['population', 'hall: 2, turbofan, seed abc'],
    ['time', '1m 1s, processes: 1'],
    ['links', '3 sessions, 1 reconnects, 2 boots, 0 crashes'],
    ['readings', '1,250 taken, 0 not sent for want of a link'],
    ['frames', '4 kept from before, 50 made: 49 acknowledged, 0 unsure, 0 rejected, 1 dropped, 4 kept'],
    ['rate', '0.8 frames/s offered, 0.8 acknowledged'],
    ['lateness', '99 % within 1.2 ms, longest 20 ms, 3 samples missed'],
  ]);
  const busy = { ...report, replayed: 2, lostProcesses: 1, counters: { ...counters, replayRows: 400, refused: { overloaded: 4 } } };
  expect(populationScreen(busy).slice(7)).toEqual([
    ['recording', '400 rows, 2 devices at its end'],
    ['refused', '4 overloaded'],
    ['lost', 'processes that ended by themselves: 1; the figures have what they told last'],
  ]);
  expect(populationScreen({ ...report, started: 1 })[0]).toEqual(['population', 'hall: 1 of 2 started, turbofan, seed abc']);
});
