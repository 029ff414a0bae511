import type { FastifyReply, FastifyRequest } from 'fastify';
import { apiError } from './api-errors.ts';
import type { ApiLimits } from './api-limits.ts';

/** One reader of a live stream. */
export interface LiveStream {
  readonly isOpen: boolean;
  /** Sends one object; a reader that is too slow is cut, and comes back with Last-Event-ID. */
  send(event: string, data: unknown, id?: number): void;
  /** Called once when the stream ends, whoever ends it. */
  onEnd(listener: () => void): void;
}

/** All server-sent event streams of one API: counted, kept alive, bounded. */
export class LiveStreams {
  readonly #open = new Set<SseStream>();
  readonly #limits: ApiLimits;
  readonly #heartbeat: NodeJS.Timeout;
  /** Readers cut for being slow since start. */
  cut = 0;

  constructor(limits: ApiLimits) {
    this.#limits = limits;
    this.#heartbeat = setInterval(() => {
      for (const stream of this.#open) stream.write(': alive\n\n');
    }, limits.streamHeartbeatMs);
    this.#heartbeat.unref();
  }

  get size(): number {
    return this.#open.size;
  }

  /** Answers the request with a stream. @throws E1911 at the limit */
  open(request: FastifyRequest, reply: FastifyReply): LiveStream {
    if (this.#open.size >= this.#limits.streams) {
      throw apiError('E1911', {
        message: `${this.#open.size} streams are open, the limit is ${this.#limits.streams}`,
        retryAfterMs: 5_000,
      });
    }
    reply.hijack();
    const stream = new SseStream(reply, this.#limits.streamQueuedBytes, () => {
      this.cut += 1;
    });
    this.#open.add(stream);
    request.raw.once('close', () => {
      this.#open.delete(stream);
      stream.end();
    });
    return stream;
  }

  /** Ends all. */
  close(): void {
    clearInterval(this.#heartbeat);
    for (const stream of this.#open) stream.end();
    this.#open.clear();
  }
}

class SseStream implements LiveStream {
  readonly #raw: FastifyReply['raw'];
  readonly #queuedBytes: number;
  readonly #onCut: () => void;
  #listeners: (() => void)[] = [];
  #ended = false;

  constructor(reply: FastifyReply, queuedBytes: number, onCut: () => void) {
    this.#raw = reply.raw;
    this.#queuedBytes = queuedBytes;
    this.#onCut = onCut;
    this.#raw.on('error', () => this.end());
    this.#raw.writeHead(200, {
      'content-type': 'text/event-stream; charset=utf-8',
      'cache-control': 'no-store',
      'x-accel-buffering': 'no',
      'x-request-id': reply.request.id,
    });
    this.#raw.write(': open\n\n');
  }

  get isOpen(): boolean {
    return !this.#ended;
  }

  send(event: string, data: unknown, id?: number): void {
    this.write(`${id === undefined ? '' : `id: ${id}\n`}event: ${event}\ndata: ${JSON.stringify(data)}\n\n`);
  }

  write(text: string): void {
    if (this.#ended) return;
    if (this.#raw.writableLength > this.#queuedBytes) {
      this.#onCut();
      this.#raw.destroy();
      this.end();
      return;
    }
    this.#raw.write(text);
  }

  onEnd(listener: () => void): void {
    if (this.#ended) listener();
    else this.#listeners.push(listener);
  }

  end(): void {
    if (this.#ended) return;
    this.#ended = true;
    this.#raw.end();
    const listeners = this.#listeners;
    this.#listeners = [];
    for (const listener of listeners) listener();
  }
}
