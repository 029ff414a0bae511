import { createServer, type Server } from 'node:http';
import { type AddressInfo, connect, type Socket } from 'node:net';
import { setImmediate as turn } from 'node:timers/promises';
import { expect, test } from 'vitest';
import { WebSocket } from 'ws';
import {
  createWebSocketAcceptor,
  createWebSocketDialer,
  type Link,
  type LinkHandler,
  subprotocol,
  type WebSocketAcceptor,
} from '#proto/link/index.js';
import { linkContract, NotingHandler } from './link-contract.ts';

interface Manager {
  readonly acceptor: WebSocketAcceptor;
  readonly url: string;
  readonly port: number;
  stop(): Promise<void>;
}

async function serve(handler: LinkHandler, maximumLinks = 100, closeTimeoutMs = 500): Promise<Manager> {
  const acceptor = createWebSocketAcceptor({ handler, maximumLinks, closeTimeoutMs });
  const server: Server = createServer();
  server.on('upgrade', (request, socket, head) => acceptor.handleUpgrade(request, socket, head));
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  return {
    acceptor,
    port,
    url: `ws://127.0.0.1:${port}/device`,
    async stop() {
      await acceptor.close(1_001, 'over');
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

function dialerOf(url: string) {
  return createWebSocketDialer({ url, handshakeTimeoutMs: 5_000, closeTimeoutMs: 500 });
}

async function until(condition: () => boolean, what: string): Promise<void> {
  const giveUpAt = Date.now() + 20_000;
  while (!condition()) {
    if (Date.now() > giveUpAt) expect.fail(`never: ${what}`);
    await turn();
    await new Promise((resolve) => setTimeout(resolve, 1));
  }
}

async function settle(): Promise<void> {
  for (let index = 0; index < 20; index += 1) await new Promise((resolve) => setTimeout(resolve, 2));
}

linkContract('WebSocket', async (fleet) => {
  const manager = await serve(fleet);
  const taken = await serve(new NotingHandler(), 1);
  const closed = await serve(new NotingHandler());
  await closed.stop();
  const first = new NotingHandler();
  dialerOf(taken.url).dial(first);
  await until(() => first.of('open').length === 1, 'the only place is taken');
  return {
    dialer: dialerOf(manager.url),
    nowhere: dialerOf(closed.url),
    full: dialerOf(taken.url),
    until,
    settle,
    async stop() {
      await Promise.all([manager.stop(), taken.stop()]);
    },
  };
});

async function withManager(check: (manager: Manager, fleet: NotingHandler) => Promise<void>, maximumLinks = 100): Promise<void> {
  const fleet = new NotingHandler();
  const manager = await serve(fleet, maximumLinks);
  try {
    await check(manager, fleet);
  } finally {
    await manager.stop();
  }
}

/** Speaks HTTP by hand and gives back the answer up to the end of the socket. */
async function request(port: number, headers: readonly string[]): Promise<string> {
  const socket: Socket = connect(port, '127.0.0.1');
  socket.end(
    `GET /device HTTP/1.1\r\nHost: x\r\nConnection: Upgrade\r\nUpgrade: websocket\r\nSec-WebSocket-Version: 13\r\n${headers.map((line) => `${line}\r\n`).join('')}\r\n`,
  );
  let answer = '';
  for await (const chunk of socket) answer += chunk;
  return answer;
}

const key = 'Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==';

test('without the subprotocol the upgrade is answered with 400', () =>
  withManager(async (manager) => {
    expect(await request(manager.port, [key])).toMatch(/^HTTP\/1\.1 400 [\s\S]*seatrial\.v1/);
    expect(await request(manager.port, [key, 'Sec-WebSocket-Protocol: seatrial.v2'])).toMatch(/^HTTP\/1\.1 400 /);
    expect(manager.acceptor.counters).toEqual({ accepted: 0, refusedFull: 0, refusedProtocol: 2 });
  }));

test('a dial that is answered with 503 ends in 1006 and says when to come back', () =>
  withManager(async (manager, fleet) => {
    dialerOf(manager.url).dial(new NotingHandler());
    await until(() => fleet.of('open').length === 1, 'the only place is taken');
    const device = new NotingHandler();
    dialerOf(manager.url).dial(device);
    await until(() => device.of('close').length > 0, 'the dial ends');
    expect(device.notes).toMatchObject([{ type: 'close', code: 1_006, retryAfterMs: 5_000 }]);
  }, 1));

test.each([
  [503, '5', 5_000],
  [429, '0', 0],
  [503, '86400', 86_400_000],
  [503, '86401', 86_400_000],
  [503, '-1', undefined],
  [503, 'Wed, 21 Oct 2015 07:28:00 GMT', undefined],
  [503, undefined, undefined],
  [404, '5', undefined],
])('HTTP %i with Retry-After %s: come back after %s ms', async (status, retryAfter, expected) => {
  const server = createServer((_request, response) => {
    response.writeHead(status, retryAfter === undefined ? {} : { 'Retry-After': retryAfter });
    response.end();
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const device = new NotingHandler();
  dialerOf(`ws://127.0.0.1:${(server.address() as AddressInfo).port}/device`).dial(device);
  await until(() => device.of('close').length > 0, 'the dial ends');
  expect(device.notes).toMatchObject([{ type: 'close', code: 1_006, retryAfterMs: expected }]);
  server.closeAllConnections();
  server.close();
});

test('a full acceptor answers 503 with Retry-After, and counts', () =>
  withManager(async (manager, fleet) => {
    const device = new NotingHandler();
    const link = dialerOf(manager.url).dial(device);
    await until(() => fleet.of('open').length === 1, 'the link opens');
    expect(manager.acceptor.linkCount).toBe(1);
    expect(await request(manager.port, [key, `Sec-WebSocket-Protocol: ${subprotocol}`])).toMatch(
      /^HTTP\/1\.1 503 [\s\S]*Retry-After: 5\r\n/,
    );
    expect(manager.acceptor.counters).toEqual({ accepted: 1, refusedFull: 1, refusedProtocol: 0 });
    link.close(1_000, '');
    await until(() => manager.acceptor.linkCount === 0, 'the place is free');
    dialerOf(manager.url).dial(new NotingHandler());
    await until(() => manager.acceptor.counters.accepted === 2, 'the next one fits');
  }, 1));

async function rawDevice(manager: Manager, fleet: NotingHandler): Promise<WebSocket> {
  const webSocket = new WebSocket(manager.url, subprotocol, { perMessageDeflate: false });
  await until(() => webSocket.readyState === WebSocket.OPEN && fleet.of('open').length === 1, 'the raw device is connected');
  return webSocket;
}

test.each([
  ['text', 'notBinary', 1_003, (device: WebSocket) => device.send('hello')],
  ['text that is no UTF-8', 'notBinary', 1_003, (device: WebSocket) => device.send(Buffer.of(0xff, 0xfe), { binary: false })],
])('%s is a fault: %s, close %i', (_what, fault, code, act) =>
  withManager(async (manager, fleet) => {
    const device = await rawDevice(manager, fleet);
    let seen = 0;
    device.on('close', (closeCode) => {
      seen = closeCode;
    });
    device.send(Buffer.of(1));
    act(device);
    device.send(Buffer.of(2));
    await until(() => fleet.of('close').length === 1 && seen !== 0, 'both ends close');
    expect(fleet.story).toEqual(['open', 'frame 1', 'fault', `close ${code}`]);
    expect(fleet.of('fault')[0]?.fault).toBe(fault);
    expect(seen).toBe(code);
  }),
);

/** An upgraded socket without any WebSocket library behind it. */
async function bareSocket(manager: Manager, fleet: NotingHandler): Promise<Socket> {
  const socket = connect(manager.port, '127.0.0.1');
  socket.on('error', () => undefined);
  socket.resume();
  socket.write(
    `GET /device HTTP/1.1\r\nHost: x\r\nConnection: Upgrade\r\nUpgrade: websocket\r\nSec-WebSocket-Version: 13\r\n${key}\r\nSec-WebSocket-Protocol: ${subprotocol}\r\n\r\n`,
  );
  await until(() => fleet.of('open').length === 1, 'the bare socket is upgraded');
  return socket;
}

test.each([
  // FIN and opcode 2, masked, 64-bit length of 1 GiB: refused by its header, no byte of the payload has come.
  ['a length of 1 GiB', [0x82, 0xff, 0, 0, 0, 0, 0x40, 0, 0, 0, 0, 0, 0, 0], 'tooLarge', 1_009],
  ['a frame without a mask', [0x82, 0x01, 0x00], 'protocol', 1_002],
  ['an unknown opcode', [0x83, 0x81, 0, 0, 0, 0, 0], 'protocol', 1_002],
  ['reserved bits', [0xc2, 0x81, 0, 0, 0, 0, 0], 'protocol', 1_002],
])('%s is a fault', (_what, bytes, fault, code) =>
  withManager(async (manager, fleet) => {
    const socket = await bareSocket(manager, fleet);
    socket.write(Buffer.from(bytes));
    await until(() => fleet.of('close').length === 1, 'the fleet closes');
    expect(fleet.story).toEqual(['open', 'fault', `close ${code}`]);
    expect(fleet.of('fault')[0]?.fault).toBe(fault);
    socket.destroy();
  }),
);

test('pieces that are small one by one and too large together are refused', () =>
  withManager(async (manager, fleet) => {
    const device = await rawDevice(manager, fleet);
    device.on('error', () => undefined);
    device.send(Buffer.alloc(40_000), { fin: false });
    device.send(Buffer.alloc(40_000), { fin: true });
    await until(() => fleet.of('close').length === 1, 'the fleet closes');
    expect(fleet.story).toEqual(['open', 'fault', 'close 1009']);
  }));

test.each([
  [64, ['open', 'frame 7']],
  [65, ['open', 'fault', 'close 1008']],
])('a message in %i fragments: %j', (fragments, story) =>
  withManager(async (manager, fleet) => {
    const device = await rawDevice(manager, fleet);
    device.on('error', () => undefined);
    const said: string[] = [];
    device.on('message', (data: Buffer) => said.push(`frame ${data[0]}`));
    device.on('close', (code) => said.push(`close ${code}`));
    fleet.complain = (link) => link.send(Uint8Array.of(9));
    for (let index = 1; index <= fragments; index += 1) device.send(Buffer.of(7), { fin: index === fragments });
    await until(() => fleet.notes.length === story.length, 'the message was judged');
    expect(fleet.story).toEqual(story);
    if (fragments === 64) return;
    expect(fleet.of('fault')[0]?.fault).toBe('tooManyFragments');
    await until(() => said.length === 2, 'the device knows');
    expect(said).toEqual(['frame 9', 'close 1008']);
  }),
);

test('a socket that ends without a goodbye closes with 1006', () =>
  withManager(async (manager, fleet) => {
    const socket = await bareSocket(manager, fleet);
    socket.end();
    await until(() => fleet.of('close').length === 1, 'the fleet closes');
    expect(fleet.story).toEqual(['open', 'close 1006']);
  }));

test('a side that never answers the goodbye is cut after closeTimeoutMs', () =>
  withManager(async (manager, fleet) => {
    const socket = await bareSocket(manager, fleet);
    fleet.of('open')[0]?.link.close(4_000, 'refused');
    await until(() => fleet.of('close').length === 1, 'the fleet closes');
    expect(fleet.story).toEqual(['open', 'close 1006']);
    socket.destroy();
  }));

test("both have said goodbye: the fleet's side ends the connection, and waits for nothing", async () => {
  const fleet = new NotingHandler();
  // Far longer than the test: what ends the link is not this time.
  const manager = await serve(fleet, 100, 60_000);
  const device = connect({ port: manager.port, host: '127.0.0.1', allowHalfOpen: true });
  const chunks: Buffer[] = [];
  let isEnded = false;
  device
    .on('data', (chunk: Buffer) => chunks.push(chunk))
    .on('end', () => {
      isEnded = true;
    });
  device.write(
    `GET /device HTTP/1.1\r\nHost: x\r\nConnection: Upgrade\r\nUpgrade: websocket\r\nSec-WebSocket-Version: 13\r\n${key}\r\nSec-WebSocket-Protocol: ${subprotocol}\r\n\r\n`,
  );
  await until(() => fleet.of('open').length === 1, 'it is open');
  // Close with 4002, masked with zeros; its own half of the connection stays open.
  device.write(Buffer.from([0x88, 0x82, 0, 0, 0, 0, 0x0f, 0xa2]));
  await until(() => isEnded && manager.acceptor.linkCount === 0, 'the link is over');
  expect(fleet.of('close')).toMatchObject([{ code: 4_002 }]);
  expect(Buffer.concat(chunks).subarray(-4).toString('hex')).toBe('88020fa2');
  device.destroy();
  await manager.stop();
});

test('a goodbye without a code counts as 1000', () =>
  withManager(async (manager, fleet) => {
    const device = await rawDevice(manager, fleet);
    device.close();
    await until(() => fleet.of('close').length === 1, 'the fleet closes');
    expect(fleet.story).toEqual(['open', 'close 1000']);
  }));

test('closing the acceptor says goodbye to all, refuses new ones, and ends', async () => {
  const fleet = new NotingHandler();
  const manager = await serve(fleet);
  const devices = [new NotingHandler(), new NotingHandler(), new NotingHandler()];
  const links: Link[] = devices.map((device) => dialerOf(manager.url).dial(device));
  await until(() => links.every(({ isOpen }) => isOpen) && fleet.of('open').length === 3, 'all are open');
  const closing = manager.acceptor.close(1_001, 'the manager stops');
  expect(await request(manager.port, [key, `Sec-WebSocket-Protocol: ${subprotocol}`])).toMatch(/^HTTP\/1\.1 503 /);
  await closing;
  expect(manager.acceptor.linkCount).toBe(0);
  await until(() => devices.every((device) => device.of('close').length === 1), 'all devices closed');
  expect(devices.map(({ story }) => story)).toEqual(devices.map(() => ['open', 'close 1001']));
  await manager.stop();
});

test('a server that never answers the upgrade is given up after handshakeTimeoutMs', async () => {
  const server = createServer();
  server.on('upgrade', () => undefined);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  const device = new NotingHandler();
  createWebSocketDialer({ url: `ws://127.0.0.1:${port}/device`, handshakeTimeoutMs: 100 }).dial(device);
  await until(() => device.of('close').length === 1, 'the dial ends');
  expect(device.story).toEqual(['close 1006']);
  server.closeAllConnections();
  server.close();
});

test.each([
  ['not an address', 'E1201'],
  ['http://127.0.0.1/device', 'E1201'],
  ['ws://127.0.0.1/device#part', 'E1201'],
])('the address "%s" is refused with %s', (url, code) => {
  expect(() => dialerOf(url)).toThrow(expect.objectContaining({ code }));
});

test('limits are checked at their borders', () => {
  const url = 'ws://127.0.0.1:1/device';
  expect(() => createWebSocketDialer({ url, handshakeTimeoutMs: 99 })).toThrow(expect.objectContaining({ code: 'E1202' }));
  expect(() => createWebSocketDialer({ url, handshakeTimeoutMs: 100 })).not.toThrow();
  expect(() => createWebSocketAcceptor({ handler: new NotingHandler(), maximumLinks: 0 })).toThrow(
    expect.objectContaining({ code: 'E1202' }),
  );
  expect(() => createWebSocketAcceptor({ handler: new NotingHandler(), maximumLinks: 1 })).not.toThrow();
});

test('a link is named by whoever knows what stands in between', async () => {
  const opened: string[] = [];
  const handler: LinkHandler = {
    onOpen: (link) => void opened.push(link.remote),
    onFrame: () => undefined,
    onFault: () => undefined,
    onClose: () => undefined,
  };
  const remoteOf = (request: { readonly headers: Readonly<Record<string, unknown>> }) => `${request.headers['x-forwarded-for']}:1`;
  const acceptor = createWebSocketAcceptor({ handler, maximumLinks: 1, closeTimeoutMs: 500, remoteOf });
  const server = createServer();
  server.on('upgrade', (request, socket, head) => acceptor.handleUpgrade(request, socket, head));
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  const webSocket = new WebSocket(`ws://127.0.0.1:${port}/device`, subprotocol, { headers: { 'x-forwarded-for': '203.0.113.9' } });
  await until(() => opened.length > 0 && webSocket.readyState === WebSocket.OPEN, 'the link is open on both sides');
  expect(opened).toEqual(['203.0.113.9:1']);
  webSocket.terminate();
  await acceptor.close(1_001, 'over');
  await new Promise((resolve) => server.close(resolve));
});
