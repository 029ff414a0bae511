import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type ApiRig, serveApi } from './api-rig.ts';
import { fakeSecrets } from './fake-manager.ts';

let rig: ApiRig;

beforeAll(async () => {
  rig = await serveApi();
});

afterAll(() => rig.close());

async function call(
  role: 'viewer' | 'operator' | 'admin',
  path: string,
  body?: unknown,
): Promise<[status: number, answer: Record<string, unknown>]> {
  const answer = await rig.call(body === undefined ? 'GET' : 'POST', path, { token: fakeSecrets[role], body });
  return [answer.status, (await answer.json()) as Record<string, unknown>];
}

describe('trust over HTTP', () => {
  test('a viewer reads where it stands, and the files', async () => {
    const [status, trust] = await call('viewer', '/v1/trust');
    expect([status, trust.kind, trust.keys, trust.releases]).toEqual([200, 'Trust', 'development', 2]);
    expect(trust.roles).toMatchObject([
      { role: 'root', threshold: 1, heldHere: 1, expiresAt: '2027-01-01T00:00:00.000Z' },
      { role: 'director', version: 0, expiresAt: null, daysLeft: null },
    ]);
    expect(await call('viewer', '/v1/trust/metadata/root?version=1')).toEqual([
      200,
      { apiVersion: 'seatrial/v1', kind: 'TrustMetadata', role: 'root', version: 1, text: '{"signed":{"_type":"root"}}' },
    ]);
    expect((await call('viewer', '/v1/trust/metadata/root?version=7'))[0]).toBe(404);
    expect((await call('viewer', '/v1/trust/metadata/director'))[0]).toBe(400);
    const metrics = await rig.call('GET', '/metrics', { token: fakeSecrets.viewer });
    expect(await metrics.text()).toMatch(/seatrial_trust_root_expires_seconds \d/);
  });

  test.each<[string, unknown]>([
    ['online-keys', { roles: ['director'] }],
    ['root', { root: '{}', reason: 'new' }],
    ['rotate', { role: 'snapshot' }],
    ['renew', { role: 'root' }],
    ['renew', { role: 'targets', targets: '{}' }],
  ])('%s is for admins, and names no key that is private', async (path, body) => {
    expect((await call('operator', `/v1/trust/${path}`, body))[0]).toBe(403);
    const [status, answer] = await call('admin', `/v1/trust/${path}`, body);
    expect([status, JSON.stringify(answer).includes('private')]).toEqual([200, false]);
  });

  test.each<[string, unknown]>([
    ['online-keys', { roles: ['root'] }],
    ['online-keys', { roles: [] }],
    ['root', { root: 'x'.repeat(65_537) }],
    ['rotate', { role: 'king' }],
    ['renew', { role: 'director' }],
    ['renew', { role: 'root', extra: 1 }],
  ])('%s refuses what is out of range', async (path, body) => {
    expect((await call('admin', `/v1/trust/${path}`, body))[0]).toBe(400);
  });
});
