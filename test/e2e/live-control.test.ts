/** Live faults, ledger and verdict as users see them: the program, a manager and devices in processes of their own, real sockets. */
import { appendFileSync, existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type Ended, PopulationRig, pause } from './population-rig.ts';

const count = 40;

/** A minute of theirs, from one set of readings to the next, is a second. */
const quick = ['--speed', '60'];

let rig: PopulationRig;
let ledger: string;
beforeAll(async () => {
  rig = await PopulationRig.open(count + 20);
  ledger = join(rig.folder, 'rooms.ledger');
});
afterAll(() => rig.close());

type Item = Readonly<Record<string, unknown>>;

const call = (...args: string[]) => rig.call(...args);

async function object(...args: string[]): Promise<Item> {
  const { code, stdout, stderr } = await call(...args, '-o', 'json');
  expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
  return JSON.parse(stdout) as Item;
}
const items = async (...args: string[]): Promise<Item[]> => (await object(...args)).items as Item[];

async function until(isDone: () => Promise<boolean>): Promise<void> {
  while (!(await isDone())) await pause(100);
}

const connected = async (): Promise<number | undefined> => (await rig.listed('rooms'))?.report?.counters.connected;

describe('a population under faults, with a ledger', () => {
  let running: ReturnType<PopulationRig['spawn']>;

  test('faults show, undo by hand and by themselves, and what they can not do is refused with its exit code', async () => {
    const options = ['--count', String(count), '--processes', '2', ...quick, '--token-file', 'rooms.token'];
    running = rig.spawn('rooms', ...options, '--ledger', ledger);
    await rig.connected(running, 'rooms', count);

    const parted = await object('sim', 'fault', 'rooms', 'share=25%', 'partition');
    expect(parted).toMatchObject({ id: 'f1', fault: 'partition', devices: 10, refused: 0, until: null });
    const off = await object('sim', 'fault', 'rooms', 'index=0..4', 'power-off', '--for', '3s');
    expect(off).toMatchObject({ id: 'f2', until: expect.stringMatching(/Z$/) });
    expect(await items('sim', 'devices', 'rooms', '--selector', 'power=off')).toMatchObject([0, 1, 2, 3, 4].map((index) => ({ index })));
    const crash = await call('sim', 'fault', 'rooms', 'power=off', 'crash');
    expect(crash).toMatchObject({ code: 5, stderr: expect.stringContaining('E2128') });
    expect(await items('sim', 'faults', 'rooms')).toMatchObject([{ id: 'f1' }, { id: 'f2' }]);

    // Bare sockets: cut at once, lost without a word, and led over a network in memory.
    expect(await object('sim', 'fault', 'rooms', 'index=10..14,connected=true', 'link-cut')).toMatchObject({ lasts: false });
    await object('sim', 'fault', 'rooms', 'index=15..19,connected=true', 'half-open');
    await object('sim', 'fault', 'rooms', 'index=20..24', 'network', '--link', 'office-wifi');
    await object('sim', 'fault', 'rooms', 'index=25..29', 'stuck-sensor', '--signal', 'roomTempC');
    expect(await object('sim', 'devices', 'rooms', 'rooms-00026')).toMatchObject({
      id: 'rooms-00026',
      faults: { 'stuck-sensor.roomTempC': 1 },
      truth: expect.anything(),
    });
    await until(async () => (await items('sim', 'faults', 'rooms')).every(({ id }) => id !== 'f2'));

    // The manager goes and comes back in the middle of it.
    await rig.stopManager();
    await pause(1_000);
    await rig.startManager();

    expect(await items('sim', 'undo', 'rooms', '--all')).toMatchObject([
      { fault: 'partition' },
      { fault: 'half-open' },
      { fault: 'network' },
      { fault: 'stuck-sensor' },
    ]);
    await until(async () => (await connected()) === count);
    expect((await items('sim', 'devices', 'rooms')).filter(({ faults }) => Object.keys(faults as Item).length > 0)).toEqual([]);
  });

  test.each([
    [['sim', 'fault', 'rooms', 'id=nobody', 'crash'], 3, 'E2125'],
    [['sim', 'fault', 'rooms', 'connected=true', 'crash'], 2, 'E2126'],
    [['sim', 'fault', 'rooms', 'index=0..9', 'crash', '--max', '9'], 2, 'E2126'],
    [['sim', 'fault', 'rooms', 'rooms-00001', 'crash'], 2, 'E2124'],
    [['sim', 'fault', 'rooms', 'index=1', 'crush'], 2, 'did you mean crash?'],
    [['sim', 'fault', 'rooms', 'crash'], 2, 'SELECTOR and FAULT are wanted'],
    [['sim', 'fault', 'rooms', 'index=1', 'clock-step', '--severity', '0'], 2, 'fleet sim undo'],
    [['sim', 'fault', 'nobody', '--all', 'crash'], 3, 'E2104'],
    [['sim', 'undo', 'rooms', 'f99'], 3, 'E2122'],
    [['sim', 'undo', 'rooms'], 2, 'neither ids nor --all'],
    [['sim', 'devices', 'rooms', 'nobody'], 3, 'E2122'],
  ])('%j ends with %d: %s', async (args, code, text) => {
    const ended = await call(...args);
    expect(ended).toMatchObject({ code, stderr: expect.stringContaining(text) });
  });

  test('a ledger of a run that goes on is not whole; another file is none', async () => {
    expect(await call('sim', 'check', ledger)).toMatchObject({ code: 8, stderr: expect.stringContaining('E2042') });
    expect(await call('sim', 'check', ledger, '--partial')).toMatchObject({ code: 0 });
    expect(await call('sim', 'check', join(rig.folder, 'quick.yaml'))).toMatchObject({ code: 2, stderr: expect.stringContaining('E2132') });
  });

  test('stopped, started and stopped: the ledger and the manager agree, with losses 0', async () => {
    expect(await call('sim', 'stop', 'rooms')).toMatchObject({ code: 0 });
    expect(await running.ended).toMatchObject({ code: 0 });
    const again = await rig.start('sim', 'start', 'rooms', '--for', '3s', '--ledger', ledger, '--expect', 'acked == emitted', '-o', 'json')
      .ended;
    expect(again).toMatchObject({ code: 0 });
    const report = JSON.parse(again.stdout) as { framesKept: number; framesRestored: number; counters: Record<string, number> };
    expect(report.framesKept).toBe(0);
    const verdict = await object('sim', 'check', ledger);
    expect(verdict).toMatchObject({ devices: count, kept: 0, dropped: 0, unknown: 0, lost: 0, doubled: 0, differences: [] });
    const lines = readFileSync(ledger, 'utf8').trim().split('\n');
    expect(lines.filter((line) => line.startsWith('{"type":"run"')).length).toBe(4);
    expect(verdict.readings).toBeGreaterThan(count * 4);
    console.info(`ledger: ${String(verdict.acknowledged)} frames, ${String(verdict.readings)} readings, ${String(verdict.events)} events`);
  });

  test('a frame that the manager does not have is found', async () => {
    const frame = { type: 'frame', device: 'rooms-00001', boot: 999, sequence: 1, end: 'acknowledged', sends: 1 };
    const content = { readings: 1, signals: ['roomTempC'], timesMs: [Date.UTC(2026, 0, 1)] };
    appendFileSync(ledger, `${JSON.stringify({ ...frame, ...content })}\n`);
    const ended = await call('sim', 'check', ledger);
    expect(ended).toMatchObject({ code: 7, stderr: expect.stringContaining('first: rooms-00001 999.1, reading roomTempC') });
  });
});

test('--expect: false for measured values ends with 7, and one that is wrong is refused before anything starts', async () => {
  const spawn = (...more: string[]): Promise<Ended> =>
    rig.spawn('smoke', '--count', '2', '--token-file', 'rooms.token', ...quick, '--for', '2s', ...more).ended;
  const unmet = await spawn('--expect', 'devices == 3.0');
  expect(unmet).toMatchObject({ code: 7, stderr: expect.stringContaining('not met: devices == 3.0 (devices is 2)') });
  const wrong = await spawn('--expect', 'acknowledged > 0.0');
  expect(wrong).toMatchObject({ code: 2, stdout: '', stderr: expect.stringContaining('emitted, acked') });
});

const hasFullDevice = existsSync('/dev/full');
if (!hasFullDevice) console.log('skipped: a full disk is tried with /dev/full, which this system does not have');

test.skipIf(!hasFullDevice)(
  'a ledger on a full disk (needs /dev/full): the run ends in good order with 8, and the devices come back',
  async () => {
    const run = async (...args: string[]): Promise<Ended> =>
      rig.start('sim', ...args, '--ledger', '/dev/full', '--for', '1m', '-o', 'json').ended;
    const full = await run('spawn', 'brim', '--profile', 'quick.yaml', '--count', '2', '--token-file', 'rooms.token', ...quick);
    expect(full).toMatchObject({ code: 8, stderr: expect.stringContaining('E2131') });
    const { framesKept } = JSON.parse(full.stdout) as { framesKept: number };
    const again = await rig.start('sim', 'start', 'brim', '--for', '1s', '--expect', 'acked == emitted', '-o', 'json').ended;
    expect([again.code, JSON.parse(again.stdout)]).toMatchObject([
      0,
      { framesRestored: framesKept, framesKept: 0, counters: { refused: {} } },
    ]);
  },
);
