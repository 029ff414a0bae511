import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type ApiRig, serveApi } from './api-rig.ts';
import { fakeSecrets } from './fake-manager.ts';
import { fakeRollouts } from './fake-rollouts.ts';

const calls: string[] = [];
let rig: ApiRig;

beforeAll(async () => {
  rig = await serveApi({ manager: { rollouts: fakeRollouts(calls) } });
});

afterAll(() => rig.close());

async function call(
  role: keyof typeof fakeSecrets,
  path: string,
  body?: unknown,
  key?: string,
): Promise<{ status: number; answer: Record<string, unknown> }> {
  const answer = await rig.call(body === undefined ? 'GET' : 'POST', path, {
    token: fakeSecrets[role],
    body,
    ...(key === undefined ? {} : { headers: { 'idempotency-key': key } }),
  });
  return { status: answer.status, answer: (await answer.json()) as Record<string, unknown> };
}

describe('rollouts over HTTP', () => {
  test('a rollout is told with its waves, buckets, verdicts and times', async () => {
    const { answer } = await call('viewer', '/v1/rollouts/r-42');
    expect(answer).toMatchObject({
      kind: 'Rollout',
      name: 'r-42',
      subject: 'room@1.1.0',
      revision: 4,
      wave: 'all',
      buckets: { updated: 3, pending: 0 },
      waves: [{ name: 'all', gates: [{ gate: 'failed', outcome: 'good', since: '2023-11-14T22:13:20.000Z' }] }],
      approvals: [{ by: 'ana', at: '2023-11-14T22:13:20.000Z' }],
      startedAt: '2023-11-14T22:13:20.000Z',
    });
    expect(Object.values(answer.buckets as Record<string, number>).reduce((sum, count) => sum + count, 0)).toBe(3);
  });

  test.each<[string, unknown, string]>([
    ['approve', { revision: 4 }, 'approve r-42 {"revision":4,"key":"k1"}'],
    ['start', {}, 'start r-42 {"key":"k1"}'],
    ['pause', { reason: 'link' }, 'pause r-42 {"key":"k1"}'],
    ['resume', { raise: { failed: 4 }, reason: 'known' }, 'resume r-42 {"key":"k1","raise":{"failed":4}}'],
    ['promote', { all: true }, 'promote r-42 {"key":"k1","all":true}'],
    ['retry', { cause: 'silent' }, 'retry r-42 {"key":"k1","cause":"silent"}'],
    ['abort', { revision: 9 }, 'abort r-42 {"revision":9,"key":"k1"}'],
    ['rollback', {}, 'rollback r-42 {"key":"k1"}'],
  ])('%s hands on what was given, its revision and its key', async (verb, body, told) => {
    calls.length = 0;
    expect((await call('operator', `/v1/rollouts/r-42/${verb}`, body, 'k1')).status).toBe(200);
    expect(calls).toEqual([told]);
    expect((await call('viewer', `/v1/rollouts/r-42/${verb}`, body, 'k1')).status).toBe(403);
    expect(calls).toHaveLength(1);
  });

  test.each<[string, unknown]>([
    ['start', { colour: 'red' }],
    ['resume', { raise: { failed: -1 } }],
    ['promote', { all: 'yes' }],
    ['abort', { revision: 0 }],
    ['retry', { cause: 'x'.repeat(65) }],
  ])('%s refuses %j', async (verb, body) => {
    calls.length = 0;
    const { status, answer } = await call('operator', `/v1/rollouts/r-42/${verb}`, body);
    expect([status, answer.code]).toEqual([400, 'E1905']);
    expect(calls).toEqual([]);
  });

  test('a key that is too long is refused', async () => {
    expect((await call('operator', '/v1/rollouts/r-42/start', {}, 'k'.repeat(64))).status).toBe(200);
    expect((await call('operator', '/v1/rollouts/r-42/start', {}, 'k'.repeat(65))).status).toBe(400);
  });

  test('metrics have every bucket, from the same source', async () => {
    const answer = await rig.call('GET', '/metrics', { token: fakeSecrets.viewer });
    const text = await answer.text();
    expect(text).toContain('seatrial_rollout_devices{rollout="r-42",bucket="updated"} 3');
    expect(text).toContain('seatrial_rollouts{state="completed"} 1');
    expect(text).toContain('seatrial_rollouts_stopped_total{action="halt"} 1');
  });
});
