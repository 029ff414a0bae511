import { describe, expect, test } from 'vitest';
import { type AnyStateNode, initialTransition, transition } from 'xstate';
import { deviceMachine } from './device-machine.ts';
import type { DeviceEffect, DeviceMachineEvent } from './device-setup.ts';

type Snapshot = ReturnType<typeof initialTransition<typeof deviceMachine>>[0];

const nonce = new Uint8Array(32);
const refusal = (reason: string, retryAfterMs: number): DeviceMachineEvent => ({
  type: 'frame.refusal',
  reason,
  message: '',
  retryAfterMs,
  fleetTimeMs: 9,
  heldMs: 0,
});

/** Every event of the machine by a short name; refusals by what they must lead to. */
const events: Record<string, DeviceMachineEvent> = {
  'power.on': { type: 'power.on' },
  'power.off': { type: 'power.off' },
  'power.brownout': { type: 'power.brownout' },
  'device.reset': { type: 'device.reset', reason: 'command' },
  'application.failed': { type: 'application.failed', reason: 'crash', afterMs: 100 },
  'timer.power': { type: 'timer.power' },
  'timer.link': { type: 'timer.link' },
  'timer.duty': { type: 'timer.duty' },
  'application.wake': { type: 'application.wake' },
  'power.ready': { type: 'power.ready' },
  'power.lost': { type: 'power.lost' },
  'duty.awake': { type: 'duty.awake' },
  'duty.asleep': { type: 'duty.asleep' },
  'link.opened': { type: 'link.opened' },
  'link.closed': { type: 'link.closed', heldMs: 0 },
  'frame.challenge': { type: 'frame.challenge', nonce },
  'frame.welcome': { type: 'frame.welcome' },
  'frame.pending': { type: 'frame.pending', retryAfterMs: 5_000 },
  'refusal.later': refusal('overloaded', 5_000),
  'refusal.never': refusal('revoked', 0),
  'refusal.skew': refusal('clock-skew', 0),
  'outbox.drained': { type: 'outbox.drained' },
};

/** Where the table's start states are reached: events from the first moment on. */
const running = ['power.on', 'timer.power'];
const opened = [...running, 'link.opened'];
const starts: Record<string, readonly string[]> = {
  'off disconnected idle': [],
  'booting disconnected idle': ['power.on'],
  'crashed disconnected idle': [...running, 'application.failed'],
  'running dialing awake': running,
  'running open.awaitingChallenge awake': opened,
  'running open.claiming awake': [...opened, 'frame.challenge'],
  'running open.greeting awake': [...opened, 'frame.challenge', 'frame.challenge'],
  'running open.welcomed awake': [...opened, 'frame.challenge', 'frame.challenge', 'frame.welcome'],
  'running waiting awake': [...running, 'link.closed'],
  'running pending awake': [...opened, 'frame.pending'],
  'running refused awake': [...opened, 'refusal.never'],
  'running open.welcomed goingToSleep': [...opened, 'frame.challenge', 'frame.challenge', 'frame.welcome', 'timer.duty'],
  'running disconnected asleep': [...running, 'timer.duty', 'timer.duty'],
  'running refused asleep': [...opened, 'refusal.never', 'timer.duty', 'timer.duty'],
};

const lost: Record<string, string> = {
  'power.off': 'off disconnected idle',
  'power.brownout': 'off disconnected idle',
  'application.failed': 'crashed disconnected idle',
  'device.reset': 'booting disconnected idle',
  'power.lost': 'running disconnected idle',
};
const cut = { 'link.closed': 'running waiting awake', 'timer.link': 'running waiting awake' };
const asleep = { 'duty.asleep': 'running disconnected awake' };
const heard = {
  ...cut,
  ...asleep,
  'frame.pending': 'running pending awake',
  'refusal.later': 'running waiting awake',
  'refusal.never': 'running refused awake',
  'refusal.skew': 'running waiting awake',
};

/** What changes the state; every other event must leave it as it is. */
const table: Record<string, Record<string, string>> = {
  'off disconnected idle': {
    'power.on': 'booting disconnected idle',
    'power.ready': 'off dialing awake',
    'duty.awake': 'off dialing idle',
  },
  'booting disconnected idle': {
    'power.off': 'off disconnected idle',
    'power.brownout': 'off disconnected idle',
    'timer.power': 'running dialing awake',
    'power.ready': 'booting dialing awake',
    'duty.awake': 'booting dialing idle',
  },
  'crashed disconnected idle': {
    'power.off': 'off disconnected idle',
    'power.brownout': 'off disconnected idle',
    'timer.power': 'booting disconnected idle',
    'power.ready': 'crashed dialing awake',
    'duty.awake': 'crashed dialing idle',
  },
  'running dialing awake': {
    ...lost,
    ...cut,
    ...asleep,
    'link.opened': 'running open.awaitingChallenge awake',
    'timer.duty': 'running dialing goingToSleep',
  },
  'running open.awaitingChallenge awake': {
    ...lost,
    ...heard,
    'frame.challenge': 'running open.claiming awake',
    'timer.duty': 'running open.awaitingChallenge goingToSleep',
  },
  'running open.claiming awake': {
    ...lost,
    ...heard,
    'frame.challenge': 'running open.greeting awake',
    'timer.duty': 'running open.claiming goingToSleep',
  },
  'running open.greeting awake': {
    ...lost,
    ...heard,
    'frame.welcome': 'running open.welcomed awake',
    'timer.duty': 'running open.greeting goingToSleep',
  },
  'running open.welcomed awake': { ...lost, ...heard, 'timer.duty': 'running open.welcomed goingToSleep' },
  'running waiting awake': {
    ...lost,
    ...asleep,
    'timer.link': 'running dialing awake',
    'timer.duty': 'running waiting goingToSleep',
  },
  'running pending awake': {
    ...lost,
    ...asleep,
    'timer.link': 'running dialing awake',
    'timer.duty': 'running pending goingToSleep',
  },
  'running refused awake': { ...lost, 'timer.duty': 'running refused goingToSleep' },
  'running open.welcomed goingToSleep': {
    ...lost,
    ...Object.fromEntries(Object.entries(heard).map(([event, target]) => [event, target.replace('awake', 'goingToSleep')])),
    'timer.duty': 'running disconnected asleep',
    'outbox.drained': 'running disconnected asleep',
  },
  'running disconnected asleep': {
    ...lost,
    'timer.duty': 'running dialing awake',
    'application.wake': 'running dialing awake',
    'duty.awake': 'running dialing asleep',
  },
  'running refused asleep': { ...lost, 'timer.duty': 'running refused awake', 'application.wake': 'running refused awake' },
};

function leavesOf(node: AnyStateNode): string[][] {
  const children = Object.values(node.states);
  return children.length === 0 ? [node.path] : children.flatMap(leavesOf);
}

function input(isEnrolled: boolean) {
  return { runner: { perform: () => undefined }, reconnect: { baseMs: 1_000, maximumMs: 8_000, stableMs: 20_000 }, isEnrolled };
}

function reach(path: readonly string[], isEnrolled = false): Snapshot {
  let [snapshot] = initialTransition(deviceMachine, input(isEnrolled));
  for (const name of path) [snapshot] = transition(deviceMachine, snapshot, events[name] as DeviceMachineEvent);
  return snapshot;
}

function nameOf({ value }: Snapshot): string {
  return `${value.power} ${typeof value.link === 'string' ? value.link : `open.${value.link.open}`} ${value.duty}`;
}

/** What the effects of one step are, as data. */
function effectsOf(snapshot: Snapshot, event: DeviceMachineEvent): DeviceEffect['type'][] {
  const effects: DeviceEffect['type'][] = [];
  const [, actions] = transition(deviceMachine, snapshot, event);
  for (const action of actions) effects.push(action.type as DeviceEffect['type']);
  return effects;
}

describe('every (state, event) pair of the device machine', () => {
  for (const [start, path] of Object.entries(starts)) {
    test.each(Object.keys(events))(`${start}, %s`, (event) => {
      const before = reach(path);
      expect(nameOf(before)).toBe(start);
      const [after] = transition(deviceMachine, before, events[event] as DeviceMachineEvent);
      expect(nameOf(after)).toBe(table[start]?.[event] ?? start);
    });
  }

  test('the table knows all leaf states of all regions', () => {
    const seen = new Set(Object.keys(starts).flatMap((name) => name.split(' ')));
    const leaves = leavesOf(deviceMachine.root).map((path) => path.slice(1).join('.'));
    expect([...seen].sort()).toEqual([...new Set(leaves)].sort());
  });

  test('the table knows all events', () => {
    const types = new Set(Object.values(events).map((event) => event.type as string));
    expect([...types].sort()).toEqual([...deviceMachine.events].map(String).sort());
  });
});

describe('effects of the device machine', () => {
  test('a unit that is enrolled answers the challenge with hello', () => {
    const [after] = transition(deviceMachine, reach(opened, true), { type: 'frame.challenge', nonce });
    expect(nameOf(after)).toBe('running open.greeting awake');
    expect(effectsOf(reach(opened, true), { type: 'frame.challenge', nonce })).toEqual(['sendHello', 'awaitAnswer']);
  });

  test('an accepted claim is remembered before the hello', () => {
    const claiming = reach([...opened, 'frame.challenge']);
    expect(effectsOf(claiming, { type: 'frame.challenge', nonce })).toEqual(['keepEnrolment', 'sendHello', 'awaitAnswer']);
    expect(reach([...opened, 'frame.challenge', 'frame.challenge']).context.isEnrolled).toBe(true);
  });

  test('a reset closes the session and says goodbye before it boots', () => {
    const welcomed = reach([...opened, 'frame.challenge', 'frame.challenge', 'frame.welcome']);
    const effects = effectsOf(welcomed, { type: 'device.reset', reason: 'command' });
    expect(effects).toContain('closeSession');
    expect(effects).toContain('hangUp');
    expect(effects).not.toContain('cutLink');
    expect(effects).toContain('boot');
  });

  test('sleep is announced before the link closes', () => {
    const drained = effectsOf(reach(starts['running open.welcomed goingToSleep'] ?? []), { type: 'outbox.drained' });
    expect(drained.indexOf('planSleep')).toBeGreaterThanOrEqual(0);
    expect(drained.indexOf('planSleep')).toBeLessThan(drained.indexOf('closeSession'));
    expect(drained.indexOf('closeSession')).toBeLessThan(drained.indexOf('hangUp'));
  });

  test('a second refusal for clock skew without a time is for ever', () => {
    const skewed = reach([...opened, 'refusal.skew', 'timer.link', 'link.opened', 'refusal.skew']);
    expect(nameOf(skewed)).toBe('running refused awake');
  });

  test('failed attempts grow, what the fleet asked to wait for does not count, a stable session forgets them', () => {
    expect(reach([...running, 'link.closed', 'timer.link', 'link.closed']).context).toMatchObject({ attempt: 2, floorMs: 0 });
    expect(reach([...opened, 'refusal.later']).context).toMatchObject({ attempt: 0, floorMs: 5_000 });
    const told = transition(deviceMachine, reach(running), { type: 'link.closed', heldMs: 0, retryAfterMs: 5_000 })[0];
    expect(told.context).toMatchObject({ attempt: 0, floorMs: 5_000 });
    const tried = reach([...running, 'link.closed', 'timer.link', 'link.opened', 'frame.challenge', 'frame.challenge', 'frame.welcome']);
    expect(transition(deviceMachine, tried, { type: 'link.closed', heldMs: 19_999 })[0].context.attempt).toBe(2);
    expect(transition(deviceMachine, tried, { type: 'link.closed', heldMs: 20_000 })[0].context.attempt).toBe(0);
  });
});
