import { expect, test } from 'vitest';
import type { PopulationReport } from '#firmware/host/index.js';
import { Admission } from './sim-admission.ts';

const urls = ['ws://127.0.0.1:1/device'];

function reportOf(counters: Partial<PopulationReport['counters']>, devices = 2): PopulationReport {
  const none = { dials: 1, sessions: 0, connected: 0, pending: 0, refused: {}, refusedForEver: 0 };
  return { devices, counters: { ...none, ...counters } } as PopulationReport;
}

test('each reason of a refusal is said once, with what helps', () => {
  const admission = new Admission(urls);
  const refused = { 'token-used-up': 1 };
  expect(admission.look(reportOf({ refused, refusedForEver: 1 }), 0)).toEqual({
    lines: ['refused: token-used-up (1 of 2 devices so far); next: fleet provision token create --token-out FILE'],
    problem: undefined,
  });
  expect(admission.look(reportOf({ refused, refusedForEver: 1 }), 1_000).lines).toEqual([]);
  expect(admission.look(reportOf({ refused: { ...refused, overloaded: 1 } }), 2_000).lines).toEqual([
    'refused: overloaded (1 of 2 devices so far); next: fleet doctor',
  ]);
});

test.each([
  ['token-invalid', 'E2020', 4],
  ['revoked', 'E2020', 4],
  ['profile-not-allowed', 'E2021', 1],
])('when all are refused for ever for %s, it is over with %s', (reason, code, exit) => {
  const { problem } = new Admission(urls).look(reportOf({ refused: { [reason]: 2 }, refusedForEver: 2 }), 0);
  expect(problem).toMatchObject({ code, exit, message: `all 2 devices were refused for ever: 2 ${reason}` });
});

test('a device that is connected keeps the population alive', () => {
  const report = reportOf({ refused: { revoked: 2 }, refusedForEver: 2, connected: 1, sessions: 1 });
  expect(new Admission(urls).look(report, 0).problem).toBeUndefined();
});

test('ten seconds without any answer are said once, with the address', () => {
  const admission = new Admission(urls);
  expect(admission.look(reportOf({ dials: 1 }), 500).lines).toEqual([]);
  expect(admission.look(reportOf({ dials: 4 }), 10_499).lines).toEqual([]);
  expect(admission.look(reportOf({ dials: 5 }), 10_500).lines).toEqual([
    'nobody answers at ws://127.0.0.1:1/device (5 dials); next: fleet doctor, or another address with --to',
  ]);
  expect(admission.look(reportOf({ dials: 9 }), 30_000).lines).toEqual([]);
});

test.each([
  ['welcomed once', { sessions: 1 }],
  ['waiting for approval', { pending: 1 }],
])('%s: somebody answers', (_name, counters) => {
  const admission = new Admission(urls);
  admission.look(reportOf(counters), 0);
  expect(admission.look(reportOf(counters), 60_000).lines).toEqual([]);
});
