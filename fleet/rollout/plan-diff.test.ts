import { expect, test } from 'vitest';
import { diffPlans } from './plan-diff.ts';
import { parsePlan } from './plan-file.ts';

const plan = (rest: string) =>
  parsePlan(`apiVersion: seatrial/v1\nkind: Rollout\nname: r-1\nrelease: a@1.0.0\nselector: site=lab\n${rest}`, 'r.yaml');
const waves = (gate: string) => `waves:\n  - {name: first, devices: 5, gates: [${gate}]}\n  - {name: rest, percent: 100%, gates: []}\n`;

test('the same plan has no differences, however it is written', () => {
  expect(diffPlans(plan('soak: 24h'), plan('soak: 1d\npriority: 50'))).toEqual([]);
});

test('differences stand under the names of waves and gates', () => {
  const running = plan(`${waves('{type: threshold, above: 5%}')}limits: {inFlight: 5}\n`);
  const given = plan(
    `${waves('{type: threshold, above: 4%, onBad: halt}, {type: manual}')}exclude: site=x\nwindows: [{from: "02:00", to: "05:00"}]\n`,
  );
  expect(diffPlans(running, given)).toEqual([
    { path: 'waves.first.gates (order)', running: 'failed', given: 'failed, manual' },
    { path: 'waves.first.gates.failed.above', running: '5%', given: '4%' },
    { path: 'waves.first.gates.failed.onBad', running: 'pause', given: 'halt' },
    { path: 'waves.first.gates.manual', running: '(not there)', given: '{"type":"manual","name":"manual","role":"operator"}' },
    { path: 'limits.inFlight', running: '5', given: '(not there)' },
    {
      path: 'windows',
      running: '[]',
      given: '[{"days":["mon","tue","wed","thu","fri","sat","sun"],"from":"02:00","to":"05:00"}]',
    },
    { path: 'exclude', running: '(not there)', given: 'site=x' },
  ]);
});

test('waves in another order', () => {
  const one = plan('waves: [{name: a, devices: 1, gates: []}, {name: b, devices: 2, gates: []}]');
  const other = plan('waves: [{name: b, devices: 2, gates: [], patience: 1h}, {name: a, devices: 1, gates: [], patience: 7d}]');
  expect(diffPlans(one, other)).toEqual([
    { path: 'waves (order)', running: 'a, b', given: 'b, a' },
    { path: 'waves.a.patience', running: '1h', given: '7d' },
    { path: 'waves.b.patience', running: '7d', given: '1h' },
  ]);
});
