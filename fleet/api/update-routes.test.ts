import { once } from 'node:events';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, expect, test } from 'vitest';
import { silentLog } from '#proto/kit/index.js';
import { createFakeManager, fakeSecrets } from './fake-manager.ts';
import { type Api, createApi } from './index.ts';

const open: { api: Api; server: Server }[] = [];

afterEach(async () => {
  for (const { api, server } of open.splice(0)) {
    await api.close();
    server.close();
    server.closeAllConnections();
  }
});

test('attempts are listed by their rollout: of all devices, and of one', async () => {
  const api = await createApi({ manager: createFakeManager().manager, log: silentLog, version: '0.1.0' });
  const server = createServer(api.handleRequest);
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  open.push({ api, server });
  const found = async (path: string): Promise<unknown> => {
    const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/v1${path}`;
    const answer = await fetch(url, { headers: { authorization: `Bearer ${fakeSecrets.viewer}` } });
    if (!answer.ok) return answer.status;
    const { items } = (await answer.json()) as { items: { id: string; rollout: string }[] };
    return items.map(({ id, rollout }) => [id, rollout]);
  };
  for (const list of ['/attempts', '/devices/engine-001/updates']) {
    expect(await found(list)).toEqual([['abcd', 'autumn']]);
    expect(await found(`${list}?rollout=autumn`)).toEqual([['abcd', 'autumn']]);
    expect(await found(`${list}?rollout=spring`)).toEqual([]);
    expect(await found(`${list}?rollout=${'r'.repeat(64)}`)).toBe(400);
  }
});
