import { once } from 'node:events';
import { connect, createServer, type Server, type Socket } from 'node:net';
import type { TestContext } from 'vitest';
import type { Random } from '#proto/kit/index.js';

/** How a cutter treats connections. */
export interface CutterOptions {
  readonly targetPort: number;
  /** One way in each; they are numbered from 0. */
  readonly ways: number;
  /** Connections of a way that are cut; later ones are left alone. */
  readonly cutsPerWay: number;
  /** A connection is cut after at most so many bytes of one direction, upwards to the manager or downwards. */
  readonly mostBytes: { readonly up: number; readonly down: number };
  /** Part of the cuts that are half-open first: nothing passes, nobody hears of it; 0 to 1. */
  readonly stallRatio: number;
  /** How long that lasts, ms; both ends are reset then. */
  readonly stallMs: readonly [least: number, most: number];
  readonly random: Random;
}

/**
 * A bad network in front of a manager: each way in is one port, and its first connections are cut at random byte positions of a random
 * direction, so in the middle of frames and handshakes: by a reset, by an end, or by a silence that ends with a reset.
 */
export class TcpCutter {
  readonly cuts: number[];
  stalls = 0;
  ports: readonly number[] = [];
  readonly #options: CutterOptions;
  readonly #servers: Server[] = [];
  readonly #sockets = new Set<Socket>();
  /** Near ends of half-open connections. */
  readonly #silent = new WeakSet<Socket>();

  private constructor(options: CutterOptions) {
    this.#options = options;
    this.cuts = new Array(options.ways).fill(0);
  }

  /** Closed when the test ends. */
  static async open(test: TestContext, options: CutterOptions): Promise<TcpCutter> {
    const cutter = new TcpCutter(options);
    test.onTestFinished(() => cutter.close());
    const ports: number[] = [];
    for (let way = 0; way < options.ways; way += 1) {
      const server = createServer((near) => cutter.#join(near, way)).listen(0, '127.0.0.1');
      cutter.#servers.push(server);
      await once(server, 'listening');
      const address = server.address();
      if (address !== null && typeof address !== 'string') ports.push(address.port);
    }
    cutter.ports = ports;
    return cutter;
  }

  close(): void {
    for (const server of this.#servers) server.close();
    for (const socket of this.#sockets) socket.destroy();
  }

  #join(near: Socket, way: number): void {
    const { targetPort, cutsPerWay } = this.#options;
    const far = connect(targetPort, '127.0.0.1');
    const pair = [near, far];
    for (const socket of pair) {
      this.#sockets.add(socket);
      socket.setNoDelay(true);
      // What one end suffers, the other feels: ends and errors alike end both, but not while the way is silent.
      socket.on('error', () => undefined);
      socket.on('close', () => {
        this.#sockets.delete(socket);
        if (!this.#silent.has(near)) for (const each of pair) each.destroy();
      });
    }
    if ((this.cuts[way] as number) < cutsPerWay) this.#doom(near, far, way);
    else {
      near.pipe(far);
      far.pipe(near);
    }
  }

  #doom(near: Socket, far: Socket, way: number): void {
    const { random, mostBytes, stallRatio, stallMs } = this.#options;
    const isUpward = random.float() < 0.5;
    let left = random.integer(0, isUpward ? mostBytes.up : mostBytes.down);
    const stall = random.float() < stallRatio ? random.integer(...stallMs) : 0;
    const isEnd = random.float() < 0.3;
    let isOver = false;
    const forward = (from: Socket, to: Socket, isCounted: boolean): void => {
      from.on('data', (data) => {
        // No encoding is set, so it is bytes.
        const bytes = data as Buffer;
        if (isOver) return;
        if (!isCounted || bytes.length < left) {
          if (isCounted) left -= bytes.length;
          to.write(bytes);
          return;
        }
        isOver = true;
        this.cuts[way] = (this.cuts[way] as number) + 1;
        if (stall > 0) {
          this.stalls += 1;
          this.#silent.add(near);
          to.write(bytes.subarray(0, left));
          setTimeout(() => this.#break(near, far, false), stall);
        } else to.write(bytes.subarray(0, left), () => this.#break(near, far, isEnd));
      });
    };
    forward(near, far, isUpward);
    forward(far, near, !isUpward);
  }

  #break(near: Socket, far: Socket, isEnd: boolean): void {
    for (const socket of [near, far]) {
      if (isEnd) socket.end();
      else socket.resetAndDestroy();
    }
  }
}
