import { connect, type Socket } from 'node:net';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { subprotocol } from '#proto/link/index.js';
import { RawDevice, SteadyDevice } from './bad-input-device.ts';
import { eventually, ManagerProcess } from './bad-input-manager.ts';

/** Counts by counter of /metrics: how much each grows. */
export type Counts = Readonly<Record<string, number>>;

/** One row: what is sent, what the wire answers, which counters grow. */
export interface Case {
  readonly name: string;
  /** Counters that grow, and by how much. No other counter of mistakes moves. */
  readonly counts: Counts;
  /** Does it, checks what the wire answers, and returns counts that only the run can tell. */
  readonly act: () => Promise<Counts | undefined>;
}

export const refused = (reason: string, count = 1): Counts => ({ [`refused_total{reason="${reason}"}`]: count });
export const socketsRefused = (why: string, count = 1): Counts => ({ [`sockets_refused_total{why="${why}"}`]: count });

/** Low limits, so that one past each is soon there. */
const limits = {
  answerWithinMs: 1_000,
  heartbeatMs: 60_000,
  framesPerSecond: 100,
  windowFrames: 50,
  throttles: 3,
  channelsPerLink: 2,
  queuedBytes: 65_536,
  links: 50,
  reservedFiles: 64,
};

/** Counters that say that something was wrong. */
const watched =
  /^(refused_total|sockets_refused_total|frames_(rejected|duplicate|unknown)_total|fields_unknown_total|links_throttled_total|api_(unauthorised|rate_limited)_total|commits_failed_total)/;

/**
 * A manager in its own process, a neighbour that behaves, and rows: after each, exactly the counters of the row have grown, the neighbour has its
 * connection, and all it had acknowledged is in history, each reading once. When all rows are done the manager stops with exit code 0
 * and no error in its log.
 */
export class BadInputRig {
  readonly steady = new SteadyDevice('steady');
  #manager: ManagerProcess | undefined;
  #token = '';
  #names = 0;

  constructor() {
    beforeAll(async () => {
      this.#manager = await ManagerProcess.start({ limits });
      this.#token = await this.#manager.enrolmentToken();
      await this.steady.begin(this.#manager, this.#token);
    });
    afterAll(async () => {
      this.steady.end();
      const { code, stderr } = await this.manager.stop();
      expect([code, stderr.match(/"level":[56]0.*/g)]).toEqual([0, null]);
      // It was told, it did not just lose its line.
      expect([this.steady.refusals(), this.steady.closed]).toEqual([['stopping'], 4_000]);
    });
  }

  get manager(): ManagerProcess {
    if (this.#manager === undefined) throw new TypeError('the manager has not started');
    return this.#manager;
  }

  /** An enrolment token that lets all devices of this file in. */
  get token(): string {
    return this.#token;
  }

  /** A device that nobody has seen yet. */
  newDevice(): RawDevice {
    this.#names += 1;
    return new RawDevice(`bad-${this.#names}`);
  }

  /** A welcomed device of its own. */
  async welcomed(): Promise<RawDevice> {
    const device = this.newDevice();
    await device.enrol(this.manager, this.token);
    expect(device.refusals()).toEqual([]);
    expect(device.isWelcomed).toBe(true);
    return device;
  }

  /** An enrolled device that left. */
  async away(): Promise<RawDevice> {
    const device = await this.welcomed();
    await device.leave();
    return device;
  }

  /** One row, one test. */
  cases(title: string, rows: readonly Case[]): void {
    describe(title, () => {
      test.each(rows)('$name', (row) => this.run(row));
    });
  }

  async run({ name, act, ...row }: Case): Promise<void> {
    const before = await this.mistakes();
    const counts = { ...row.counts, ...(await act()) };
    await eventually(`${name}: counters reach ${JSON.stringify(counts)}`, async () => {
      const now = await this.grown(before);
      return Object.entries(counts).every(([counter, by]) => (now[counter] ?? 0) >= by);
    });
    expect(await this.steady.complaint(this.manager)).toBeUndefined();
    expect(await this.grown(before)).toEqual(counts);
  }

  async mistakes(): Promise<Map<string, number>> {
    return new Map([...(await this.manager.metrics())].filter(([name]) => watched.test(name)));
  }

  async grown(before: ReadonlyMap<string, number>): Promise<Counts> {
    const after = await this.mistakes();
    return Object.fromEntries(
      [...after].map(([name, value]) => [name, value - (before.get(name) ?? 0)] as const).filter(([, by]) => by !== 0),
    );
  }

  /** A refused row: a welcomed device does it. */
  mistake(name: string, reason: string, code: number, message: RegExp, act: (device: RawDevice) => void): Case {
    return {
      name: `${name}: Refusal ${reason}, close ${code}`,
      counts: refused(reason),
      act: async () => {
        const device = await this.welcomed();
        act(device);
        await expectEnd(device, reason, code, message);
        return undefined;
      },
    };
  }

  /** A socket that speaks for itself; `end` resolves with all that came when it is over. */
  bare(): { readonly socket: Socket; readonly end: Promise<string> } {
    const { hostname, port } = new URL(this.manager.url);
    const socket = connect(Number(port), hostname);
    let heard = '';
    socket.setEncoding('latin1').on('data', (text: string) => {
      heard += text;
    });
    socket.on('error', () => undefined);
    const end = new Promise<string>((done) => socket.once('close', () => done(heard)));
    return { socket, end };
  }
}

/** A WebSocket handshake by hand. */
export const upgrade = (more = `Sec-WebSocket-Protocol: ${subprotocol}\r\n`, path = '/device') =>
  `GET ${path} HTTP/1.1\r\nHost: x\r\nConnection: Upgrade\r\nUpgrade: websocket\r\nSec-WebSocket-Version: 13\r\n` +
  `Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n${more}\r\n`;

/** What a device is told whose session ends: one refusal with the measured value and the limit, then the close code. */
export async function expectEnd(device: RawDevice, reason: string, code: number, message: RegExp): Promise<undefined> {
  await device.untilClosed();
  expect(device.refusals()).toEqual([reason]);
  expect(device.of('refusal')[0]?.message).toMatch(message);
  expect(device.closed).toBe(code);
}
