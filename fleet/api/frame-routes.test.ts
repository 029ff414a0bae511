import { expect, test } from 'vitest';
import { startApi } from './api-rig.ts';
import { fakeFrame, fakeSecrets } from './fake-manager.ts';
import type { ApiLimits } from './index.ts';

async function start(limits: Partial<ApiLimits> = {}) {
  const rig = await startApi({ limits });
  const get = (path: string, role: keyof typeof fakeSecrets = 'operator') =>
    rig.call('GET', `/v1/devices/${path}`, { token: fakeSecrets[role] });
  return { ...rig, get, metrics: () => rig.call('GET', '/metrics', { token: fakeSecrets.viewer }) };
}

/** Text of a stream up to and with a word. */
async function readUntil(answer: Response, word: string): Promise<string> {
  let text = '';
  for await (const chunk of (answer.body ?? new ReadableStream()).pipeThrough(new TextDecoderStream())) {
    text += chunk;
    if (text.includes(word)) return text;
  }
  return text;
}

test('frames come as base64 and decoded, with what the signal ids mean; a look is audited with its reason', async () => {
  const rig = await start();
  const answer = await rig.get('engine-001/frames?limit=1&direction=in&reason=support');
  expect(await answer.json()).toMatchObject({
    kind: 'FrameList',
    id: 'engine-001',
    profile: 'turbofan',
    signals: [
      { id: 1, name: 'egtC', unit: 'Cel' },
      { id: 2, name: 'n1Rpm', unit: '/min' },
    ],
    items: [
      {
        kind: 'Frame',
        number: 41,
        at: '2023-11-14T22:13:20.000Z',
        direction: 'in',
        type: 'heartbeat',
        frameBytes: 5_000,
        bytes: 'MgA=',
        isCut: true,
        body: { batteryPercent: 87.5 },
        problem: 'only the first 2 of 5000 bytes were kept',
      },
    ],
    before: 41,
  });
  expect(rig.audit).toMatchObject([
    {
      actor: 'the operator',
      action: 'device.frames',
      subject: 'device:engine-001',
      reason: 'support',
      detail: { live: false, direction: 'in', frames: 1 },
    },
  ]);
  expect(await (await rig.get('engine-001/frames?before=41')).json()).toMatchObject({ items: [], before: null });
});

test('a viewer sees no frame, kept or live, and a refused look is not in the audit', async () => {
  const rig = await start();
  for (const path of ['engine-001/frames', 'engine-001/frames/stream']) {
    const answer = await rig.get(path, 'viewer');
    expect([answer.status, await answer.json()]).toMatchObject([403, { code: 'E1903' }]);
  }
  expect(rig.audit).toEqual([]);
});

test.each(['limit=0', 'limit=1001', 'direction=up', 'before=0', 'limt=1'])('frames?%s is refused', async (query) => {
  const rig = await start();
  expect((await rig.get(`engine-001/frames?${query}`)).status).toBe(400);
});

test('a manager that keeps none, and a device that is not there', async () => {
  const rig = await start();
  expect((await rig.get('engine-003/frames')).status).toBe(404);
  expect((await rig.get('nobody/frames')).status).toBe(404);
  expect((await rig.get('nobody/frames/stream')).status).toBe(404);
  expect(rig.audit).toEqual([]);
});

test('live frames come as they are told; the stream that ends follows no more', async () => {
  const rig = await start();
  const live = await rig.get('engine-001/frames/stream?direction=out&reason=drill');
  expect(rig.audit).toMatchObject([{ action: 'device.frames', reason: 'drill', detail: { live: true, direction: 'out' } }]);
  rig.state.frame?.(fakeFrame);
  const text = await readUntil(live, 'heartbeat');
  expect(text).toMatch(/event: opened\ndata: \{.*"kind":"FrameSource".*"egtC"[\s\S]*id: 41\nevent: frame\ndata: \{.*"kind":"Frame"/);
  await expect.poll(() => rig.state.frame).toBeUndefined();
});

test('at the limit of streams nobody follows', async () => {
  const rig = await start({ streams: 1 });
  const first = await rig.get('engine-001/frames/stream');
  rig.state.frame = undefined;
  expect((await rig.get('engine-002/frames/stream')).status).toBe(503);
  expect(rig.state.frame).toBeUndefined();
  await first.body?.cancel();
});

test('a slow reader is dropped, counted, and follows no more', async () => {
  const rig = await start({ streamQueuedBytes: 1_000 });
  const live = await rig.get('engine-001/frames/stream');
  const reader = live.body?.getReader();
  await reader?.read();
  const big = { ...fakeFrame, bytes: new Uint8Array(10_000) };
  // More than the sockets' buffers on both ends hold, in one turn, so that nothing can drain.
  for (let count = 0; count < 2_000; count += 1) rig.state.frame?.(big);
  expect(await (await rig.metrics()).text()).toContain('seatrial_api_streams_cut_total 1');
  expect(rig.state.frame).toBeUndefined();
  await reader?.cancel().catch(() => undefined);
});
