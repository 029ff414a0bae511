import { expect, test } from 'vitest';
import { fleetFindings } from './fleet-lints.ts';
import { testFleet } from './forecast-fixture.ts';
import { parsePlan } from './plan-file.ts';

const least = 'apiVersion: seatrial/v1\nkind: Rollout\nname: r-1\nrelease: pump@2.0.0\nselector: profile=pump\n';
const signalGate = (when: string) =>
  `${least}gates: [{type: signal, name: warm, when: ${when}}]\nwaves: [{name: one, devices: 2}, {name: all, percent: 100%}]\n`;

/** Findings for pumps that report tempC and flow. */
function find(text: string, devices = testFleet(20), signals: readonly string[] = ['tempC', 'flow']) {
  return fleetFindings(parsePlan(text, 'r.yaml'), devices, () => signals);
}

test('a gate on a signal that nobody reports: once, with the one that was meant', () => {
  expect(find(signalGate('updated.temC <= waiting.temC + 2.0'))).toEqual([
    {
      level: 'warning',
      rule: 'signal-unknown',
      message: 'gate warm asks for signal temC, and none of 20 devices reports it: it never judges; did you mean tempC?',
      next: 'fleet signal list pump-00000',
    },
  ]);
  expect(find(signalGate('updated.tempC <= waiting.tempC + 2.0'))).toEqual([]);
});

test('of a fleet that has reported nothing yet nothing is said', () => {
  expect(find(signalGate('updated.temC <= 2.0'), testFleet(20), [])).toEqual([]);
  expect(find(signalGate('updated.temC <= 2.0'), [])).toEqual([]);
});

test('labels that name no time zone: those devices count by that of the plan', () => {
  const devices = testFleet(5, (index) => ({
    labels: index < 2 ? { timezone: 'Europe/Berln' } : index === 2 ? { timezone: 'Asia/Tokyo' } : {},
  }));
  const windows = `${least}timeZone: Europe/Paris\nwindows: [{from: "01:00", to: "02:00"}]\n`;
  expect(find(windows, devices)).toEqual([
    {
      level: 'warning',
      rule: 'time-zone-unknown',
      message: 'the label timezone of 2 devices names none, as Europe/Berln of pump-00000: their windows open by Europe/Paris',
      next: 'fleet device label pump-00000 timezone=Europe/Berlin',
    },
  ]);
  expect(find(least, devices)).toEqual([]);
});
