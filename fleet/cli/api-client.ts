import { setTimeout as sleep } from 'node:timers/promises';
import { isSeatrialError, messageOf, SeatrialError } from '#proto/kit/index.js';
import { cliError } from './cli-errors.ts';
import type { Item } from './field-paths.ts';

/** Longest wait for an answer unless a call says otherwise, ms. */
const answerWithinMs = 30_000;
/** How often a change with a key is sent at most. */
const sendsOfOnce = 3;

/** A refusal of the manager, with the code it gave. */
export class ApiFailure extends SeatrialError {
  readonly requestId: string | undefined;
  constructor(code: string, problem: Item, status: number) {
    const text = (key: string): string => (typeof problem[key] === 'string' ? problem[key] : '');
    const exit = typeof problem.exit === 'number' ? problem.exit : 1;
    const place = problem.at as { file: string; line?: number; column?: number } | undefined;
    super(
      code,
      { title: text('title'), why: text('why'), next: text('next'), exit, status },
      {
        message: text('message'),
        ...(place === undefined ? {} : { at: place }),
        ...(typeof problem.retryAfterMs === 'number' ? { retryAfterMs: problem.retryAfterMs } : {}),
      },
    );
    this.requestId = text('requestId') || undefined;
  }
}

/** One page of a list. */
export interface Page {
  readonly items: Item[];
  readonly next: string | undefined;
  readonly total: number | undefined;
}

/** One server-sent event. */
export interface StreamEvent {
  readonly event: string;
  readonly id: string | undefined;
  readonly data: Item;
}

/** Values of a query string; undefined ones are left out. */
export type Query = Readonly<Record<string, string | number | undefined>>;

/** Talks to the operator API of one manager. Methods throw ApiFailure for refusals, E2005 and E2012 when there is no answer of a manager. */
export class ApiClient {
  readonly url: string;
  readonly #token: string | undefined;
  readonly #signal: AbortSignal;

  constructor(url: string, token: string | undefined, signal: AbortSignal) {
    this.url = url.replace(/\/+$/, '');
    this.#token = token;
    this.#signal = signal;
  }

  async get(path: string, query: Query = {}): Promise<Item> {
    return this.#object(await this.#send('GET', path, query));
  }

  async post(path: string, body: unknown, withinMs = answerWithinMs): Promise<Item> {
    return this.#object(await this.#send('POST', path, {}, JSON.stringify(body), withinMs));
  }

  /**
   * A change that is done once however often it is sent: when no answer comes, the same request with the same key goes out again.
   * @param key of this change, up to 64 characters
   */
  async postOnce(path: string, body: unknown, key: string): Promise<Item> {
    const text = JSON.stringify(body);
    for (let tries = 1; ; tries += 1) {
      try {
        const answer = await this.#fetch('POST', path, {}, text, answerWithinMs, undefined, this.#signal, { 'idempotency-key': key });
        if (!answer.ok) throw await this.#failure(answer);
        return await this.#object(answer);
      } catch (error) {
        const isUnanswered = isSeatrialError(error) && error.code === 'E2005';
        if (!isUnanswered || tries === sendsOfOnce) throw error;
        await sleep(500 * tries, undefined, { signal: this.#signal });
      }
    }
  }

  /** Bytes as they are, application/octet-stream. */
  async patch(path: string, query: Query, bytes: Uint8Array): Promise<Item> {
    return this.#object(await this.#send('PATCH', path, query, bytes));
  }

  async page(path: string, query: Query): Promise<Page> {
    const answer = await this.get(path, query);
    if (!Array.isArray(answer.items)) throw cliError('E2012', { message: `${this.url}${path} answered without items` });
    return {
      items: answer.items as Item[],
      next: typeof answer.next === 'string' ? answer.next : undefined,
      total: typeof answer.total === 'number' ? answer.total : undefined,
    };
  }

  /** Pages one after the other until `limit` items are there. */
  async pages(path: string, query: Query, limit: number): Promise<Page> {
    const items: Item[] = [];
    let page: Page = { items, next: undefined, total: undefined };
    do {
      const size = Math.min(1_000, limit - items.length);
      page = await this.page(path, { ...query, limit: size, after: page.next ?? query.after });
      items.push(...page.items);
    } while (page.next !== undefined && items.length < limit);
    return { ...page, items };
  }

  /** Any request as it is; refusals are answers here. */
  async raw(method: string, path: string, body: string | undefined): Promise<{ status: number; contentType: string; text: string }> {
    const answer = await this.#fetch(method, path, {}, body, answerWithinMs, undefined);
    return { status: answer.status, contentType: answer.headers.get('content-type') ?? '', text: await this.#text(answer) };
  }

  /** An answer that is no object, to be read as it comes. @param withinMs until its head is there */
  async download(path: string, body: unknown, withinMs: number): Promise<Response> {
    // The time is for the head alone: how long the body takes depends on its size.
    const head = new AbortController();
    const timer = setTimeout(() => head.abort(new Error(`no answer within ${withinMs} ms`)), withinMs);
    try {
      const signal = AbortSignal.any([this.#signal, head.signal]);
      const answer = await this.#fetch('POST', path, {}, JSON.stringify(body), undefined, undefined, signal);
      if (!answer.ok) throw await this.#failure(answer);
      return answer;
    } finally {
      clearTimeout(timer);
    }
  }

  /** A live stream until it ends or `signal` aborts; ending by the other side throws E2013. */
  async *stream(path: string, query: Query, lastEventId: string | undefined, signal: AbortSignal): AsyncGenerator<StreamEvent> {
    const answer = await this.#fetch('GET', path, query, undefined, undefined, lastEventId, signal);
    if (!answer.ok || answer.body === null) throw await this.#failure(answer);
    let text = '';
    try {
      for await (const chunk of answer.body.pipeThrough(new TextDecoderStream())) {
        text += chunk;
        for (let end = text.indexOf('\n\n'); end >= 0; end = text.indexOf('\n\n')) {
          const event = parseEvent(text.slice(0, end));
          text = text.slice(end + 2);
          if (event !== undefined) yield event;
        }
      }
    } catch (error) {
      if (signal.aborted) return;
      throw cliError('E2013', { message: `the stream of ${this.url} broke: ${messageOf(error)}`, cause: error });
    }
    if (!signal.aborted) throw cliError('E2013', { message: `${this.url} ended the stream` });
  }

  async #send(method: string, path: string, query: Query, body?: string | Uint8Array, withinMs = answerWithinMs): Promise<Response> {
    const answer = await this.#fetch(method, path, query, body, withinMs, undefined);
    if (!answer.ok) throw await this.#failure(answer);
    return answer;
  }

  async #fetch(
    method: string,
    path: string,
    query: Query,
    body: string | Uint8Array | undefined,
    withinMs: number | undefined,
    lastEventId: string | undefined,
    signal: AbortSignal = this.#signal,
    more: Readonly<Record<string, string>> = {},
  ): Promise<Response> {
    const target = new URL(this.url + path);
    for (const [name, value] of Object.entries(query)) if (value !== undefined) target.searchParams.set(name, String(value));
    const headers: Record<string, string> = { accept: 'application/json', ...more };
    if (this.#token !== undefined) headers.authorization = `Bearer ${this.#token}`;
    if (body !== undefined) headers['content-type'] = typeof body === 'string' ? 'application/json' : 'application/octet-stream';
    if (lastEventId !== undefined) headers['last-event-id'] = lastEventId;
    const timeout = withinMs === undefined ? signal : AbortSignal.any([signal, AbortSignal.timeout(withinMs)]);
    try {
      return await fetch(target, { method, headers, signal: timeout, redirect: 'manual', ...(body === undefined ? {} : { body }) });
    } catch (error) {
      if (this.#signal.aborted) throw error;
      const cause = error instanceof Error && error.cause !== undefined ? messageOf(error.cause) : messageOf(error);
      throw cliError('E2005', { message: `no answer from ${this.url}: ${cause}`, cause: error, ...certificateAdvice(error) });
    }
  }

  async #object(answer: Response): Promise<Item> {
    const text = await this.#text(answer);
    const value = parseObject(text);
    if (value === undefined) throw cliError('E2012', { message: `${this.url} answered with something else than a JSON object` });
    return value;
  }

  async #text(answer: Response): Promise<string> {
    try {
      return await answer.text();
    } catch (error) {
      throw cliError('E2005', { message: `the answer of ${this.url} broke off: ${messageOf(error)}`, cause: error });
    }
  }

  async #failure(answer: Response): Promise<SeatrialError> {
    const problem = parseObject(await this.#text(answer));
    if (problem !== undefined && typeof problem.code === 'string') return new ApiFailure(problem.code, problem, answer.status);
    return cliError('E2012', { message: `${this.url} answered ${answer.status} without a problem of ours` });
  }
}

/** What helps when the other end answers and is not believed. */
function certificateAdvice(error: unknown): { readonly next?: string } {
  const cause = error instanceof Error ? (error.cause as { readonly code?: unknown } | undefined) : undefined;
  const code = typeof cause?.code === 'string' ? cause.code : '';
  if (code === 'ERR_TLS_CERT_ALTNAME_INVALID') return { next: 'use a name that is in the certificate: --url https://NAME:PORT' };
  if (!/CERT|SIGNATURE|ISSUER/.test(code)) return {};
  return { next: '--ca FILE with the authority that signed its certificate, or fleet context add NAME --url URL --ca FILE --replace' };
}

function parseObject(text: string): Item | undefined {
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as Item) : undefined;
  } catch {
    return undefined;
  }
}

/** One block of a text/event-stream; undefined for comments. */
function parseEvent(block: string): StreamEvent | undefined {
  let event = 'message';
  let id: string | undefined;
  let data = '';
  for (const line of block.split('\n')) {
    const at = line.indexOf(':');
    const value = line.slice(at + 1).trimStart();
    if (line.startsWith('event:')) event = value;
    else if (line.startsWith('id:')) id = value;
    else if (line.startsWith('data:')) data += value;
  }
  const object = parseObject(data);
  return object === undefined ? undefined : { event, id, data: object };
}
