import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { request as httpRequest } from 'node:http';
import { connect } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { connect as connectTls } from 'node:tls';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { eventually } from './bad-input-manager.ts';
import { hasOpenssl, makeCertificate, type TestCertificate } from './certificates.ts';
import { CliRig, until } from './cli-rig.ts';

/** TLS and trusted proxies on real sockets, with the program as users run it. */

const config = `apiVersion: seatrial/v1
kind: ManagerConfig
history: { memoryLimitMb: 256, threads: 1 }
limits: { answerWithinMs: 1000 }
`;

describe.skipIf(!hasOpenssl)('a manager with a certificate', () => {
  const rig = new CliRig();
  const folder = mkdtempSync(join(tmpdir(), 'seatrial-tls-'));
  let fleet: TestCertificate;
  let serving: { urls: string[]; deviceUrls: string[]; pid: number };
  const port = (): number => Number(new URL(serving.urls[0] ?? '').port);
  const metric = async (name: string): Promise<number> => {
    const { stdout } = await rig.runHere(['api', 'GET', '/metrics', '--ca', fleet.ca]);
    return Number(new RegExp(`^seatrial_${name.replaceAll(/[{}"]/g, '\\$&')} (\\d+)$`, 'm').exec(stdout)?.[1]);
  };

  beforeAll(async () => {
    fleet = makeCertificate(folder, 'fleet');
    writeFileSync(join(folder, 'manager.yaml'), config);
    const tls = ['--tls-cert', fleet.cert, '--tls-key', fleet.key];
    const { firstLine } = await rig.start([
      ...['serve', '--listen', '127.0.0.1:0', '--config', join(folder, 'manager.yaml'), '--log', 'warn', '-o', 'ndjson'],
      ...tls,
    ]);
    serving = JSON.parse(firstLine);
  });
  afterAll(async () => {
    await rig.close();
    rmSync(folder, { recursive: true, force: true });
  });

  test('API and devices are at https:// and wss://', () => {
    expect(serving.urls[0]).toMatch(/^https:\/\/127\.0\.0\.1:\d+$/);
    expect(serving.deviceUrls[0]).toMatch(/^wss:\/\/127\.0\.0\.1:\d+\/device$/);
  });

  test('without the authority the answer is not believed, and the error says what helps', async () => {
    const { code, stderr } = await rig.run(['status']);
    expect(stderr).toMatch(/error\[E2005\][\s\S]*next: --ca FILE/);
    expect(code).toBe(1);
  });

  test('with --ca, with FLEET_CA, and with a context that names it; status and doctor tell when it expires', async () => {
    const { stdout } = await rig.run(['status', '--ca', fleet.ca, '-o', 'json']);
    expect(JSON.parse(stdout).certificate).toMatchObject({
      subject: 'fleet',
      selfSigned: false,
      names: 'DNS:localhost, IP Address:127.0.0.1',
    });
    expect((await rig.run(['status'], { FLEET_CA: fleet.ca })).code).toBe(0);
    const contexts = readFileSync(join(rig.folder, 'config/seatrial/contexts.yaml'), 'utf8');
    writeFileSync(join(rig.folder, 'token'), /token: (\S+)/.exec(contexts)?.[1] ?? '', { mode: 0o600 });
    const added = await rig.run([
      'context',
      'add',
      'safe',
      '--url',
      serving.urls[0] ?? '',
      '--ca',
      fleet.ca,
      '--token-file',
      'token',
      '--no-use',
    ]);
    expect(added.code).toBe(0);
    const doctor = await rig.run(['doctor', '--context', 'safe', '-o', 'json']);
    const check = JSON.parse(doctor.stdout).items.find((item: { check: string }) => item.check === 'certificate');
    expect(check).toMatchObject({ result: 'ok', found: expect.stringMatching(/^fleet expires .*in 59d/) });
  });

  test('devices come in over wss:// with --ca, and not without', async () => {
    await rig.runHere(['provision', 'token', 'create', '--uses', '5', '--token-out', 'rooms.token', '--ca', fleet.ca]);
    const to = ['--profile', 'thermostat', '--count', '3', '--token-file', 'rooms.token'];
    rig.launch(['sim', 'spawn', 'strangers', ...to, '--to', serving.deviceUrls[0] ?? '']);
    rig.launch(['sim', 'spawn', 'rooms', ...to, '--to', serving.deviceUrls[0] ?? '', '--ca', fleet.ca]);
    // The authority of a context holds for its devices too.
    rig.launch(['sim', 'spawn', 'halls', ...to, '--count', '2', '--context', 'safe']);
    const counters = (name: string) => async () => {
      const outcome = await rig.runHere(['sim', 'list', '-o', 'json']);
      const item = JSON.parse(outcome.stdout).items.find((one: { name: string }) => one.name === name);
      return { ...outcome, dials: item?.report?.counters.dials ?? 0, sessions: item?.report?.counters.sessions ?? 0 };
    };
    expect(await until(counters('rooms'), ({ sessions }) => sessions === 3)).toMatchObject({ sessions: 3 });
    expect(await until(counters('halls'), ({ sessions }) => sessions === 2)).toMatchObject({ sessions: 2 });
    const strangers = await until(counters('strangers'), ({ dials }) => dials >= 3);
    expect([strangers.dials >= 3, strangers.sessions]).toEqual([true, 0]);
    expect(JSON.parse((await rig.run(['status', '--ca', fleet.ca, '-o', 'json'])).stdout).devices.total).toBe(5);
  });

  test('a handshake that never ends, and what is no TLS, are cut and counted', async () => {
    const before = {
      timeout: await metric('sockets_refused_total{why="timeout"}'),
      malformed: await metric('sockets_refused_total{why="malformed"}'),
    };
    const closed = (text: string | undefined): Promise<void> =>
      new Promise((done) => {
        const socket = connect(port(), '127.0.0.1');
        socket.on('error', () => undefined);
        socket.once('close', () => done());
        socket.resume();
        if (text !== undefined) socket.write(text);
      });
    await Promise.all([closed(undefined), closed('GET / HTTP/1.1\r\nHost: x\r\n\r\n')]);
    expect(await metric('sockets_refused_total{why="timeout"}')).toBe(before.timeout + 1);
    expect(await metric('sockets_refused_total{why="malformed"}')).toBe(before.malformed + 1);
  });

  test('SIGHUP: a broken file leaves the old certificate, a good one is shown to new clients; open connections stay', async () => {
    const shown = (): Promise<string> =>
      new Promise((done, fail) => {
        const socket = connectTls({ port: port(), host: '127.0.0.1', rejectUnauthorized: false }, () => {
          done(String(socket.getPeerCertificate().fingerprint256));
          socket.destroy();
        });
        socket.on('error', fail);
      });
    const before = await shown();
    const old = readFileSync(fleet.cert, 'utf8');
    writeFileSync(fleet.cert, 'not yet written');
    process.kill(serving.pid, 'SIGHUP');
    expect((await rig.run(['status', '--ca', fleet.ca])).code).toBe(0);
    expect(await shown()).toBe(before);
    const renewed = makeCertificate(folder, 'renewed');
    writeFileSync(fleet.key, readFileSync(renewed.key, 'utf8'));
    writeFileSync(fleet.cert, readFileSync(renewed.cert, 'utf8'));
    process.kill(serving.pid, 'SIGHUP');
    await eventually('the renewed certificate is shown', async () => (await shown()) !== before);
    expect((await rig.run(['status', '--ca', renewed.ca, '--fields', 'certificate.subject', '-o', 'csv'])).stdout).toContain('renewed');
    expect(old).not.toBe(readFileSync(fleet.cert, 'utf8'));
  });
});

test.each([
  [['--tls-cert', 'fleet.pem'], 'E2003', /--tls-key is missing/],
  [['--tls-key', 'fleet.key'], 'E2003', /--tls-cert is missing/],
  [['--tls-cert', 'nowhere.pem', '--tls-key', 'nowhere.key'], 'E2309', /nowhere\.pem/],
  [['--trust-proxy', 'proxy.example'], 'E2314', /"proxy\.example"/],
])('serve %j ends with %s before a data folder is made', async (flags, code, message) => {
  const rig = new CliRig();
  const outcome = await rig.run(['serve', '--listen', '127.0.0.1:0', '--data', 'fleet', ...flags]);
  const isMade = existsSync(join(rig.folder, 'fleet'));
  await rig.close();
  expect(isMade).toBe(false);
  expect(outcome.stderr).toContain(`error[${code}]`);
  expect(outcome.stderr).toMatch(message);
  expect(outcome.code).toBe(2);
});

test('forwarded addresses count from a trusted proxy alone, for the limit of refused tokens', async () => {
  const rig = new CliRig();
  try {
    const serve = ['serve', '--listen', '127.0.0.1:0', '--log', 'warn', '-o', 'ndjson'];
    const trusting = JSON.parse((await rig.start([...serve, '--data', 'a', '--trust-proxy', 'loopback'])).firstLine).urls[0];
    const plain = JSON.parse((await rig.start([...serve, '--data', 'b', '--no-context'])).firstLine).urls[0];
    const refusedFrom = (url: string, forwarded: string): Promise<{ status: number; text: string }> =>
      new Promise((done, fail) => {
        const headers = { 'x-forwarded-for': forwarded, authorization: 'Bearer wrong' };
        const request = httpRequest(`${url}/v1/status`, { headers }, async (answer) => {
          let text = '';
          for await (const chunk of answer.setEncoding('utf8')) text += chunk;
          done({ status: answer.statusCode ?? 0, text });
        });
        request.once('error', fail);
        request.end();
      });
    // A client that makes up a new address each time is still the one that the proxy, or the socket, saw.
    // Sixty at once, and one a second after that: together, and some more, so that a slow machine gives none back meanwhile.
    await Promise.all(
      Array.from({ length: 90 }, async (_, count) => {
        await refusedFrom(trusting, `9.9.9.${count}, 203.0.113.9`);
        await refusedFrom(plain, `9.9.9.${count}`);
      }),
    );
    const spoofed = await refusedFrom(trusting, '9.9.9.99, 203.0.113.9');
    expect([spoofed.status, spoofed.text]).toEqual([429, expect.stringContaining('203.0.113.9 had more than')]);
    expect((await refusedFrom(trusting, '203.0.113.10')).status).toBe(401);
    const ignored = await refusedFrom(plain, '203.0.113.10');
    expect([ignored.status, ignored.text]).toEqual([429, expect.stringContaining('127.0.0.1 had more than')]);
  } finally {
    await rig.close();
  }
});
