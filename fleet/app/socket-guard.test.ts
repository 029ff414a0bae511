import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { connect, type Socket } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { connect as connectTls } from 'node:tls';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type Certificate, readCertificate } from './certificate.ts';
import { type Listener, listen } from './listen.ts';
import { SocketGuard } from './socket-guard.ts';

const hasOpenssl = spawnSync('openssl', ['version']).status === 0;
if (!hasOpenssl) console.log('skipped: certificates are made with openssl, which is not on the path');

let folder: string;
let certificate: Certificate;

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'seatrial-guard-'));
  if (!hasOpenssl) return;
  const [keyFile, certFile] = [join(folder, 'key'), join(folder, 'cert')];
  const curve = ['-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:prime256v1', '-nodes', '-subj', '/CN=guard', '-days', '2'];
  spawnSync('openssl', ['req', '-x509', ...curve, '-keyout', keyFile, '-out', certFile]);
  certificate = readCertificate({ certFile, keyFile }, Date.now());
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

async function until(what: string, holds: () => boolean): Promise<void> {
  for (const giveUpAt = Date.now() + 20_000; !holds(); await new Promise((done) => setTimeout(done, 2))) {
    if (Date.now() > giveUpAt) expect.fail(`never: ${what}`);
  }
}

describe.skipIf(!hasOpenssl)('sockets with TLS', () => {
  let guard: SocketGuard;
  let listener: Listener;
  let upgraded: Socket | undefined;
  const sockets: Socket[] = [];
  const open = (secure: boolean): Socket => {
    const port = Number(new URL(listener.url).port);
    const socket = secure ? connectTls({ port, host: '127.0.0.1', rejectUnauthorized: false }) : connect(port, '127.0.0.1');
    socket.on('error', () => undefined).resume();
    sockets.push(socket);
    return socket;
  };

  beforeAll(async () => {
    guard = new SocketGuard(() => 2, 20_000);
    listener = await listen('127.0.0.1:0', {
      onRequest: (_request, response) => response.end('hello'),
      onUpgrade: (_request, socket) => {
        upgraded = socket as Socket;
      },
      guard,
      answerWithinMs: 20_000,
      certificate,
    });
  });
  afterAll(async () => {
    for (const socket of sockets) socket.destroy();
    upgraded?.destroy();
    await new Promise((done) => listener.server.close(done));
  });

  test('count from their first byte, are dropped beyond the limit, and are let go when they are devices', async () => {
    const silent = open(false);
    await until('one counts', () => guard.size === 1);
    const operator = open(true);
    await until('two count', () => guard.size === 2);
    const dropped = open(true);
    await until('the third is closed', () => dropped.destroyed);
    expect(guard.counters.dropped).toBe(1);
    silent.destroy();
    await until('the silent one is gone', () => guard.size === 1);
    operator.write('GET / HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n');
    await until('the operator was answered and is gone', () => guard.size === 0);
    open(true).write('GET /device HTTP/1.1\r\nHost: x\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n\r\n');
    await until('it is a device', () => upgraded !== undefined);
    expect(guard.size).toBe(0);
    expect(upgraded?.destroyed).toBe(false);
  });
});
