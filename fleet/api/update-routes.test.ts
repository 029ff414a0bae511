import { expect, test } from 'vitest';
import { startApi } from './api-rig.ts';
import { fakeSecrets } from './fake-manager.ts';

test('attempts are listed by their rollout: of all devices, and of one', async () => {
  const rig = await startApi();
  const found = async (path: string): Promise<unknown> => {
    const answer = await rig.call('GET', `/v1${path}`, { token: fakeSecrets.viewer });
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
