import { describe, expect, test } from 'vitest';
import { closeCodes } from '#proto/link/index.js';
import { profileDefinitionOf } from '#proto/profile/index.js';
import { type FakeLink, Harness, type HarnessOptions, operator, startWallMs, thermostat, Unit } from './gateway-harness.ts';

/** A harness with two welcomed devices; whatever befalls the first must not touch the second. */
async function two(
  options: HarnessOptions = {},
): Promise<{ harness: Harness; first: FakeLink; second: FakeLink; token: string; unit: Unit }> {
  const harness = await Harness.start(options);
  const token = await harness.token();
  const unit = new Unit('heater-1');
  const first = await harness.join(unit, token);
  const second = await harness.join(new Unit('heater-2'), token);
  return { harness, first, second, token, unit };
}

function expectUnharmed(harness: Harness, link: FakeLink): void {
  const before = harness.acquisition.taken.length;
  expect(link.isOpen).toBe(true);
  expect(link.refusals()).toEqual([]);
  harness.acquisition.verdict = 'accepted';
  link.telemetry(1, 1_000_000);
  expect(harness.acquisition.taken).toHaveLength(before + 1);
}

describe('invariant 9: everything is bounded; one device over a bound harms no other', () => {
  test('rate: burst at the limit, one past it is slowed down, catches up after the pause', async () => {
    const { harness, first, second } = await two({ gateway: { framesPerSecond: 10, windowFrames: 50 } });
    harness.clock.advanceBy(5_000);
    for (let sequence = 1; sequence <= 50; sequence += 1) first.telemetry(1, sequence);
    expect(first.isPaused).toBe(false);
    first.telemetry(1, 51);
    expect(first.isPaused).toBe(true);
    expect(harness.gateway.connections.counters.throttled).toBe(1);
    expect(harness.acquisition.taken).toHaveLength(51);
    await harness.pass(99);
    expect(first.isPaused).toBe(true);
    await harness.pass(1);
    expect(first.isPaused).toBe(false);
    expectUnharmed(harness, second);
  });

  test('rate-exceeded: slowed down again and again without catching up', async () => {
    const { harness, first, second } = await two({ gateway: { framesPerSecond: 10, windowFrames: 10, throttles: 3 } });
    harness.clock.advanceBy(5_000);
    for (let sequence = 1; first.isOpen && sequence < 1_000; sequence += 1) {
      if (first.isPaused) await harness.pass(100);
      else first.telemetry(1, sequence);
    }
    expect(first.refusals()).toEqual(['rate-exceeded']);
    expect(first.all('refusal')[0]?.retryAfterMs).toBeGreaterThan(1_000);
    expect(harness.gateway.connections.counters.throttled).toBe(3);
    expect(harness.refused('rate-exceeded')).toBe(1);
    expect(await harness.audit()).toContain('session.refused device:heater-1 rate-exceeded');
    expectUnharmed(harness, second);
  });

  test('rate-exceeded: a link that sends on although it is not read', async () => {
    const { harness, first, second } = await two({ gateway: { framesPerSecond: 10, windowFrames: 10 } });
    harness.clock.advanceBy(5_000);
    let frames = 0;
    while (first.isOpen && frames < 1_000) first.telemetry(1, ++frames);
    expect(frames).toBe(10 + 10 * 10 + 1);
    expect(first.refusals()).toEqual(['rate-exceeded']);
    expectUnharmed(harness, second);
  });

  test('full: one frame waits, the link is not read, the frame is offered again when there is room', async () => {
    const { harness, first, second } = await two();
    harness.acquisition.verdict = 'full';
    first.telemetry(1, 1);
    expect(first.isPaused).toBe(true);
    harness.acquisition.room();
    expect(first.isPaused).toBe(true);
    expect(harness.gateway.connections.counters.throttled).toBe(1);
    harness.acquisition.verdict = 'accepted';
    harness.acquisition.room();
    expect(first.isPaused).toBe(false);
    expect(harness.acquisition.taken.map(({ sequence }) => sequence)).toEqual([1]);
    first.telemetry(1, 2);
    expect(harness.acquisition.taken.map(({ sequence }) => sequence)).toEqual([1, 2]);
    expectUnharmed(harness, second);
  });

  test('overloaded: a second frame while one waits', async () => {
    const { harness, first, second } = await two();
    harness.acquisition.verdict = 'full';
    first.telemetry(1, 1);
    first.telemetry(1, 2);
    expect(first.refusals()).toEqual(['overloaded']);
    harness.acquisition.verdict = 'accepted';
    harness.acquisition.room();
    expect(harness.acquisition.taken).toEqual([]);
    expectUnharmed(harness, second);
  });

  test('slow-reader: bytes that wait at the limit and one past it', async () => {
    const { harness, first, second } = await two({ gateway: { queuedBytes: 65_536 } });
    first.queuedBytes = 65_536;
    harness.acquisition.committed(1, 1, 1);
    expect(first.isOpen).toBe(true);
    first.queuedBytes = 65_537;
    harness.acquisition.committed(1, 1, 2);
    expect(first.refusals()).toEqual(['slow-reader']);
    expect(harness.refused('slow-reader')).toBe(1);
    expectUnharmed(harness, second);
  });

  test('silent: at twice the heartbeat; a word within it keeps the link', async () => {
    const { harness, first, second } = await two();
    await harness.pass(119_000);
    second.say({ channel: 0, type: 'heartbeat', body: { batteryPercent: 100 } });
    await harness.pass(999);
    expect(first.isOpen).toBe(true);
    await harness.pass(1);
    expect(first.refusals()).toEqual(['silent']);
    expect(harness.refused('silent')).toBe(1);
    expectUnharmed(harness, second);
  });

  test('commands: open ones of a device at the limit and one past it', async () => {
    const { harness, first } = await two({ gateway: { openCommands: 2 } });
    const command = () => harness.gateway.connections.command(1, { name: 'identify', arguments: {}, withinMs: 1_000 });
    const open = [command(), command()].map((answer) => expect(answer).rejects.toMatchObject({ code: 'E1311' }));
    await expect(command()).rejects.toMatchObject({ code: 'E1312', message: expect.stringContaining('the limit is 2') });
    expect(first.all('command')).toHaveLength(2);
    await harness.pass(1_000);
    await Promise.all(open);
  });
});

describe('storage', () => {
  test('storage-unavailable: with a time to come back', async () => {
    const { harness, first, second } = await two();
    harness.acquisition.verdict = 'unavailable';
    first.telemetry(1, 1);
    expect(first.refusals()).toEqual(['storage-unavailable']);
    expect(first.all('refusal')[0]?.retryAfterMs).toBeGreaterThanOrEqual(5_000);
    expectUnharmed(harness, second);
  });

  test('a commit that failed: exactly its devices are told to come back', async () => {
    const { harness, first, second } = await two();
    harness.acquisition.lost([1]);
    expect(first.refusals()).toEqual(['storage-unavailable']);
    expectUnharmed(harness, second);
  });
});

describe('frames that are never stored are rejected, passed over, and the session goes on', () => {
  test.each([
    ['unknown-signal', { ids: [1, 7] }, 2],
    ['not-finite', { values: [Number.NaN] }, 3],
    ['future', { atMs: startWallMs + 300_001 }, 4],
  ] as const)('%s', async (_name, options, code) => {
    const { harness, first } = await two();
    first.telemetry(1, 1, {
      ...options,
      ...('ids' in options ? { ids: [...options.ids] } : {}),
      ...('values' in options ? { values: [...options.values] } : {}),
    } as object);
    expect(first.all('reject')).toEqual([expect.objectContaining({ boot: 1, sequence: 1, code })]);
    expect(harness.acquisition.taken).toEqual([{ deviceKey: 1, boot: 1, sequence: 1, kind: 'skip', readings: 0 }]);
    expect(harness.gateway.connections.counters.rejected).toBe(1);
    expectUnharmed(harness, first);
  });

  test('a time at the limit of the future is taken', async () => {
    const { harness, first } = await two();
    first.telemetry(1, 1, { atMs: startWallMs + 300_000 });
    expect(harness.acquisition.taken).toMatchObject([{ kind: 'telemetry' }]);
  });

  test('a boot that is still to come is rejected and never moves the watermark', async () => {
    const { harness, first } = await two();
    first.telemetry(2, 1);
    first.say({ channel: 0, type: 'event', body: { boot: 2, sequence: 1, timeMs: startWallMs, kind: 1, name: 'boot' } });
    expect(first.all('reject')).toHaveLength(2);
    expect(harness.acquisition.taken).toEqual([]);
  });

  test('events are taken; one from the future is rejected', async () => {
    const { harness, first } = await two();
    first.say({
      channel: 0,
      type: 'event',
      body: { boot: 1, sequence: 1, timeMs: startWallMs, kind: 1, name: 'boot', values: { reason: 1 } },
    });
    first.say({ channel: 0, type: 'event', body: { boot: 1, sequence: 2, timeMs: startWallMs + 300_001, kind: 1, name: 'boot' } });
    expect(harness.acquisition.taken.map(({ kind, sequence }) => `${kind} ${sequence}`)).toEqual(['event 1', 'skip 2']);
    expect(first.all('reject')).toEqual([expect.objectContaining({ sequence: 2, code: 4 })]);
  });

  test('duplicates are counted', async () => {
    const { harness, first } = await two();
    harness.acquisition.verdict = 'duplicate';
    first.telemetry(1, 1);
    expect(harness.gateway.connections.counters.duplicates).toBe(1);
    expect(first.all('reject')).toEqual([]);
  });

  test('an unknown body is ignored and counted', async () => {
    const { harness, first } = await two();
    first.receive(Uint8Array.of(0xaa, 0x06, 0x00));
    expect(harness.gateway.connections.counters.unknownFrames).toBe(1);
    expectUnharmed(harness, first);
  });
});

describe('commands and configuration', () => {
  test('a command and its answer', async () => {
    const { harness, first } = await two();
    const answer = harness.gateway.connections.command(1, {
      name: 'boost',
      arguments: { minutes: 5, now: true, why: 'cold' },
      withinMs: 5_000,
    });
    const [command] = first.all('command');
    expect(command).toMatchObject({ name: 'boost', answerWithinMs: 5_000 });
    first.say({ channel: 0, type: 'commandResult', body: { commandId: command?.commandId ?? '', outcome: 1, message: 'on it' } });
    await expect(answer).resolves.toEqual({ outcome: 'done', message: 'on it' });
  });

  test('a command that is open when the device comes back is sent again with the same id', async () => {
    const { harness, first, unit } = await two();
    const answer = harness.gateway.connections.command(1, { name: 'boost', arguments: {}, withinMs: 60_000 });
    first.drop();
    await harness.pass(10_000);
    const again = harness.hello(unit);
    expect(again.all('command')[0]?.commandId).toBe(first.all('command')[0]?.commandId);
    expect(again.all('command')[0]?.answerWithinMs).toBe(50_000);
    again.say({
      channel: 0,
      type: 'commandResult',
      body: { commandId: again.all('command')[0]?.commandId ?? '', outcome: 3, message: '' },
    });
    await expect(answer).resolves.toEqual({ outcome: 'refused', message: '' });
  });

  test('no answer of one device counts for a command of another', async () => {
    const { harness, first, second } = await two();
    const answer = harness.gateway.connections.command(1, { name: 'boost', arguments: {}, withinMs: 1_000 });
    const failed = expect(answer).rejects.toMatchObject({ code: 'E1311' });
    second.say({ channel: 0, type: 'commandResult', body: { commandId: first.all('command')[0]?.commandId ?? '', outcome: 1 } });
    await harness.pass(1_000);
    await failed;
  });

  test.each([
    [{ name: '', arguments: {}, withinMs: 1 }],
    [{ name: 'x'.repeat(65), arguments: {}, withinMs: 1 }],
    [{ name: 'boost', arguments: {}, withinMs: 0 }],
    [{ name: 'boost', arguments: {}, withinMs: 86_400_001 }],
    [{ name: 'boost', arguments: { minutes: Number.NaN }, withinMs: 1 }],
    [{ name: 'boost', arguments: { text: 'x'.repeat(1_025) }, withinMs: 1 }],
    [{ name: 'boost', arguments: Object.fromEntries(Array.from({ length: 17 }, (_, index) => [`a${index}`, index])), withinMs: 1 }],
  ])('a command out of range is refused before it is sent: %#', async (command) => {
    const { harness, first } = await two();
    await expect(harness.gateway.connections.command(1, command)).rejects.toMatchObject({ code: 'E1313' });
    expect(first.all('command')).toEqual([]);
  });

  test('a command to a device that is not connected', async () => {
    const { harness, first } = await two();
    first.drop();
    await expect(harness.gateway.connections.command(1, { name: 'boost', arguments: {}, withinMs: 1 })).rejects.toMatchObject({
      code: 'E1310',
    });
  });

  test('configuration: pushed when connected, else after Welcome; not sent again once it runs', async () => {
    const { harness, first, unit } = await two();
    expect(await harness.registry.devices.configure('heater-1', { setpointC: 22 }, operator)).toEqual({ version: 1 });
    expect(first.all('desiredConfiguration')).toMatchObject([{ version: 1, settings: { setpointC: { number: 22 } } }]);
    first.drop();
    const again = harness.hello(unit);
    expect(again.all('desiredConfiguration')).toHaveLength(1);
    again.say({ channel: 0, type: 'configurationReport', body: { version: 1, settings: { setpointC: { number: 22 } } } });
    expect(harness.registry.devices.get('heater-1')?.reportedConfigurationVersion).toBe(1);
    const link = harness.open();
    const hello = unit.hello(link.nonce(), harness.clock.wallMs());
    link.say({ ...hello, body: { ...hello.body, configurationVersion: 1 } });
    expect(link.all('welcome')).toHaveLength(1);
    expect(link.all('desiredConfiguration')).toEqual([]);
  });
});

describe('channels: one socket, several units', () => {
  async function gatewayDevice(options: HarnessOptions = {}) {
    const context = await two(options);
    const { harness, first, token } = context;
    const attach = async (unit: Unit, channel: number) => {
      first.say({ channel, type: 'attach', body: {} });
      if (first.all('challenge', channel).length === 0) return;
      first.say(unit.claim(first.nonce(channel), token, channel));
      await harness.settle();
      if (first.all('challenge', channel).length < 2) return;
      harness.hello(unit, first, channel);
    };
    return { ...context, attach };
  }

  test('each unit has its own identity, watermark and answers', async () => {
    const { harness, first, attach } = await gatewayDevice();
    await attach(new Unit('sensor-1'), 1);
    await attach(new Unit('sensor-2'), 65_535);
    expect(first.all('welcome', 1)).toMatchObject([{ deviceId: 'sensor-1' }]);
    expect(first.all('welcome', 65_535)).toMatchObject([{ deviceId: 'sensor-2' }]);
    first.telemetry(1, 1, { channel: 65_535 });
    const key = harness.key('sensor-2');
    expect(harness.acquisition.taken).toMatchObject([{ deviceKey: key, sequence: 1 }]);
    harness.acquisition.committed(key, 1, 1);
    expect(first.all('acknowledge', 65_535)).toHaveLength(1);
    expect(first.all('acknowledge', 1)).toHaveLength(0);
    first.say({ channel: 1, type: 'heartbeat', body: {} });
    expect([first.all('time', 1), first.all('time', 0), first.all('time', 65_535)].map((answers) => answers.length)).toEqual([1, 0, 0]);
    expect(harness.gateway.connections.counters).toMatchObject({ connections: 2, sessions: 4 });
    first.drop();
    expect(harness.gateway.connections.counters).toMatchObject({ connections: 1, sessions: 1 });
    expect(harness.registry.devices.get('sensor-1')?.presence).toBe('late');
  });

  test('channel-invalid: a frame on a channel that was never attached, on channel 0, on one in use; the link lives', async () => {
    const { harness, first, second, attach } = await gatewayDevice();
    first.telemetry(1, 1, { channel: 9 });
    expect(first.refusals(9)).toEqual(['channel-invalid']);
    await attach(new Unit('sensor-1'), 1);
    first.say({ channel: 1, type: 'attach', body: {} });
    expect(first.refusals(1)).toEqual(['channel-invalid']);
    expect(first.isOpen).toBe(true);
    expectUnharmed(harness, first.refusals(0).length === 0 ? second : first);
    first.say({ channel: 0, type: 'detach', body: {} });
    expect(first.refusals(0)).toEqual(['channel-invalid']);
    expect(first.closedWith).toBe(closeCodes.refused);
  });

  test('channels at the limit and one past it; detach makes room', async () => {
    const { harness, first, attach } = await gatewayDevice({ gateway: { channelsPerLink: 2 } });
    await attach(new Unit('sensor-1'), 1);
    await attach(new Unit('sensor-2'), 2);
    await attach(new Unit('sensor-3'), 3);
    expect(first.refusals(3)).toEqual(['channel-invalid']);
    first.say({ channel: 2, type: 'detach', body: {} });
    expect(harness.gateway.connections.counters.sessions).toBe(3);
    await attach(new Unit('sensor-3'), 4);
    expect(first.all('welcome', 4)).toHaveLength(1);
  });

  test('attach before the owner is welcomed', async () => {
    const harness = await Harness.start();
    const link = harness.open();
    link.say({ channel: 1, type: 'attach', body: {} });
    expect(link.refusals(1)).toEqual(['not-welcomed']);
    expect(link.isOpen).toBe(true);
  });

  test('a unit over its rate, silent, or with a field out of range is refused on its channel; its siblings live', async () => {
    const { harness, first, attach } = await gatewayDevice({ gateway: { framesPerSecond: 10, windowFrames: 10 } });
    harness.clock.advanceBy(2_000);
    await attach(new Unit('sensor-1'), 1);
    await attach(new Unit('sensor-2'), 2);
    await attach(new Unit('sensor-3'), 3);
    for (let sequence = 1; sequence <= 20; sequence += 1) first.telemetry(1, sequence, { channel: 1 });
    expect(first.refusals(1)[0]).toBe('rate-exceeded');
    first.say({ channel: 2, type: 'heartbeat', body: { batteryPercent: 101 } });
    expect(first.refusals(2)).toEqual(['field-invalid']);
    await harness.pass(119_000);
    first.say({ channel: 0, type: 'heartbeat', body: {} });
    await harness.pass(3_000);
    expect(first.refusals(3)).toEqual(['silent']);
    expect(first.isOpen).toBe(true);
    expect(first.refusals(0)).toEqual([]);
  });

  test('pending frees the channel; a handshake that is not answered ends on its channel alone', async () => {
    const { harness, first } = await gatewayDevice();
    const token = await harness.token({ approve: false });
    const unit = new Unit('sensor-1');
    first.say({ channel: 1, type: 'attach', body: {} });
    first.say(unit.claim(first.nonce(1), token, 1));
    await harness.settle();
    expect(first.all('pending', 1)).toHaveLength(1);
    await harness.registry.devices.approve(['sensor-1'], operator);
    first.say({ channel: 1, type: 'attach', body: {} });
    harness.hello(unit, first, 1);
    expect(first.all('welcome', 1)).toHaveLength(1);
    first.say({ channel: 2, type: 'attach', body: {} });
    await harness.pass(25_000);
    expect(first.refusals(2)).toEqual(['answer-timeout']);
    expect(first.isOpen).toBe(true);
  });

  test('a device that attaches itself to its own socket ends both, and leaves nothing behind', async () => {
    const { harness, first, unit } = await gatewayDevice();
    first.say({ channel: 1, type: 'attach', body: {} });
    harness.hello(unit, first, 1);
    expect(first.refusals(0)).toEqual(['superseded']);
    expect(harness.gateway.connections.counters).toMatchObject({ connections: 1, sessions: 1 });
    expect(harness.gateway.connections.isConnected(1)).toBe(false);
    harness.hello(unit).say({ channel: 0, type: 'profileDefinition', body: profileDefinitionOf(thermostat) });
    expect(harness.gateway.connections.isConnected(1)).toBe(true);
  });
});

test('invariant 10: every refusal says what was measured against which limit', async () => {
  const { harness, first, second, unit } = await two({ gateway: { framesPerSecond: 10, windowFrames: 10, queuedBytes: 65_536 } });
  harness.clock.advanceBy(5_000);
  for (let sequence = 1; first.isOpen; sequence += 1) first.telemetry(1, sequence);
  second.queuedBytes = 70_000;
  harness.acquisition.committed(2, 1, 1);
  const silent = harness.hello(unit);
  const mute = harness.open();
  await harness.pass(125_000);
  const skewed = harness.open();
  skewed.say(unit.hello(skewed.nonce(), harness.clock.wallMs() + 999_999));
  const messages = [first, second, silent, mute, skewed].map((link) => link.all('refusal')[0]?.message);
  expect(messages).toEqual([
    '101 frames over 10 a second and 10 at once, slowed down 1 times',
    '70000 bytes wait to be read, the limit is 65536',
    'nothing was heard for 120000 ms, the limit is 120000 ms',
    'no Claim or Hello came within 20000 ms of the Challenge',
    "the clock is 999999 ms off the fleet's, the limit is 300000 ms either way",
  ]);
});
