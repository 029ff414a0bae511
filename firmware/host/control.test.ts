import { request } from 'node:http';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { SystemClock } from '#proto/kit/index.js';
import { askHost, type Control, openControl } from './control.ts';
import { LiveControl } from './live-control.ts';

const token = 'secret';
let control: Control;
let stops = 0;
let live: LiveControl | undefined;
/** A process that has one device, and does as it is told. */
const shard = {
  ask: async (question: { type: string }) => {
    if (question.type === 'select') return { ids: ['hall-00001'], total: 1 };
    if (question.type === 'modelFaults') return {};
    if (question.type === 'inject') return { applied: ['hall-00001'], refused: [] };
    return question.type === 'device' ? { id: 'hall-00001' } : question.type === 'devices' ? [{ id: 'hall-00001' }] : 1;
  },
};
beforeAll(async () => {
  live = new LiveControl([shard as never], 'seed', new SystemClock());
  control = await openControl(
    {
      describe: () => ({ name: 'hall' }),
      stop: () => {
        stops += 1;
      },
      live: () => live,
    },
    token,
  );
});
afterAll(async () => {
  live?.close();
  await control.close();
});

async function ask(method: string, path: string, body?: string, authorization = `Bearer ${token}`) {
  const answer = await fetch(control.url + path, { method, headers: { authorization }, ...(body === undefined ? {} : { body }) });
  return { status: answer.status, type: answer.headers.get('content-type'), body: (await answer.json()) as Record<string, unknown> };
}

describe('requests', () => {
  test('host, devices, faults and their end', async () => {
    expect(await ask('GET', '/v1/host')).toMatchObject({ status: 200, type: 'application/json', body: { name: 'hall' } });
    expect((await ask('GET', '/v1/devices?limit=1')).body).toEqual({ items: [{ id: 'hall-00001' }], total: 1, next: null });
    expect((await ask('GET', '/v1/devices/hall-00001')).body).toEqual({ id: 'hall-00001' });
    expect((await ask('GET', '/v1/fault-kinds')).body.items).toContainEqual(expect.objectContaining({ name: 'power-off', lasts: true }));
    const made = await ask('POST', '/v1/faults', JSON.stringify({ fault: 'power-off', selector: 'index=0', forMs: 60_000 }));
    expect(made).toMatchObject({ status: 201, body: { id: 'f1', fault: 'power-off', devices: 1, until: expect.stringMatching(/Z$/) } });
    expect((await ask('GET', '/v1/faults')).body).toEqual({ items: [made.body], limit: 1_000 });
    expect(await ask('DELETE', '/v1/faults/f1')).toMatchObject({ status: 200, body: { id: 'f1' } });
    expect((await ask('GET', '/v1/faults')).body.items).toEqual([]);
    const cut = { fault: 'flash-cut', selector: 'index=0', detail: '12:torn' };
    expect((await ask('POST', '/v1/faults', JSON.stringify(cut))).body).toMatchObject({ fault: 'flash-cut', detail: '12:torn' });
    await ask('DELETE', '/v1/faults/f2');
    for (const [fault, detail] of [
      ['flash-cut', '0:torn'],
      ['flash-cut', '12:half'],
      ['flash-fail', '12:torn'],
      ['power-off', 'now'],
    ]) {
      const refused = await ask('POST', '/v1/faults', JSON.stringify({ fault, selector: 'index=0', detail }));
      expect(refused).toMatchObject({ status: 400, body: { code: 'E2127', message: expect.stringContaining(`"${detail}"`) } });
    }
    expect(await ask('POST', '/v1/stop')).toMatchObject({ status: 202, body: { stopping: true } });
    expect(stops).toBe(1);
  });

  test('once the devices end, there is nothing to ask about them', async () => {
    const before = live;
    live = undefined;
    expect(await ask('GET', '/v1/faults')).toMatchObject({ status: 503, body: { code: 'E2130' } });
    live = before;
  });
});

describe('refused', () => {
  const fault = '/v1/faults';
  test.each([
    ['GET', '/v1/moon', undefined, 404, 'E2122', 'no GET /v1/moon; there are GET /v1/host, POST /v1/stop,'],
    ['PUT', fault, '{}', 404, 'E2122', 'no PUT /v1/faults'],
    ['DELETE', `${fault}/f9`, undefined, 404, 'E2122', 'no fault f9 is on; none is on'],
    ['DELETE', `${fault}/%E0%A4%A`, undefined, 400, 'E2120', 'is not encoded as a URL wants it'],
    ['POST', fault, '{"fault": "power-off"', 400, 'E2120', 'the body is no JSON'],
    ['POST', fault, '[]', 400, 'E2120', 'body: Invalid input'],
    ['POST', fault, '{"fault": "power-off", "selector": "index=0", "sevrity": 1}', 400, 'E2120', 'Unrecognized key: "sevrity"'],
    ['POST', fault, '{"fault": "power-off", "all": true, "severity": 2}', 400, 'E2120', 'body severity: Too big'],
    ['POST', fault, '{"fault": "power-off", "all": true, "forMs": 0}', 400, 'E2120', 'body forMs: Too small'],
    ['POST', fault, '{"fault": "power-off", "selector": ""}', 400, 'E2124', 'the selector is empty'],
    ['POST', fault, '{"fault": "power-off", "selector": "hall-00001"}', 400, 'E2124', '"hall-00001" is neither key=value nor key!=value'],
    ['POST', '/v1/stop', '{"now": true}', 400, 'E2120', 'Unrecognized key: "now"'],
    ['GET', '/v1/devices?limit=1001', undefined, 400, 'E2120', 'query limit: Too big'],
    ['GET', '/v1/devices?seletor=x', undefined, 400, 'E2120', 'Unrecognized key: "seletor"'],
    ['GET', '/v1/host?x=1', undefined, 400, 'E2120', 'Unrecognized key: "x"'],
  ])('%s %s %s: %d %s', async (method, path, body, status, code, message) => {
    const answer = await ask(method, path, body);
    expect(answer).toMatchObject({ status, type: 'application/problem+json', body: { code, status } });
    expect(answer.body.message).toContain(message);
  });

  test.each(['', 'Bearer wrong', `Basic ${token}`, token])('the token "%s"', async (authorization) => {
    expect(await ask('POST', '/v1/stop', undefined, authorization)).toMatchObject({ status: 401, body: { code: 'E2121' } });
    expect(stops).toBe(1);
  });

  test('a body at the limit is read, one past it is refused, announced or not', async () => {
    const padded = (bytes: number): string => '{"fault": "power-of"}'.padEnd(bytes);
    expect(await ask('POST', fault, padded(65_536))).toMatchObject({ status: 400, body: { code: 'E2127' } });
    expect(await ask('POST', fault, padded(65_537))).toMatchObject({ status: 413, body: { code: 'E2123' } });
    const status = await new Promise((resolve, reject) => {
      const headers = { authorization: `Bearer ${token}`, 'transfer-encoding': 'chunked' };
      const sent = request(control.url + fault, { method: 'POST', headers }, (answer) => resolve(answer.statusCode));
      sent.on('error', reject);
      for (let part = 0; part < 3; part += 1) sent.write(' '.repeat(30_000));
      sent.end();
    });
    expect(status).toBe(413);
  });
});

test('who asks a host gets its refusals as errors, and knows when it is another one', async () => {
  const host = { pid: 1, controlUrl: control.url, controlToken: token, startedAtMs: 0 };
  expect(await askHost(host, '/v1/faults/f9', 'DELETE')).toMatchObject({ type: 'refusal', error: { code: 'E2122', exit: 3 } });
  expect(await askHost({ ...host, controlToken: 'other' })).toEqual({ type: 'gone' });
  expect(await askHost({ ...host, controlUrl: 'http://127.0.0.1:9' })).toEqual({ type: 'gone' });
});
