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
  'boot.verified': { type: 'boot.verified' },
  'boot.refused': { type: 'boot.refused' },
  'session.opened': { type: 'session.opened' },
  'session.closed': { type: 'session.closed' },
  'timer.update': { type: 'timer.update' },
  'ota.offer': { type: 'ota.offer' },
  'ota.resume': { type: 'ota.resume' },
  'ota.trial': { type: 'ota.trial' },
  'ota.paused': { type: 'ota.paused' },
  'ota.checked': { type: 'ota.checked' },
  'ota.downloaded': { type: 'ota.downloaded' },
  'ota.installed': { type: 'ota.installed' },
  'ota.ended': { type: 'ota.ended' },
  'ota.cancel': { type: 'ota.cancel' },
};

/** Where the table's start states are reached: events from the first moment on. */
const read = ['power.on', 'timer.power'];
const running = [...read, 'boot.verified', 'timer.power'];
const opened = [...running, 'link.opened'];
const welcomed = [...opened, 'frame.challenge', 'frame.challenge', 'frame.welcome'];
const downloading = [...welcomed, 'ota.offer', 'ota.checked'];
const installing = [...downloading, 'ota.downloaded'];
const starts: Record<string, readonly string[]> = {
  'off disconnected idle idle': [],
  'booting.readingRecord disconnected idle idle': ['power.on'],
  'booting.verifying disconnected idle idle': read,
  'booting.starting disconnected idle idle': [...read, 'boot.verified'],
  'recovery dialing awake idle': [...read, 'boot.refused'],
  'crashed disconnected idle idle': [...running, 'application.failed'],
  'running dialing awake idle': running,
  'running open.awaitingChallenge awake idle': opened,
  'running open.claiming awake idle': [...opened, 'frame.challenge'],
  'running open.greeting awake idle': [...opened, 'frame.challenge', 'frame.challenge'],
  'running open.welcomed awake idle': welcomed,
  'running waiting awake idle': [...running, 'link.closed'],
  'running pending awake idle': [...opened, 'frame.pending'],
  'running refused awake idle': [...opened, 'refusal.never'],
  'running open.welcomed goingToSleep idle': [...welcomed, 'timer.duty'],
  'running disconnected asleep idle': [...running, 'timer.duty', 'timer.duty'],
  'running refused asleep idle': [...opened, 'refusal.never', 'timer.duty', 'timer.duty'],
  'running dialing awake checking.waiting': [...running, 'ota.resume'],
  'running open.welcomed awake checking.waiting': [...welcomed, 'ota.resume'],
  'running open.welcomed awake checking.asking': [...welcomed, 'ota.offer'],
  'running open.welcomed awake downloading.asking': downloading,
  'running open.welcomed awake downloading.waiting': [...downloading, 'ota.paused'],
  'running open.welcomed goingToSleep downloading.asking': [...welcomed, 'timer.duty', 'ota.offer', 'ota.checked'],
  'running open.welcomed awake installing': installing,
  'running waiting awake installing': [...installing, 'link.closed'],
  'running open.welcomed awake rebooting': [...installing, 'ota.installed'],
  'running dialing awake unconfirmed': [...running, 'ota.trial'],
};

/** What leads where, from one start: what is not named must leave the state as it is. Places are words of the name: power, link, duty, update. */
type Row = Record<string, string>;

/** The row of a start in which only the update region stands elsewhere: what loses the power ends the attempt. */
function under(update: string, row: Row, lostTo = 'idle'): Row {
  return Object.fromEntries(
    Object.entries(row).map(([event, target]) => {
      const isLost = event in lost;
      return [event, target.replace(/idle$/, isLost ? lostTo : update)];
    }),
  );
}

const lost: Row = {
  'power.off': 'off disconnected idle idle',
  'power.brownout': 'off disconnected idle idle',
  'application.failed': 'crashed disconnected idle idle',
  'device.reset': 'booting.readingRecord disconnected idle idle',
  'power.lost': 'running disconnected idle idle',
};
const begins = (place: string): Row => ({
  'ota.offer': `${place} checking.asking`,
  'ota.resume': `${place} checking.waiting`,
  'ota.trial': `${place} unconfirmed`,
});
const cut = { 'link.closed': 'running waiting awake idle', 'timer.link': 'running waiting awake idle' };
const asleep = { 'duty.asleep': 'running disconnected awake idle' };
const heard = {
  ...cut,
  ...asleep,
  'frame.pending': 'running pending awake idle',
  'refusal.later': 'running waiting awake idle',
  'refusal.never': 'running refused awake idle',
  'refusal.skew': 'running waiting awake idle',
};
const noSupply = { 'power.off': 'off disconnected idle idle', 'power.brownout': 'off disconnected idle idle' };
const wakes = (power: string): Row => ({
  'power.ready': `${power} dialing awake idle`,
  'duty.awake': `${power} dialing idle idle`,
});
const welcomedRow = { ...lost, ...heard, 'timer.duty': 'running open.welcomed goingToSleep idle' };
/** All that ends a session closes it for the update too: it waits. */
const toWaiting = (row: Row, update: string): Row =>
  Object.fromEntries(Object.entries(row).map(([event, target]) => [event, event in heard ? target.replace(/idle$/, update) : target]));
const fetchingEnds = (place: string): Row => ({ 'ota.ended': `${place} idle`, 'ota.cancel': `${place} idle` });
const onAir = 'running open.welcomed awake';
const noSleep = (row: Row): Row => Object.fromEntries(Object.entries(row).filter(([event]) => event !== 'timer.duty'));

/** What changes the state; every other event must leave it as it is. */
const table: Record<string, Row> = {
  'off disconnected idle idle': {
    ...wakes('off'),
    'power.on': 'booting.readingRecord disconnected idle idle',
  },
  'booting.readingRecord disconnected idle idle': {
    ...noSupply,
    ...wakes('booting.readingRecord'),
    'timer.power': 'booting.verifying disconnected idle idle',
  },
  'booting.verifying disconnected idle idle': {
    ...noSupply,
    ...wakes('booting.verifying'),
    'boot.verified': 'booting.starting disconnected idle idle',
    'boot.refused': 'recovery dialing awake idle',
  },
  'booting.starting disconnected idle idle': {
    ...noSupply,
    ...wakes('booting.starting'),
    'timer.power': 'running dialing awake idle',
  },
  'recovery dialing awake idle': {
    ...noSupply,
    ...begins('recovery dialing awake'),
    'device.reset': 'booting.readingRecord disconnected idle idle',
    'power.lost': 'recovery disconnected idle idle',
    'duty.asleep': 'recovery disconnected awake idle',
    'link.closed': 'recovery waiting awake idle',
    'timer.link': 'recovery waiting awake idle',
    'link.opened': 'recovery open.awaitingChallenge awake idle',
    'timer.duty': 'recovery dialing goingToSleep idle',
  },
  'crashed disconnected idle idle': {
    ...noSupply,
    ...wakes('crashed'),
    'timer.power': 'booting.readingRecord disconnected idle idle',
  },
  'running dialing awake idle': {
    ...lost,
    ...cut,
    ...asleep,
    ...begins('running dialing awake'),
    'link.opened': 'running open.awaitingChallenge awake idle',
    'timer.duty': 'running dialing goingToSleep idle',
  },
  'running open.awaitingChallenge awake idle': {
    ...lost,
    ...heard,
    ...begins('running open.awaitingChallenge awake'),
    'frame.challenge': 'running open.claiming awake idle',
    'timer.duty': 'running open.awaitingChallenge goingToSleep idle',
  },
  'running open.claiming awake idle': {
    ...lost,
    ...heard,
    ...begins('running open.claiming awake'),
    'frame.challenge': 'running open.greeting awake idle',
    'timer.duty': 'running open.claiming goingToSleep idle',
  },
  'running open.greeting awake idle': {
    ...lost,
    ...heard,
    ...begins('running open.greeting awake'),
    'frame.welcome': 'running open.welcomed awake idle',
    'timer.duty': 'running open.greeting goingToSleep idle',
  },
  'running open.welcomed awake idle': { ...welcomedRow, ...begins(onAir) },
  'running waiting awake idle': {
    ...lost,
    ...asleep,
    ...begins('running waiting awake'),
    'timer.link': 'running dialing awake idle',
    'timer.duty': 'running waiting goingToSleep idle',
  },
  'running pending awake idle': {
    ...lost,
    ...asleep,
    ...begins('running pending awake'),
    'timer.link': 'running dialing awake idle',
    'timer.duty': 'running pending goingToSleep idle',
  },
  'running refused awake idle': { ...lost, ...begins('running refused awake'), 'timer.duty': 'running refused goingToSleep idle' },
  'running open.welcomed goingToSleep idle': {
    ...lost,
    ...begins('running open.welcomed goingToSleep'),
    ...Object.fromEntries(Object.entries(heard).map(([event, target]) => [event, target.replace('awake', 'goingToSleep')])),
    'timer.duty': 'running disconnected asleep idle',
    'outbox.drained': 'running disconnected asleep idle',
  },
  'running disconnected asleep idle': {
    ...lost,
    ...begins('running disconnected asleep'),
    'timer.duty': 'running dialing awake idle',
    'application.wake': 'running dialing awake idle',
    'duty.awake': 'running dialing asleep idle',
  },
  'running refused asleep idle': {
    ...lost,
    ...begins('running refused asleep'),
    'timer.duty': 'running refused awake idle',
    'application.wake': 'running refused awake idle',
  },
  'running dialing awake checking.waiting': {
    ...under('checking.waiting', {
      ...lost,
      ...cut,
      ...asleep,
      'link.opened': 'running open.awaitingChallenge awake idle',
      'timer.duty': 'running dialing goingToSleep idle',
    }),
    ...fetchingEnds('running dialing awake'),
    'session.opened': 'running dialing awake checking.asking',
    'ota.checked': 'running dialing awake downloading.asking',
  },
  'running open.welcomed awake checking.waiting': {
    ...under('checking.waiting', welcomedRow),
    ...fetchingEnds(onAir),
    'session.opened': `${onAir} checking.asking`,
    'timer.update': `${onAir} checking.asking`,
    'ota.checked': `${onAir} downloading.asking`,
  },
  'running open.welcomed awake checking.asking': {
    ...noSleep(toWaiting(welcomedRow, 'checking.waiting')),
    ...fetchingEnds(onAir),
    'duty.asleep': 'running disconnected awake checking.waiting',
    'session.closed': `${onAir} checking.waiting`,
    'ota.paused': `${onAir} checking.waiting`,
    'ota.checked': `${onAir} downloading.asking`,
  },
  'running open.welcomed awake downloading.asking': {
    ...noSleep(toWaiting(welcomedRow, 'downloading.waiting')),
    ...fetchingEnds(onAir),
    'session.closed': `${onAir} downloading.waiting`,
    'ota.paused': `${onAir} downloading.waiting`,
    'ota.downloaded': `${onAir} installing`,
  },
  'running open.welcomed awake downloading.waiting': {
    ...under('downloading.waiting', welcomedRow),
    ...fetchingEnds(onAir),
    'session.opened': `${onAir} downloading.asking`,
    'timer.update': `${onAir} downloading.asking`,
    'ota.downloaded': `${onAir} installing`,
  },
  'running open.welcomed goingToSleep downloading.asking': {
    ...toWaiting(
      {
        ...lost,
        ...Object.fromEntries(Object.entries(heard).map(([event, target]) => [event, target.replace('awake', 'goingToSleep')])),
      },
      'downloading.waiting',
    ),
    ...fetchingEnds('running open.welcomed goingToSleep'),
    'timer.duty': 'running disconnected asleep downloading.waiting',
    'outbox.drained': 'running disconnected asleep downloading.waiting',
    'session.closed': 'running open.welcomed goingToSleep downloading.waiting',
    'ota.paused': 'running open.welcomed goingToSleep downloading.waiting',
    'ota.downloaded': 'running open.welcomed goingToSleep installing',
  },
  'running open.welcomed awake installing': {
    ...under('installing', noSleep(welcomedRow)),
    ...fetchingEnds(onAir),
    'ota.installed': `${onAir} rebooting`,
  },
  'running waiting awake installing': {
    ...under('installing', { ...lost, ...asleep, 'timer.link': 'running dialing awake idle' }),
    ...fetchingEnds('running waiting awake'),
    'ota.installed': 'running waiting awake rebooting',
  },
  'running open.welcomed awake rebooting': under('rebooting', welcomedRow),
  'running dialing awake unconfirmed': {
    ...under('unconfirmed', { ...lost, ...cut, ...asleep, 'link.opened': 'running open.awaitingChallenge awake idle' }),
    'ota.ended': 'running dialing awake idle',
  },
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
  const { power, link, duty, update } = value;
  const places: string[] = [];
  for (const place of [power, link, duty, update]) {
    const [[outer, inner] = []] = typeof place === 'string' ? [] : Object.entries(place);
    places.push(typeof place === 'string' ? place : `${outer}.${inner}`);
  }
  return places.join(' ');
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
    expect(nameOf(after)).toBe('running open.greeting awake idle');
    expect(effectsOf(reach(opened, true), { type: 'frame.challenge', nonce })).toEqual(['sendHello', 'awaitAnswer']);
  });

  test('an accepted claim is remembered before the hello', () => {
    const claiming = reach([...opened, 'frame.challenge']);
    expect(effectsOf(claiming, { type: 'frame.challenge', nonce })).toEqual(['keepEnrolment', 'sendHello', 'awaitAnswer']);
    expect(reach([...opened, 'frame.challenge', 'frame.challenge']).context.isEnrolled).toBe(true);
  });

  test('a reset closes the session and says goodbye before it boots', () => {
    const effects = effectsOf(reach(welcomed), { type: 'device.reset', reason: 'command' });
    expect(effects).toContain('closeSession');
    expect(effects).toContain('hangUp');
    expect(effects).not.toContain('cutLink');
    expect(effects).toContain('boot');
  });

  test('sleep is announced before the link closes', () => {
    const drained = effectsOf(reach(starts['running open.welcomed goingToSleep idle'] ?? []), { type: 'outbox.drained' });
    expect(drained.indexOf('planSleep')).toBeGreaterThanOrEqual(0);
    expect(drained.indexOf('planSleep')).toBeLessThan(drained.indexOf('closeSession'));
    expect(drained.indexOf('closeSession')).toBeLessThan(drained.indexOf('hangUp'));
  });

  test('a second refusal for clock skew without a time is for ever', () => {
    const skewed = reach([...opened, 'refusal.skew', 'timer.link', 'link.opened', 'refusal.skew']);
    expect(nameOf(skewed)).toBe('running refused awake idle');
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
