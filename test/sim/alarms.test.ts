import { describe, expect, test } from 'vitest';
import { columns, deviceId, egtHigh, operator, Plant, settle } from './monitor-plant.ts';

async function plantWith(rule: Parameters<typeof egtHigh>[0] = {}, limits: ConstructorParameters<typeof Plant>[0] = {}): Promise<Plant> {
  const plant = await new Plant(limits).start();
  await plant.monitor.service.applyRules([egtHigh(rule)], operator);
  plant.open(1);
  return plant;
}
const open = (plant: Plant) => plant.monitor.service.alarms({ state: 'open', limit: 100 });

describe('alarms', () => {
  test('raise, acknowledge, clear: with the values as reason, in timeline and audit, counted', async () => {
    const plant = await plantWith({ when: 'egtC > 640 && vibrationMmS > 2' });
    const { service, acquisition } = plant.monitor;
    acquisition.telemetry(1, 1, 1, columns([1, 10, 652.1]));
    expect(open(plant)).toEqual([]);
    acquisition.telemetry(1, 1, 2, columns([2, 20, 2.5]));
    const [alarm] = open(plant);
    expect(alarm).toMatchObject({
      id: '1',
      state: 'unacknowledged',
      deviceId: 'engine-1',
      raisedAtMs: 20,
      reason: 'egtC 652.1 > 640 && vibrationMmS 2.5 > 2',
      values: { egtC: 652.1, vibrationMmS: 2.5 },
    });
    expect(service.openAlarmsOf(1)).toBe(1);
    expect(await service.acknowledge('1', 'on it', operator)).toMatchObject({
      state: 'acknowledged',
      acknowledgedBy: 'ada',
      note: 'on it',
    });
    expect((await plant.store.get('alarm', '1'))?.value.state).toBe('acknowledged');
    acquisition.telemetry(1, 1, 3, columns([1, 30, 600]));
    expect(service.alarm('1')).toMatchObject({ state: 'normal', clearedAtMs: 30 });
    expect(service.openAlarmsOf(1)).toBe(0);
    expect(service.alarms({ state: 'all', limit: 10 })).toHaveLength(1);
    await plant.advance(2_000);
    const timeline = await plant.journal.readTimeline({ limit: 10 });
    expect(timeline.map((entry) => [entry.source, entry.kind, entry.deviceId])).toEqual([
      ['alarm', 'alarm.raised', 'engine-1'],
      ['operator', 'alarm.acknowledged', 'engine-1'],
      ['alarm', 'alarm.cleared', 'engine-1'],
    ]);
    expect(timeline[0]?.message).toBe('Exhaust gas too hot: egtC 652.1 > 640 && vibrationMmS 2.5 > 2');
    const audit = await plant.journal.readAudit({ limit: 10 });
    expect(audit.map((entry) => [entry.actor, entry.action, entry.subject])).toEqual([
      ['ada', 'alarm-rule.apply', 'alarm-rule:egt-high'],
      ['ada', 'alarm.acknowledge', 'alarm:1'],
    ]);
    expect(service.counters).toMatchObject({ alarmsRaised: 1, openAlarms: 0, ruleFailures: 0 });
  });

  test('between when and clearWhen nothing flaps', async () => {
    const plant = await plantWith({ clearWhen: 'egtC < 630' });
    [641, 639, 641, 635, 641, 630].forEach((value, index) => {
      plant.send(1, index + 1, value);
    });
    expect(open(plant)).toMatchObject([{ id: '1', state: 'unacknowledged' }]);
    plant.send(1, 7, 629.9);
    expect(open(plant)).toMatchObject([{ id: '1', state: 'returnedUnacknowledged' }]);
    plant.send(1, 8, 641);
    expect(open(plant)).toMatchObject([{ id: '1', state: 'unacknowledged' }]);
    expect(plant.monitor.service.counters.alarmsRaised).toBe(2);
  });

  test('an alarm that returned and is acknowledged is over; the next one is a new one', async () => {
    const plant = await plantWith();
    plant.send(1, 1, 641);
    plant.send(1, 2, 600);
    expect(await plant.monitor.service.acknowledge('1', '', operator)).toMatchObject({ state: 'normal' });
    plant.send(1, 3, 600);
    plant.send(1, 4, 645);
    expect(open(plant)).toMatchObject([{ id: '2', reason: 'egtC 645 > 640' }]);
  });

  test('holding time goes by the times of the readings', async () => {
    const plant = await plantWith({ holdMs: 5_000 });
    // send() puts one second between sequences.
    for (let sequence = 1; sequence <= 5; sequence += 1) plant.send(1, sequence, 650);
    expect(open(plant)).toEqual([]);
    plant.send(1, 6, 651);
    expect(open(plant)).toMatchObject([{ raisedAtMs: 1_006_000, reason: 'egtC 651 > 640' }]);
  });

  test('readings that come late change nothing, and a frame is taken in the order of its times', async () => {
    const plant = await plantWith({ holdMs: 2_000 });
    const { acquisition, service } = plant.monitor;
    acquisition.telemetry(1, 1, 1, columns([1, 10_000, 600]));
    // Out of order in the frame: hot from 11 s to 13 s, so it is raised at 13 s.
    acquisition.telemetry(1, 1, 2, columns([1, 13_000, 653], [1, 11_000, 651], [1, 12_000, 652]));
    expect(open(plant)).toMatchObject([{ raisedAtMs: 13_000, reason: 'egtC 653 > 640' }]);
    // A stored burst from before: neither clears nor shows up as the latest.
    acquisition.telemetry(1, 1, 3, columns([1, 1_000, 500], [1, 9_000, 500], [1, 12_999, 500]));
    expect(open(plant)).toMatchObject([{ state: 'unacknowledged' }]);
    expect(service.latest(1)).toEqual([{ signal: 'egtC', unit: 'Cel', atMs: 13_000, value: 653 }]);
    await plant.advance(200);
    expect(plant.history.readings(1)).toHaveLength(7);
  });

  test('all readings of one instant are seen together', async () => {
    const plant = await plantWith({ when: 'egtC - vibrationMmS > 5' });
    const { acquisition } = plant.monitor;
    acquisition.telemetry(1, 1, 1, columns([1, 10, 100], [2, 10, 99]));
    // egtC alone would be 150 - 99.
    acquisition.telemetry(1, 1, 2, columns([1, 20, 150], [2, 20, 149]));
    expect(open(plant)).toEqual([]);
    acquisition.telemetry(1, 1, 3, columns([1, 30, 150], [2, 31, 140]));
    expect(open(plant)).toMatchObject([{ raisedAtMs: 31 }]);
  });

  test('rules for other profiles, and rules whose signals a profile lacks, do not touch it', async () => {
    const plant = await new Plant().start();
    await plant.monitor.service.applyRules(
      [egtHigh({ profiles: ['thermostat'] }), egtHigh({ name: 'other', when: 'egtC > 1 && roomTempC > 1', profiles: [] })],
      operator,
    );
    plant.open(1);
    plant.send(1, 1, 700);
    expect(open(plant)).toEqual([]);
  });

  test('a rule that can not be computed is counted, not raised', async () => {
    const plant = await plantWith({ when: '10 / int(egtC - 640.0) > 1' });
    plant.send(1, 1, 640);
    expect(plant.monitor.service.counters).toMatchObject({ ruleFailures: 1, alarmsRaised: 0 });
  });
});

describe('acknowledging', () => {
  test('is refused for an unknown alarm, twice, and with a note that is too long', async () => {
    const plant = await plantWith();
    plant.send(1, 1, 641);
    const { service } = plant.monitor;
    await expect(service.acknowledge('9', '', operator)).rejects.toMatchObject({ code: 'E1401' });
    await expect(service.acknowledge('1', 'x'.repeat(1_001), operator)).rejects.toMatchObject({ code: 'E1403' });
    await service.acknowledge('1', 'x'.repeat(1_000), operator);
    await expect(service.acknowledge('1', '', operator)).rejects.toMatchObject({ code: 'E1402', message: /by ada/ });
  });

  test('that the store does not take is an error, and is written when it takes it', async () => {
    const plant = await plantWith();
    plant.send(1, 1, 641);
    await plant.advance(300);
    plant.store.setFull(true);
    await expect(plant.monitor.service.acknowledge('1', '', operator)).rejects.toMatchObject({ code: 'E1603' });
    plant.store.setFull(false);
    await plant.advance(1_500);
    expect((await plant.store.get('alarm', '1'))?.value.state).toBe('acknowledged');
  });
});

describe('over a restart', () => {
  test('rules and alarms are there again, ids go on, and an alarm clears that was raised before', async () => {
    const plant = await plantWith();
    plant.open(2);
    plant.send(1, 1, 641);
    plant.send(2, 1, 641);
    plant.send(2, 2, 600);
    await plant.advance(300);
    await plant.crash();
    expect(plant.monitor.service.rules()).toEqual([{ ...egtHigh(), version: 1 }]);
    expect(open(plant).map((alarm) => [alarm.id, alarm.state])).toEqual([
      ['2', 'returnedUnacknowledged'],
      ['1', 'unacknowledged'],
    ]);
    expect(plant.monitor.service.openAlarmsOf(2)).toBe(1);
    plant.open(1);
    plant.open(2);
    plant.send(1, 2, 600);
    expect(plant.monitor.service.alarm('1')).toMatchObject({ state: 'returnedUnacknowledged' });
    plant.send(2, 3, 700);
    expect(plant.monitor.service.alarm('2')).toMatchObject({ state: 'unacknowledged', reason: 'egtC 700 > 640' });
    plant.open(3);
    plant.send(3, 1, 700);
    expect(open(plant).map((alarm) => alarm.id)).toEqual(['3', '2', '1']);
  });

  test('an alarm of a reading that was not committed is raised by the same reading when it comes again', async () => {
    const plant = await plantWith();
    plant.send(1, 1, 641);
    await plant.crash();
    expect(open(plant)).toEqual([]);
    plant.open(1);
    expect(plant.send(1, 1, 641)).toBe('accepted');
    expect(open(plant)).toMatchObject([{ state: 'unacknowledged' }]);
  });
});

describe('rules', () => {
  test('all are checked before one is applied; versions count changes', async () => {
    const plant = await plantWith();
    const { service } = plant.monitor;
    expect(await service.applyRules([egtHigh()], operator)).toEqual({ created: 0, changed: 0, unchanged: 1 });
    const second = egtHigh({ name: 'second' });
    await expect(service.applyRules([second, egtHigh({ when: 'egtC >' })], operator)).rejects.toMatchObject({ code: 'E1801' });
    expect(service.rules().map((rule) => rule.name)).toEqual(['egt-high']);
    expect(await service.applyRules([egtHigh({ title: 'Hot' }), second], operator)).toEqual({ created: 1, changed: 1, unchanged: 0 });
    expect(service.rules().map((rule) => [rule.name, rule.version])).toEqual([
      ['egt-high', 2],
      ['second', 1],
    ]);
  });

  test('a changed rule is applied to open alarms at once', async () => {
    const plant = await plantWith();
    plant.open(2);
    plant.send(1, 1, 650);
    plant.send(2, 1, 690);
    await plant.monitor.service.applyRules([egtHigh({ when: 'egtC > 680' })], operator);
    expect(plant.monitor.service.alarm('1')?.state).toBe('returnedUnacknowledged');
    expect(plant.monitor.service.alarm('2')?.state).toBe('unacknowledged');
    plant.send(2, 2, 680);
    expect(plant.monitor.service.alarm('2')?.state).toBe('returnedUnacknowledged');
    plant.send(1, 2, 681);
    expect(plant.monitor.service.alarm('1')?.state).toBe('unacknowledged');
  });

  const wrong: [string, Parameters<typeof egtHigh>[0], string, RegExp][] = [
    ['no action', { action: ' ' }, 'E1808', /needs an action/],
    ['no time to respond', { respondWithinMs: 0 }, 'E1808', /time to respond/],
    ['a name that is not kebab-case', { name: 'Egt High' }, 'E1808', /kebab-case/],
    ['a holding time of more than a week', { holdMs: 604_800_001 }, 'E1808', /week/],
    ['a signal that no device of the profile has', { when: 'egtc > 640' }, 'E1802', /did you mean "egtC"/],
    ['a signal that no device has at all', { clearWhen: 'room < 1', profiles: [] }, 'E1802', /there is no "room"/],
    ['a number instead of a condition', { when: 'egtC + 1' }, 'E1803', /gives double/],
  ];
  test.each(wrong)('%s is refused', async (_what, changes, code, message) => {
    const plant = await plantWith();
    plant.send(1, 1, 600);
    await expect(plant.monitor.service.applyRules([egtHigh(changes)], operator)).rejects.toMatchObject({ code, message });
  });

  test.each([
    ['when: room > 1', 'clearWhen: egtC < 630', 7, 11],
    ['when: egtC > 640', 'clearWhen: room < 1', 8, 16],
  ])('from a file with an unknown signal are refused with its place: %s, %s', async (when, clearWhen, line, column) => {
    const plant = await plantWith();
    plant.send(1, 1, 600);
    const { service } = plant.monitor;
    const keys = ['name: hot', 'title: Hot', 'severity: high', when, clearWhen, 'action: Cool it', 'respondWithin: 10m'];
    const text = `apiVersion: seatrial/v1\nkind: AlarmRules\nrules:\n  - ${keys.join('\n    ')}\n`;
    await expect(service.applyRules(service.parseRules(text, 'rules.yaml'), operator)).rejects.toMatchObject({
      code: 'E1802',
      at: { file: 'rules.yaml', line, column },
    });
  });
});

describe('invariant 9: alarms are bounded', () => {
  test('rules: the limit is taken, one more is not', async () => {
    const plant = await new Plant({ rules: 2 }).start();
    const { service } = plant.monitor;
    await service.applyRules([egtHigh({ name: 'a' }), egtHigh({ name: 'b' })], operator);
    await expect(service.applyRules([egtHigh({ name: 'c' })], operator)).rejects.toMatchObject({ code: 'E1809' });
    expect(await service.applyRules([egtHigh({ name: 'a', title: 'x' })], operator)).toMatchObject({ changed: 1 });
  });

  test('open alarms: at the limit one more is counted once, and raised when there is room', async () => {
    const plant = await plantWith({}, { openAlarms: 2 });
    for (const deviceKey of [1, 2, 3]) {
      plant.open(deviceKey);
      plant.send(deviceKey, 1, 700);
      plant.send(deviceKey, 2, 700);
    }
    expect(plant.monitor.service.counters).toMatchObject({ openAlarms: 2, alarmsRaised: 2, alarmsOverLimit: 1 });
    await plant.monitor.service.acknowledge('1', '', operator);
    plant.send(1, 3, 600);
    plant.send(3, 3, 700);
    expect(open(plant).map((alarm) => alarm.deviceId)).toEqual(['engine-3', 'engine-2']);
    expect(plant.monitor.service.counters).toMatchObject({ openAlarms: 2, alarmsOverLimit: 1 });
  });

  test('normal alarms: the oldest are forgotten, in the store too', async () => {
    const plant = await plantWith({}, { keptAlarms: 3 });
    for (let round = 1; round <= 10; round += 1) {
      plant.send(1, 2 * round - 1, 700);
      await plant.monitor.service.acknowledge(String(round), '', operator);
      plant.send(1, 2 * round, 600);
    }
    await plant.advance(500);
    expect(plant.monitor.service.alarms({ state: 'all', limit: 100 }).map((alarm) => alarm.id)).toEqual(['10', '9', '8']);
    expect((await plant.store.list('alarm')).map((stored) => stored.id).sort()).toEqual(['10', '8', '9']);
  });

  test('an outage of 5,000 devices is a handful of batches for the store', async () => {
    const plant = await plantWith({}, { openAlarms: 5_000 });
    let batches = 0;
    const apply = plant.store.apply.bind(plant.store);
    plant.store.apply = (batch) => {
      if (batch.some((mutation) => mutation.type === 'put' && mutation.kind === 'alarm')) batches += 1;
      return apply(batch);
    };
    for (let deviceKey = 1; deviceKey <= 5_000; deviceKey += 1) {
      plant.open(deviceKey);
      plant.send(deviceKey, 1, 700);
    }
    await plant.advance(300);
    expect(await plant.store.list('alarm')).toHaveLength(5_000);
    expect(batches).toBeLessThanOrEqual(3);
  });
});

test('lists are filtered and paged, newest first', async () => {
  const plant = await plantWith();
  for (let deviceKey = 1; deviceKey <= 5; deviceKey += 1) {
    plant.open(deviceKey);
    plant.send(deviceKey, 1, 700);
  }
  await settle(plant.tasks);
  const { service } = plant.monitor;
  expect(service.alarms({ state: 'all', limit: 2 }).map((alarm) => alarm.id)).toEqual(['5', '4']);
  expect(service.alarms({ state: 'all', limit: 2, after: '4' }).map((alarm) => alarm.id)).toEqual(['3', '2']);
  expect(service.alarms({ state: 'open', limit: 10, deviceId: deviceId(3) }).map((alarm) => alarm.id)).toEqual(['3']);
});
