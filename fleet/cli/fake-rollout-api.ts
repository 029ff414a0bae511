import { once } from 'node:events';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';

/** One request as it came. */
export interface RolloutRequest {
  readonly method: string;
  /** With the query. */
  readonly path: string;
  readonly key: string | undefined;
  readonly body: Readonly<Record<string, unknown>>;
}

/** An API with one rollout, for tests of commands: it takes a step by itself before so many of its verbs. */
export class FakeRolloutApi {
  /** Changes so often between what a verb reaches being asked and the verb coming in. */
  stepsAhead = 0;
  revision = 3;
  /** GETs from now on that are answered before one link breaks without an answer; undefined: none breaks. */
  answersUntilBreak: number | undefined;
  /** Devices that were not offered it. */
  before = 100;
  /** Of these, so many are at each step. */
  offeredAStep = 1;
  /** The plan as it was given. */
  readonly source = 'apiVersion: seatrial/v1\nkind: Rollout\nname: r-42\nwaves:\n  - {name: canary, percent: 5%}\n';
  readonly requests: RolloutRequest[] = [];
  readonly #server: Server;

  private constructor() {
    this.#server = createServer((request, response) => {
      let text = '';
      request.setEncoding('utf8').on('data', (part: string) => {
        text += part;
      });
      request.on('end', () => {
        if (this.answersUntilBreak === 0) {
          this.answersUntilBreak = undefined;
          request.socket.destroy();
          return;
        }
        if (this.answersUntilBreak !== undefined) this.answersUntilBreak -= 1;
        const body = text === '' ? {} : (JSON.parse(text) as Record<string, unknown>);
        const key = request.headers['idempotency-key'];
        const one = {
          method: request.method ?? '',
          path: request.url ?? '',
          key: typeof key === 'string' ? key : undefined,
          body,
        };
        this.requests.push(one);
        const { status, answer } = this.#answer(one);
        response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(answer));
      });
    });
  }

  static async start(): Promise<FakeRolloutApi> {
    const api = new FakeRolloutApi();
    api.#server.listen(0, '127.0.0.1');
    await once(api.#server, 'listening');
    return api;
  }

  get url(): string {
    return `http://127.0.0.1:${(this.#server.address() as AddressInfo).port}`;
  }

  /** Verbs that came in. */
  get verbs(): RolloutRequest[] {
    return this.requests.filter(({ method }) => method === 'POST');
  }

  /** It takes a step by itself. */
  stepped(): void {
    this.revision += 1;
    this.before -= this.offeredAStep;
  }

  close(): void {
    this.#server.closeAllConnections();
    this.#server.close();
  }

  #answer({ method, path, body }: RolloutRequest): { readonly status: number; readonly answer: object } {
    if (path.includes('/blast')) {
      const verb = new URL(path, this.url).searchParams.get('verb');
      const counts = { before: this.before, inside: 0, past: 0, updated: 0 };
      const effects = ['before: are offered nothing until it is resumed'];
      return { status: 200, answer: { verb, rollout: 'r-42', revision: this.revision, ...counts, effects, undo: '' } };
    }
    if (method === 'POST' && this.stepsAhead > 0) {
      this.stepsAhead -= 1;
      this.stepped();
    }
    if (body.revision !== undefined && body.revision !== this.revision) {
      const message = `rollout r-42 is at revision ${this.revision}, not ${String(body.revision)}`;
      return { status: 409, answer: { code: 'E2703', message, exit: 5, title: 'moved on', why: 'why', next: 'next' } };
    }
    if (path.endsWith('/plan')) {
      const waves = [{ name: 'canary', devices: this.before }];
      return { status: 200, answer: { devices: this.before, waves, blockers: [], wayBack: { devices: this.before }, findings: [] } };
    }
    if (path.endsWith('/explain')) return { status: 200, answer: explanation };
    if (method === 'GET' && (path.startsWith('/v1/rollouts?') || path === '/v1/rollouts'))
      return { status: 200, answer: { items: [this.#rollout()], next: null } };
    return { status: 200, answer: this.#rollout() };
  }

  #rollout(): object {
    const { revision, source } = this;
    return {
      apiVersion: 'seatrial/v1',
      kind: 'Rollout',
      name: 'r-42',
      subject: 'smart-meter@1.1.0',
      state: 'dispatching',
      wave: 'canary',
      revision,
      verdict: `wave canary (1 of 2) is being offered: 1,000 of 1,200 attempted, 1,000 updated, 0 failed, 200 in flight`,
      buckets: { pending: 200, soaking: 1_000, held: 0 },
      sums: { devices: 12_000, updated: 1_000, inFlight: 200, failed: 0 },
      causes: {},
      changes: [],
      waves: [
        {
          name: 'canary',
          state: 'dispatching',
          devices: 1_200,
          buckets: { pending: 200, soaking: 1_000 },
          gates: [{ gate: 'failed', outcome: 'waiting', summary: 'failed 0 % of 1,000 attempted, at most 20 %' }],
        },
        { name: 'all', state: 'waiting', devices: 10_800, buckets: { pending: 10_800 }, gates: [] },
      ],
      plan: { name: 'r-42', strata: ['profile', 'hardware'], windows: [] },
      source,
    };
  }
}

const explanation = {
  apiVersion: 'seatrial/v1',
  kind: 'Explanation',
  subject: 'rollout r-42',
  verdict: 'wave canary (1 of 2) is being offered: 1,000 of 1,200 attempted',
  outcomes: '1,000 of 1,000 attempted devices kept working, no service lost',
  steps: [
    { name: 'gate failed', outcome: 'ok', measured: '0 of 3', limit: '5 %', setBy: 'plan', since: null, next: '', details: { share: 0 } },
  ],
  next: ['fleet rollout get r-42'],
};
