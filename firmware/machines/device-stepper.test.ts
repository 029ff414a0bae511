import fc from 'fast-check';
import { expect, test } from 'vitest';
import { initialTransition, transition } from 'xstate';
import { deviceMachine } from './device-machine.ts';
import type { DeviceEffect, DeviceMachineEvent } from './device-setup.ts';
import { DeviceStepper } from './device-stepper.ts';

const reconnect = { baseMs: 1_000, maximumMs: 8_000, stableMs: 20_000 };
const nonce = new Uint8Array(32);

const events: DeviceMachineEvent[] = [
  ...(
    ['power.on', 'power.off', 'power.brownout', 'timer.power', 'timer.link', 'timer.duty', 'application.wake', 'link.opened'] as const
  ).map((type) => ({ type })),
  ...(['frame.welcome', 'outbox.drained', 'boot.verified', 'boot.refused', 'timer.update', 'ota.offer', 'ota.resume'] as const).map(
    (type) => ({
      type,
    }),
  ),
  ...(['ota.trial', 'ota.paused', 'ota.checked', 'ota.downloaded', 'ota.installed', 'ota.ended', 'ota.cancel'] as const).map((type) => ({
    type,
  })),
  { type: 'device.reset', reason: 'command' },
  { type: 'device.reset', reason: 'update' },
  { type: 'application.failed', reason: 'crash', afterMs: 100 },
  { type: 'application.failed', reason: 'watchdog', afterMs: 5_000 },
  { type: 'link.closed', heldMs: 0 },
  { type: 'link.closed', heldMs: 30_000 },
  { type: 'link.closed', heldMs: 0, retryAfterMs: 5_000 },
  { type: 'frame.challenge', nonce },
  { type: 'frame.pending', retryAfterMs: 7_000 },
  { type: 'frame.refusal', reason: 'overloaded', message: '', retryAfterMs: 3_000, fleetTimeMs: 9, heldMs: 0 },
  { type: 'frame.refusal', reason: 'revoked', message: '', retryAfterMs: 0, fleetTimeMs: 9, heldMs: 0 },
  { type: 'frame.refusal', reason: 'clock-skew', message: '', retryAfterMs: 0, fleetTimeMs: 9, heldMs: 0 },
];
/** A device far enough along for most of them to mean something. */
const wayIn: DeviceMachineEvent[] = [
  { type: 'power.on' },
  { type: 'timer.power' },
  { type: 'boot.verified' },
  { type: 'timer.power' },
  { type: 'link.opened' },
  { type: 'frame.challenge', nonce },
  { type: 'frame.challenge', nonce },
  { type: 'frame.welcome' },
];

test('whatever devices went before, each step is that of XState: the same states, memory and effects', () => {
  const stepper = new DeviceStepper(reconnect);
  const life = fc.record({
    isEnrolled: fc.constantFrom(true, false),
    wayIn: fc.integer({ min: 0, max: wayIn.length }),
    rest: fc.array(fc.constantFrom(...events), { maxLength: 25 }),
  });
  fc.assert(
    fc.property(life, ({ isEnrolled, wayIn: steps, rest }) => {
      const wanted: DeviceEffect[] = [];
      const input = { runner: { perform: (effect: DeviceEffect) => wanted.push(effect) }, reconnect, isEnrolled };
      let [snapshot, actions] = initialTransition(deviceMachine, input);
      let step = stepper.begin(isEnrolled);
      for (const event of [undefined, ...wayIn.slice(0, steps), ...rest]) {
        if (event !== undefined) {
          [snapshot, actions] = transition(deviceMachine, snapshot, event);
          step = stepper.step(step.standing, event);
        }
        wanted.length = 0;
        for (const { exec, info, params } of actions) exec?.(info, params);
        const { runner: _, ...memory } = snapshot.context;
        const { runner: __, ...ours } = step.standing.snapshot.context;
        expect([step.standing.states, ours, step.effects]).toEqual([snapshot.value, memory, wanted]);
      }
    }),
    { numRuns: 300 },
  );
});

test('devices that stand alike share where they stand', () => {
  const stepper = new DeviceStepper(reconnect);
  const walk = () => wayIn.reduce((standing, event) => stepper.step(standing, event).standing, stepper.begin(false).standing);
  expect(walk()).toBe(walk());
  expect(stepper.begin(true).standing).not.toBe(stepper.begin(false).standing);
});

test('an event that means nothing leaves a device where it stands', () => {
  const stepper = new DeviceStepper(reconnect);
  const { standing } = stepper.begin(true);
  expect(stepper.step(standing, { type: 'ota.ended' })).toEqual({ standing, effects: [] });
  expect(stepper.step(standing, { type: 'ota.ended' }).standing).toBe(standing);
});

test('what is shared is bounded, and a device whose standing is shared no more goes on from it', () => {
  const stepper = new DeviceStepper(reconnect);
  const dialing = wayIn.slice(0, 4).reduce((standing, event) => stepper.step(standing, event).standing, stepper.begin(true).standing);
  const told = (retryAfterMs: number) => stepper.step(dialing, { type: 'link.closed', heldMs: 0, retryAfterMs }).standing;
  const first = told(1);
  expect(told(1)).toBe(first);
  for (let retryAfterMs = 2; retryAfterMs <= 1_100; retryAfterMs += 1) told(retryAfterMs);
  expect(told(1)).not.toBe(first);
  expect(stepper.step(first, { type: 'timer.link' }).standing.states).toMatchObject({ link: 'dialing' });
});
