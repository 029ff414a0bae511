import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type ApiRig, serveApi, startApi } from './api-rig.ts';
import { fakeSecrets } from './fake-manager.ts';
import { holdRouteCases } from './hold-route-cases.ts';
import { rolloutRouteRows } from './rollout-route-rows.ts';

/** One for all requests that change nothing: to start it takes longer than to ask it. */
let common: ApiRig;
beforeAll(async () => {
  common = await serveApi({ limits: { requestBurst: 10_000, refusalsPerMinute: 10_000 } });
});
afterAll(() => common.close());

/** [method, path, body, least role, status]. The whole surface: a route that is missing here fails the test below. */
const routes: readonly (readonly [string, string, unknown, 'anyone' | 'viewer' | 'operator' | 'admin', number])[] = [
  ['GET', '/v1/trust', undefined, 'viewer', 200],
  ['GET', '/v1/trust/metadata/root', undefined, 'viewer', 200],
  ['POST', '/v1/trust/online-keys', { roles: ['snapshot'], isNew: false, reason: 'look' }, 'admin', 200],
  ['POST', '/v1/trust/root', { root: '{}', reason: 'ceremony' }, 'admin', 200],
  ['POST', '/v1/trust/rotate', { role: 'targets', reason: 'yearly' }, 'admin', 200],
  ['POST', '/v1/trust/renew', { role: 'root', reason: 'yearly' }, 'admin', 200],
  ['GET', '/v1/releases', undefined, 'viewer', 200],
  ['GET', '/v1/releases/room@1.1.0', undefined, 'viewer', 200],
  ['GET', '/v1/releases/room@1.1.0/compare?from=room@1.1.0', undefined, 'viewer', 200],
  ['POST', '/v1/releases', { upload: 'up-1' }, 'operator', 201],
  ['POST', '/v1/releases/room@1.1.0/signing', {}, 'operator', 200],
  ['POST', '/v1/releases/room@1.1.0/publish', {}, 'operator', 200],
  ['POST', '/v1/releases/room@1.1.0/yank', { reason: 'wrong' }, 'operator', 200],
  ['GET', '/v1/uploads', undefined, 'viewer', 200],
  ['GET', '/v1/uploads/up-1', undefined, 'viewer', 200],
  ['POST', '/v1/uploads', { bytes: 10, sha256: 'ab'.repeat(32) }, 'operator', 201],
  ['PATCH', '/v1/uploads/up-1?offset=0', undefined, 'operator', 200],
  ['POST', '/v1/uploads/up-1/discard', {}, 'operator', 200],
  ['GET', '/v1/devices', undefined, 'viewer', 200],
  ['GET', '/v1/devices/engine-001', undefined, 'viewer', 200],
  ['GET', '/v1/devices/engine-001/values', undefined, 'viewer', 200],
  ['GET', '/v1/devices/engine-001/signals', undefined, 'viewer', 200],
  ['GET', '/v1/devices/engine-001/signals/egtC', undefined, 'viewer', 200],
  ['POST', '/v1/export', { from: '2026-01-01T00:00:00Z', to: '2026-01-02T00:00:00Z' }, 'operator', 200],
  ['GET', '/v1/devices/engine-001/frames', undefined, 'operator', 200],
  ['GET', '/v1/profiles', undefined, 'viewer', 200],
  ['POST', '/v1/devices/approve', { ids: ['engine-001'], reason: 'known' }, 'operator', 200],
  ['POST', '/v1/devices/reject', { ids: ['engine-001'] }, 'operator', 200],
  ['POST', '/v1/devices/engine-001/revoke', { reason: 'stolen' }, 'operator', 200],
  ['POST', '/v1/devices/engine-001/labels', { set: { site: 'south' }, remove: ['crew'] }, 'operator', 200],
  ['POST', '/v1/devices/engine-001/remove', { reason: 'scrapped' }, 'operator', 200],
  ['GET', '/v1/devices/engine-001/configuration', undefined, 'viewer', 200],
  ['POST', '/v1/devices/engine-001/configuration', { text: { ecoMode: 'true' }, reset: [] }, 'operator', 200],
  ['POST', '/v1/devices/engine-001/commands', { name: 'reboot' }, 'operator', 202],
  ['GET', '/v1/attempts', undefined, 'viewer', 200],
  ['GET', '/v1/attempts/abcd', undefined, 'viewer', 200],
  ['POST', '/v1/attempts/abcd/cancel', {}, 'operator', 200],
  ['GET', '/v1/devices/engine-001/updates', undefined, 'viewer', 200],
  ['POST', '/v1/devices/engine-001/update', { release: 'turbofan@1.1.0' }, 'operator', 202],
  ['GET', '/v1/commands', undefined, 'viewer', 200],
  ['GET', '/v1/commands/cmd1', undefined, 'viewer', 200],
  ['POST', '/v1/commands/cmd1/cancel', {}, 'operator', 200],
  ['GET', '/v1/devices/engine-001/history', undefined, 'viewer', 200],
  ['GET', '/v1/conditions/device/engine-001?for=presence=online', undefined, 'viewer', 200],
  ...rolloutRouteRows,
  ['GET', '/v1/hooks', undefined, 'operator', 200],
  ['GET', '/v1/hooks/oncall', undefined, 'operator', 200],
  ['GET', '/v1/hooks/oncall/deliveries?limit=1', undefined, 'operator', 200],
  ['POST', '/v1/hooks', { name: 'desk', url: 'https://desk.example/', on: 'true' }, 'admin', 201],
  ['POST', '/v1/hooks/oncall/test', {}, 'operator', 200],
  ['POST', '/v1/hooks/oncall/pause', {}, 'operator', 200],
  ['POST', '/v1/hooks/oncall/resume', {}, 'operator', 200],
  ['POST', '/v1/hooks/oncall/remove', {}, 'admin', 200],
  ['GET', '/v1/groups', undefined, 'viewer', 200],
  ['POST', '/v1/groups', { name: 'pilots', selector: 'site=north' }, 'operator', 201],
  ['GET', '/v1/groups/pilots', undefined, 'viewer', 200],
  ['GET', '/v1/groups/pilots/preview?device=engine-001', undefined, 'viewer', 200],
  ['POST', '/v1/groups/pilots/set', { title: 'first ones' }, 'operator', 200],
  ['POST', '/v1/groups/pilots/remove', {}, 'operator', 200],
  ['POST', '/v1/identities/import', { identities: [{ id: 'a', publicKey: 'k', profile: 'turbofan' }] }, 'operator', 200],
  ['POST', '/v1/devices/engine-001/rotate', { publicKey: 'k', overlapMs: 1 }, 'operator', 200],
  ['POST', '/v1/devices/engine-001/retire', {}, 'operator', 200],
  ['POST', '/v1/devices/engine-001/reinstate', {}, 'operator', 200],
  ...holdRouteCases,
  ['GET', '/v1/operations', undefined, 'viewer', 200],
  ['GET', '/v1/operations/1', undefined, 'viewer', 200],
  ['GET', '/v1/operations/1/steps', undefined, 'viewer', 200],
  ['POST', '/v1/operations', { order: { type: 'label', set: { site: 'south' } }, selector: 'profile=turbofan' }, 'operator', 202],
  ['POST', '/v1/operations/plan', { order: { type: 'revoke' }, all: true }, 'operator', 200],
  ['POST', '/v1/operations/1/cancel', {}, 'operator', 200],
  ['GET', '/v1/enrolment-tokens', undefined, 'viewer', 200],
  ['POST', '/v1/enrolment-tokens', { uses: 1, lifetimeMs: 60_000 }, 'admin', 201],
  ['POST', '/v1/enrolment-tokens/token-1/revoke', {}, 'admin', 200],
  ['GET', '/v1/api-tokens', undefined, 'admin', 200],
  ['POST', '/v1/api-tokens', { name: 'ci', role: 'viewer' }, 'admin', 201],
  ['POST', '/v1/api-tokens/admin/revoke', {}, 'admin', 200],
  ['GET', '/v1/alarms', undefined, 'viewer', 200],
  ['GET', '/v1/alarms/7', undefined, 'viewer', 200],
  ['POST', '/v1/alarms/7/acknowledge', { note: 'seen' }, 'operator', 200],
  ['GET', '/v1/alarm-rules', undefined, 'viewer', 200],
  ['POST', '/v1/alarm-rules', { text: 'kind: AlarmRules' }, 'operator', 200],
  ['GET', '/v1/events', undefined, 'viewer', 200],
  ['GET', '/v1/audit', undefined, 'operator', 200],
  ['GET', '/v1/status', undefined, 'viewer', 200],
  ['GET', '/metrics', undefined, 'viewer', 200],
  ['POST', '/v1/query', { sql: 'SELECT 1' }, 'viewer', 200],
  ['GET', '/healthz', undefined, 'anyone', 200],
  ['GET', '/readyz', undefined, 'anyone', 200],
  ['GET', '/v1/openapi.json', undefined, 'anyone', 200],
];
const streams = ['/v1/devices/{id}/watch', '/v1/devices/{id}/frames/stream', '/v1/events/stream'];
const ranks = { anyone: 0, viewer: 1, operator: 2, admin: 3 };

describe('every route', () => {
  test.each(routes)('%s %s', async (method, path, body, role, status) => {
    const rig = method === 'GET' ? common : await startApi();
    const answer = await rig.call(method, path, { body, token: role === 'anyone' ? '' : fakeSecrets[role] });
    expect([answer.status, answer.headers.get('x-request-id')]).toEqual([status, expect.any(String)]);
    const text = await answer.text();
    expect(text).not.toContain('never shown');
    if (path.startsWith('/v1/') && path !== '/v1/export' && !path.endsWith('openapi.json')) {
      expect(JSON.parse(text)).toMatchObject({ apiVersion: 'seatrial/v1', kind: expect.any(String) });
    }
    if (role === 'anyone') return;
    const unknown = await rig.call(method, path, { body, token: '' });
    expect([unknown.status, await unknown.json()]).toMatchObject([401, { code: 'E1901' }]);
    for (const lesser of ['viewer', 'operator'] as const) {
      if (ranks[lesser] >= ranks[role]) continue;
      const refused = await rig.call(method, path, { body, token: fakeSecrets[lesser] });
      expect([refused.status, await refused.json()]).toMatchObject([403, { code: 'E1903' }]);
    }
  });

  test.each([
    ['device/engine-001', '', { exists: true, holds: true, path: '/v1/devices/engine-001' }],
    ['device/nobody', 'presence == "online"', { exists: false, holds: false, path: '' }],
    ['group/pilots', 'members == 3 && revision >= 1', { exists: true, holds: true, path: '/v1/groups/pilots' }],
    ['group/pilots', 'members > 3', { exists: true, holds: false }],
    ['group/others', 'members > 3', { exists: false }],
    ['alarm/7', 'state == "unacknowledged"', { holds: true, path: '/v1/alarms/7' }],
    ['alarm/engine-001%2Fegt-high', 'severity == "high"', { holds: true, path: '/v1/alarms/7' }],
    ['alarm/engine-001%2Fother', '', { exists: false }],
    ['operation/1', 'state != "running"', { exists: true, holds: false }],
    ['operation/2', 'state == "done"', { exists: false }],
    ['attempt/abcd', 'state == "downloading" && storedBytes > 1000.0', { holds: true, path: '/v1/attempts/abcd' }],
    ['command/cmd1', 'state == "queued"', { holds: true, path: '/v1/commands/cmd1' }],
    ['command/cmd2', '', { exists: false }],
  ])('condition of %s: %s', async (path, condition, expected) => {
    const query = condition === '' ? '' : `?for=${encodeURIComponent(condition)}`;
    const answer = await common.call('GET', `/v1/conditions/${path}${query}`, { token: fakeSecrets.viewer });
    expect([answer.status, await answer.json()]).toMatchObject([200, expected]);
  });

  test('a wrong condition does not wait for its object', async () => {
    const rig = await startApi();
    const answer = await rig.call('GET', `/v1/conditions/operation/99?for=${encodeURIComponent('stat == "done"')}`, {
      token: fakeSecrets.viewer,
    });
    expect([answer.status, await answer.json()]).toMatchObject([
      400,
      { code: 'E1802', message: expect.stringContaining('did you mean "state"?') },
    ]);
  });

  test('is in OpenAPI 3.1, and OpenAPI has no other', async () => {
    const rig = await startApi();
    const document = (await (await rig.call('GET', '/v1/openapi.json')).json()) as {
      openapi: string;
      paths: Record<string, Record<string, unknown>>;
      components: { schemas: Record<string, unknown> };
    };
    expect(document.openapi).toBe('3.1.0');
    const listed = Object.entries(document.paths).flatMap(([path, methods]) =>
      Object.keys(methods).map((method) => `${method.toUpperCase()} ${path}`),
    );
    const generic = (path: string) =>
      path
        .replace(
          /(engine-001|token-1|(?<=alarms\/)7|(?<=operations\/)1|pilots|oncall|r-42|cmd1|abcd|(?<=api-tokens\/)admin|room@1\.1\.0|up-1)/,
          '{id}',
        )
        .replace('/egtC', '/{signal}')
        .replace('metadata/root', 'metadata/{role}');
    const tested = routes
      .filter(([, path]) => path !== '/v1/openapi.json')
      .map(([method, path]) => `${method} ${generic(path).replace(/\?.*/, '').replace('conditions/device', 'conditions/{noun}')}`);
    expect(listed.sort()).toEqual([...new Set([...tested, ...streams.map((path) => `GET ${path}`)])].sort());
    expect(Object.keys(document.components.schemas)).toEqual(expect.arrayContaining(['Device', 'DeviceList', 'Alarm', 'Problem']));
  });
});

describe('signals', () => {
  test('the catalogue is that of the profile, with newest readings where there are some', async () => {
    const rig = await startApi();
    const { items } = (await (await rig.call('GET', '/v1/devices/engine-001/signals')).json()) as { items: Record<string, unknown>[] };
    expect(items).toMatchObject([
      { signal: 'egtC', unit: 'Cel', category: 'technical', at: '2023-11-14T22:13:20.000Z', value: expect.any(Number) },
      { signal: 'n1Rpm', at: null, value: null },
    ]);
  });

  test('a range is told with its span and its points', async () => {
    const rig = await startApi();
    const path = '/v1/devices/engine-001/signals/egtC?from=2026-01-01T00:00:00%2B01:00&to=2026-01-02T00:00:00Z&resolution=15min';
    expect(await (await rig.call('GET', path)).json()).toMatchObject({
      kind: 'SignalSeries',
      from: '2025-12-31T23:00:00.000Z',
      to: '2026-01-02T00:00:00.000Z',
      resolution: '15min',
      points: [{ at: '2025-12-31T23:00:00.000Z', value: 651.5, minimum: 650, maximum: 653, count: 2 }],
      truncated: false,
    });
  });
});

describe('errors are problems with a code', () => {
  const cases: readonly (readonly [string, string, unknown, number, string])[] = [
    ['GET', '/v1/nothing', undefined, 404, 'E1907'],
    ['GET', '/v1/devices/none', undefined, 404, 'E1908'],
    // Orders go by /commands and /configuration alone.
    ['POST', '/v1/devices/engine-001/command', { name: 'reboot' }, 404, 'E1907'],
    ['POST', '/v1/devices/engine-001/configure', { settings: {} }, 404, 'E1907'],
    ['POST', '/v1/devices/none/revoke', {}, 404, 'E1908'],
    ['GET', '/v1/alarms/8', undefined, 404, 'E1909'],
    ['GET', '/v1/devices/UPPER', undefined, 400, 'E1905'],
    ['GET', '/v1/devices?limit=0', undefined, 400, 'E1905'],
    ['GET', '/v1/devices?limit=1001', undefined, 400, 'E1905'],
    ['GET', '/v1/devices?selector=', undefined, 400, 'E1905'],
    ['GET', '/v1/devices?colour=red', undefined, 400, 'E1905'],
    ['GET', '/v1/devices?fields=id,colour', undefined, 400, 'E1905'],
    ['GET', '/v1/devices/engine-001/signals/egt', undefined, 404, 'E1940'],
    ['GET', '/v1/devices/engine-001/signals/egtC?from=2026-01-02T00:00:00Z&to=2026-01-01T00:00:00Z', undefined, 400, 'E1941'],
    ['GET', '/v1/devices/engine-001/signals/egtC?from=2026-01-02T00:00:00', undefined, 400, 'E1905'],
    ['GET', '/v1/devices/engine-001/signals/egtC?points=10001', undefined, 400, 'E1905'],
    ['POST', '/v1/query', { sql: 'SELECT 1', more: 1 }, 400, 'E1905'],
    ['POST', '/v1/query', '{', 400, 'E1905'],
    ['POST', '/v1/api-tokens', { name: 'x', role: 'god' }, 400, 'E1905'],
    ['POST', '/v1/enrolment-tokens', { uses: 1_000_001, lifetimeMs: 60_000 }, 400, 'E1905'],
    ['POST', '/v1/alarm-rules', { text: 'broken', file: 'my.yaml' }, 404, 'E1799'],
  ];
  test.each(cases)('%s %s', async (method, path, body, status, code) => {
    const answer = await common.call(method, path, { body });
    expect(answer.headers.get('content-type')).toContain('application/problem+json');
    const problem = await answer.json();
    expect([answer.status, problem]).toMatchObject([status, { code, status, type: `urn:seatrial:error:${code}` }]);
    for (const key of ['title', 'detail', 'message', 'why', 'next', 'requestId']) expect(problem).toHaveProperty(key, expect.any(String));
  });

  test('a wrong field is answered with all fields', async () => {
    const rig = await startApi();
    const problem = (await (await rig.call('GET', '/v1/devices?fields=colour')).json()) as { message: string };
    expect(problem.message).toContain('"colour" is no field; fields: apiVersion, kind, id, presence');
  });

  test('a place in a file comes through', async () => {
    const rig = await startApi();
    const answer = await rig.call('POST', '/v1/alarm-rules', { body: { text: 'broken', file: 'my.yaml' } });
    expect(await answer.json()).toMatchObject({ at: { file: 'my.yaml', line: 3, column: 7 } });
  });

  test('a body at the limit is read, one byte more is not', async () => {
    const rig = await startApi({ limits: { bodyBytes: 200 } });
    const sized = (length: number) => JSON.stringify({ sql: 'x'.repeat(length - '{"sql":""}'.length) });
    expect((await rig.call('POST', '/v1/query', { body: sized(200) })).status).toBe(200);
    const answer = await rig.call('POST', '/v1/query', { body: sized(201) });
    expect([answer.status, await answer.json()]).toMatchObject([
      413,
      { code: 'E1906', message: 'the body has 201 bytes, the limit is 200' },
    ]);
  });

  test('a body of another type', async () => {
    const rig = await startApi();
    const answer = await rig.call('POST', '/v1/query', { body: 'sql', headers: { 'content-type': 'text/csv' } });
    expect([answer.status, await answer.json()]).toMatchObject([415, { code: 'E1913' }]);
  });

  test('another host name', async () => {
    const rig = await startApi({ hostnames: ['fleet.example'] });
    const answer = await rig.call('GET', '/v1/status');
    expect([answer.status, await answer.json()]).toMatchObject([421, { code: 'E1910' }]);
  });
});

describe('invariant 9: overload of the API is refused with a code and a time to wait', () => {
  test('requests of one token: the burst passes, one more is refused, another token is not harmed', async () => {
    const rig = await startApi({ limits: { requestBurst: 5, requestsPerSecond: 0.001 } });
    for (let count = 0; count < 5; count += 1) expect((await rig.call('GET', '/v1/status')).status).toBe(200);
    const answer = await rig.call('GET', '/v1/status');
    expect([answer.status, await answer.json()]).toMatchObject([429, { code: 'E1904', retryAfterMs: expect.any(Number) }]);
    expect(Number(answer.headers.get('retry-after'))).toBeGreaterThan(0);
    expect((await rig.call('GET', '/v1/status', { token: fakeSecrets.viewer })).status).toBe(200);
  });

  test('guessing tokens is slowed down', async () => {
    const rig = await startApi({ limits: { refusalsPerMinute: 3 } });
    for (let count = 0; count < 3; count += 1) expect((await rig.call('GET', '/v1/status', { token: `no${count}` })).status).toBe(401);
    expect((await rig.call('GET', '/v1/status', { token: 'no3' })).status).toBe(429);
  });

  test('queries at a time', async () => {
    const rig = await startApi({ limits: { queries: 1 } });
    const held = Promise.withResolvers<void>();
    rig.state.queries = held.promise;
    const both = [1, 2].map((number) => rig.call('POST', '/v1/query', { body: { sql: `SELECT ${number}` } }));
    const refused = await Promise.race(both);
    expect([refused.status, await refused.json()]).toMatchObject([503, { code: 'E1912' }]);
    held.resolve();
    expect((await Promise.all(both)).map(({ status }) => status).sort()).toEqual([200, 503]);
  });

  test('streams at a time', async () => {
    const rig = await startApi({ limits: { streams: 1 } });
    const first = await rig.call('GET', '/v1/events/stream');
    const second = await rig.call('GET', '/v1/events/stream');
    expect([second.status, await second.json()]).toMatchObject([503, { code: 'E1911' }]);
    await first.body?.cancel();
  });
});

describe('lists and answers', () => {
  test('pages of devices follow each other and add up', async () => {
    const rig = await startApi({ devices: 7 });
    const seen: string[] = [];
    for (let after = '', pages = 0; pages < 10; pages += 1) {
      const page = (await (await rig.call('GET', `/v1/devices?limit=3&after=${after}`)).json()) as {
        items: { id: string }[];
        next: string | null;
        total: number;
      };
      expect(page.total).toBe(7);
      seen.push(...page.items.map(({ id }) => id));
      if (page.next === null) break;
      after = page.next;
    }
    expect(seen).toEqual([1, 2, 3, 4, 5, 6, 7].map((index) => `engine-00${index}`));
  });

  test('fields leave out the rest', async () => {
    const rig = await startApi();
    const answer = await rig.call('GET', '/v1/devices/engine-001?fields=presence');
    expect(await answer.json()).toEqual({ apiVersion: 'seatrial/v1', kind: 'Device', id: 'engine-001', presence: 'online' });
  });

  test('a mutation carries actor and reason to the audit', async () => {
    const rig = await startApi();
    await rig.call('POST', '/v1/devices/engine-001/revoke', { token: fakeSecrets.operator, body: { reason: 'stolen' } });
    const audit = (await (await rig.call('GET', '/v1/audit')).json()) as { items: unknown[] };
    expect(audit.items).toMatchObject([{ actor: 'the operator', action: 'device.revoke', subject: 'device:engine-001', reason: 'stolen' }]);
  });

  test('an enrolment token is given as ID:SECRET, once', async () => {
    const rig = await startApi();
    const made = (await (await rig.call('POST', '/v1/enrolment-tokens', { body: { uses: 5, lifetimeMs: 60_000 } })).json()) as object;
    expect(made).toMatchObject({ secret: 'token-1:abc' });
    const listed = (await (await rig.call('GET', '/v1/enrolment-tokens')).json()) as { items: object[] };
    expect(listed.items[0]).not.toHaveProperty('secret');
  });

  test('readyz says why not', async () => {
    const rig = await startApi();
    rig.state.ready = false;
    const answer = await rig.call('GET', '/readyz', { token: '' });
    expect([answer.status, await answer.json()]).toMatchObject([503, { ok: false, reasons: ['history: disk full'] }]);
    expect((await rig.call('GET', '/healthz', { token: '' })).status).toBe(200);
  });

  test('metrics show the counters of the ports', async () => {
    const rig = await startApi();
    await rig.call('GET', '/v1/nothing');
    const text = await (await rig.call('GET', '/metrics')).text();
    for (const line of [
      'seatrial_refused_total{reason="clone-suspected"} 4',
      'seatrial_readings_total 20631',
      'seatrial_devices{state="online"} 3',
      'seatrial_history_writable 1',
      'seatrial_api_requests_total{method="GET",route="none",status="404"} 1',
    ]) {
      expect(text).toContain(line);
    }
    rig.state.readings += 1;
    expect(await (await rig.call('GET', '/metrics')).text()).toContain('seatrial_readings_total 20632');
  });
});

/** Reads server-sent events until `count` of them came. */
async function readEvents(answer: Response, count: number): Promise<{ id?: string; event: string; data: unknown }[]> {
  const events: { id?: string; event: string; data: unknown }[] = [];
  let text = '';
  for await (const chunk of (answer.body ?? new ReadableStream()).pipeThrough(new TextDecoderStream())) {
    text += chunk;
    for (let end = text.indexOf('\n\n'); end >= 0; end = text.indexOf('\n\n')) {
      const fields = Object.fromEntries(
        text
          .slice(0, end)
          .split('\n')
          .filter((line) => !line.startsWith(':'))
          .map((line) => [line.slice(0, line.indexOf(':')), line.slice(line.indexOf(':') + 2)]),
      );
      text = text.slice(end + 2);
      if (fields.event !== undefined) events.push({ ...fields, event: fields.event, data: JSON.parse(fields.data ?? 'null') });
      if (events.length === count) return events;
    }
  }
  return events;
}

describe('live streams', () => {
  test('events come live, and Last-Event-ID resumes without a gap or a double', async () => {
    const rig = await startApi();
    const live = await rig.call('GET', '/v1/events/stream');
    for (let count = 0; count < 3; count += 1) rig.publish({});
    expect((await readEvents(live, 3)).map(({ id }) => id)).toEqual(['1', '2', '3']);
    for (let count = 0; count < 1_500; count += 1) rig.publish({});
    const again = await rig.call('GET', '/v1/events/stream', { headers: { 'last-event-id': '2' } });
    rig.publish({});
    const ids = (await readEvents(again, 1_502)).map(({ id }) => Number(id));
    expect(ids).toEqual(Array.from({ length: 1_502 }, (_, index) => index + 3));
  });

  test('filters', async () => {
    const rig = await startApi();
    const live = await rig.call('GET', '/v1/events/stream?device=engine-002&source=alarm');
    rig.publish({});
    rig.publish({ deviceId: 'engine-002' });
    rig.publish({ deviceId: 'engine-002', source: 'alarm', kind: 'alarm.raised' });
    expect(await readEvents(live, 1)).toMatchObject([{ id: '3', event: 'event', data: { kind: 'Event', event: 'alarm.raised' } }]);
  });

  test('a device is watched: one object a change', async () => {
    const rig = await startApi();
    const live = await rig.call('GET', '/v1/devices/engine-001/watch?everyMs=250');
    rig.state.values = 2;
    const events = await readEvents(live, 1);
    expect(events[0]).toMatchObject({ event: 'values', data: { kind: 'DeviceValues', items: [{ signal: 'egtC' }] } });
    expect((await rig.call('GET', '/v1/devices/none/watch')).status).toBe(404);
  });

  test('a reader that does not read is cut at the limit of its queue and counted', async () => {
    const rig = await startApi({ limits: { streamQueuedBytes: 1_000 } });
    const live = await rig.call('GET', '/v1/events/stream');
    const reader = live.body?.getReader();
    await reader?.read();
    // More than the sockets' buffers on both ends hold, in one turn, so that nothing can drain.
    for (let count = 0; count < 20_000; count += 1) rig.publish({ message: 'x'.repeat(1_000) });
    const metrics = await (await rig.call('GET', '/metrics')).text();
    expect(metrics).toContain('seatrial_api_streams_cut_total 1');
    await reader?.cancel().catch(() => undefined);
  });

  test('a stream says that it is alive', async () => {
    const rig = await startApi({ limits: { streamHeartbeatMs: 20 } });
    const live = await rig.call('GET', '/v1/events/stream');
    let text = '';
    for await (const chunk of (live.body ?? new ReadableStream()).pipeThrough(new TextDecoderStream())) {
      text += chunk;
      if (text.includes(': alive')) break;
    }
    expect(text).toContain(': alive');
  });
});
