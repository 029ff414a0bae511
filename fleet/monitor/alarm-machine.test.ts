import { describe, expect, test } from 'vitest';
import type { AlarmRecord, AlarmState } from '#fleet/domain/index.js';
import { type ConditionState, stepCondition } from './alarm-logic.ts';
import { type AlarmEvent, alarmMachine, stepAlarm } from './alarm-machine.ts';

const record: AlarmRecord = {
  id: '1',
  rule: 'egt-high',
  ruleVersion: 1,
  deviceId: 'engine-1',
  severity: 'high',
  title: 'Hot',
  state: 'normal',
  raisedAtMs: 10,
  clearedAtMs: 0,
  acknowledgedAtMs: 0,
  acknowledgedBy: '',
  note: '',
  reason: 'egtC 641 > 640',
  values: { egtC: 641 },
};
const raised: AlarmEvent = { type: 'condition.raised', atMs: 20, reason: 'egtC 650 > 640', values: { egtC: 650 } };
const cleared: AlarmEvent = { type: 'condition.cleared', atMs: 30 };
const acknowledged: AlarmEvent = { type: 'operator.acknowledged', atMs: 40, by: 'ada', note: 'seen' };

describe('life of an alarm: every state and event', () => {
  const table: Record<AlarmState, [AlarmState | undefined, AlarmState | undefined, AlarmState | undefined]> = {
    normal: ['unacknowledged', undefined, undefined],
    unacknowledged: [undefined, 'returnedUnacknowledged', 'acknowledged'],
    acknowledged: [undefined, 'normal', undefined],
    returnedUnacknowledged: ['unacknowledged', undefined, 'normal'],
  };
  const cases = Object.entries(table).flatMap(([state, ends]) =>
    [raised, cleared, acknowledged].map((event, index) => [state as AlarmState, event, ends[index]] as const),
  );
  test.each(cases)('%s, %o gives %s', (state, event, end) => {
    expect(stepAlarm({ ...record, state }, event)?.state).toBe(end);
  });

  test('the table names every state and event of the machine', () => {
    expect(Object.keys(alarmMachine.states).sort()).toEqual(Object.keys(table).sort());
    expect([...alarmMachine.events].sort()).toEqual([acknowledged.type, cleared.type, raised.type].sort());
  });

  test('facts are kept with the state', () => {
    const first = stepAlarm(record, raised);
    expect(first).toEqual({ ...record, state: 'unacknowledged', raisedAtMs: 20, reason: 'egtC 650 > 640', values: { egtC: 650 } });
    const seen = stepAlarm(first as AlarmRecord, acknowledged);
    expect(seen).toMatchObject({ state: 'acknowledged', acknowledgedAtMs: 40, acknowledgedBy: 'ada', note: 'seen', raisedAtMs: 20 });
    expect(stepAlarm(seen as AlarmRecord, cleared)).toMatchObject({ state: 'normal', clearedAtMs: 30, acknowledgedBy: 'ada' });
  });
});

describe('condition with holding times', () => {
  const hold = { holdMs: 100, clearHoldMs: 50 };
  const normal: ConditionState = { phase: 'normal', sinceMs: 0 };
  /** Runs readings [atMs, when, clear] and gives the effects. */
  const effects = (readings: [number, boolean | undefined, boolean | undefined][], times = hold) => {
    let state = normal;
    return readings.map(([atMs, when, clear]) => {
      const step = stepCondition(state, { when, clear, atMs }, times);
      state = step.state;
      return step.effect;
    });
  };

  test('raises when it held for holdMs, not 1 ms before', () => {
    const readings: [number, boolean, boolean][] = [
      [0, true, false],
      [99, true, false],
      [100, true, false],
      [101, true, false],
    ];
    expect(effects(readings)).toEqual(['none', 'none', 'raise', 'none']);
  });

  test('begins again when it did not hold in between', () => {
    const readings: [number, boolean, boolean][] = [
      [0, true, false],
      [50, false, true],
      [100, true, false],
      [150, true, false],
      [200, true, false],
    ];
    expect(effects(readings)).toEqual(['none', 'none', 'none', 'none', 'raise']);
  });

  test('clears when it was clear for clearHoldMs without a break', () => {
    const readings: [number, boolean, boolean][] = [
      [0, true, false],
      [0, false, true],
      [49, false, true],
      [49, false, false],
      [60, false, true],
      [109, false, true],
      [110, false, true],
    ];
    expect(effects(readings, { holdMs: 0, clearHoldMs: 50 })).toEqual(['raise', 'none', 'none', 'none', 'none', 'none', 'clear']);
  });

  test('between the two thresholds nothing changes; with neither told neither', () => {
    const times = { holdMs: 0, clearHoldMs: 0 };
    const readings: [number, boolean | undefined, boolean | undefined][] = [
      [0, true, false],
      [1, false, false],
      [2, undefined, true],
      [3, false, undefined],
      [4, true, true],
      [5, false, true],
      [6, undefined, undefined],
    ];
    expect(effects(readings, times)).toEqual(['raise', 'none', 'none', 'none', 'none', 'clear', 'none']);
  });
});
