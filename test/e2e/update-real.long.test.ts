/**
 * Images with real binaries over real sockets by the command line: two versions of a Debian package's binary, downloaded now, as two releases. What
 * the whole image, the delta, and either of them over breaks cost in time and bytes is printed, and the bytes are added up: parts that reached the
 * device are content or delta, header and metadata. Without apt and its sources it says why and is skipped.
 */
import { readFileSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, expect, test } from 'vitest';
import { debianPayloads } from '../../scripts/bench/real-payloads.ts';
import { CliRig, type Outcome, until } from './cli-rig.ts';

const rig = new CliRig();
const partBytes = 32_768;
/** Of the devices whose transfers are broken, bytes a second. */
const slowBytesPerSecond = 250_000;

/** An attempt as the API shows it. */
interface Attempt {
  readonly id: string;
  readonly state: string;
  readonly way: string;
  readonly storedBytes: number;
  readonly receivedBytes: number;
  readonly sentBytes: number;
  readonly contentBytes: number;
  readonly deltaBytes: number | null;
  readonly choice: string;
  readonly steps: readonly { readonly state: string; readonly at: string }[];
}

/** What a transfer cost beside its content. */
interface Paid {
  readonly attempt: Attempt;
  readonly transferMs: number;
}

afterAll(() => rig.close(), 60_000);

function json(outcome: Outcome): Record<string, unknown> {
  if (outcome.code !== 0) throw new Error(`exit code ${outcome.code}: ${outcome.stderr}`);
  return JSON.parse(outcome.stdout) as Record<string, unknown>;
}

const run = async (...args: string[]) => json(await rig.run([...args, '-o', 'json']));
const id = (index: number): string => `real-${String(index).padStart(5, '0')}`;
const newest = async (index: number): Promise<Attempt> => {
  const [attempt] = (await run('device', 'updates', id(index), '--limit', '1')).items as Attempt[];
  if (attempt === undefined) throw new Error(`${id(index)} has no attempt`);
  return attempt;
};

/** Bytes of what a device checks, as the manager has them now. */
async function metadataBytes(...roles: string[]): Promise<number> {
  let bytes = 0;
  for (const role of roles) bytes += Buffer.byteLength(String((await run('api', 'GET', `/v1/trust/metadata/${role}`)).text));
  return bytes;
}

async function paid(index: number): Promise<Paid> {
  const attempt = await newest(index);
  const at = (state: string): number => Date.parse(attempt.steps.find((step) => step.state === state)?.at ?? '');
  return { attempt, transferMs: at('installing') - at('downloading') };
}

/** Waits until so much of an open attempt has reached its device. */
async function hasCome(index: number, bytes: number): Promise<Attempt> {
  for (;;) {
    const attempt = await newest(index);
    if (attempt.receivedBytes >= bytes) {
      if (attempt.state === 'downloading') return attempt;
      throw new Error(`${id(index)} was through before the break: ${attempt.state}`);
    }
    await sleep(50);
  }
}

async function untilUpdated(index: number): Promise<Paid> {
  const outcome = await until(
    () => rig.run(['device', 'updates', id(index), '--limit', '1', '-o', 'json']),
    ({ stdout }) => /"state": ?"(updated|failed|rejected|rolledBack|cancelled|silent)"/.test(stdout.replace(/"steps"[^\]]*\]/g, '')),
    240,
  );
  expect(json(outcome).items).toMatchObject([{ state: 'updated', lie: '' }]);
  return paid(index);
}

function tell(what: string, { attempt, transferMs }: Paid): void {
  const { way, receivedBytes, sentBytes } = attempt;
  console.info(
    `${what}: ${way}, ${receivedBytes} bytes received, ${sentBytes} sent, ${(transferMs / 1_000).toFixed(1)} s from the first to the last part`,
  );
}

test('whole image, delta, and both of them over breaks', async (context) => {
  const payloads = await debianPayloads();
  if (typeof payloads === 'string') {
    console.warn(`SKIPPED: ${payloads}`);
    context.skip(payloads);
    return;
  }
  const serve = ['serve', '--listen', '127.0.0.1:0', '--name', 'lab', '--log', 'warn', '-o', 'ndjson'];
  const first = await rig.start(serve);
  const address = new URL((JSON.parse(first.firstLine) as { urls: [string] }).urls[0]).host;
  const headerBytes: number[] = [];
  const release = async (version: string, payload: Uint8Array): Promise<string> => {
    writeFileSync(join(rig.folder, 'payload.bin'), payload);
    const facts = ['--name', 'real', '--version', version, '--profile', 'thermostat', '--payload', 'payload.bin'];
    await run('image', 'build', ...facts, '--out', `real-${version}.img`);
    await run('release', 'create', `real-${version}.img`, '--publish');
    headerBytes.push(Number((await run('release', 'get', `real@${version}`)).headerBytes));
    return `real@${version}`;
  };
  const older = await release('2.0.0', payloads.older);

  // A thermostat with a flash that has room for it, and that does not wait long.
  const profile = readFileSync(resolve(import.meta.dirname, '../../firmware/profiles/thermostat.yaml'), 'utf8')
    .replace(/^flash: .*$/m, 'flash: { type: spi-nand }')
    .replace(/^bootMs: .*$/m, 'bootMs: 100');
  writeFileSync(join(rig.folder, 'roomy.yaml'), `${profile}\nreconnect: { baseMs: 100, maximumMs: 500, stableMs: 0 }\n`);
  await run('provision', 'token', 'create', '--uses', '3', '--token-out', 'real.token');
  const host = rig.launch([
    'sim',
    'spawn',
    'real',
    '--profile',
    './roomy.yaml',
    '--count',
    '3',
    '--seed',
    '1',
    '--token-file',
    'real.token',
  ]);
  await until(
    () => rig.run(['device', 'list', 'presence=online', '-o', 'name']),
    ({ stdout }) => stdout.trim().split('\n').length >= 3,
  );

  // The whole image.
  await run('device', 'update', id(1), '--release', older, '--wait');
  await run('device', 'update', id(2), '--release', older, '--wait');
  const full = await paid(1);
  console.info(payloads.what);
  tell('whole image', full);
  const { contentBytes } = full.attempt;
  const allRoles = await metadataBytes('root', 'timestamp', 'snapshot', 'targets');
  expect(full.attempt).toMatchObject({ state: 'updated', way: 'full', storedBytes: contentBytes });
  expect(full.attempt.receivedBytes).toBe(contentBytes + (headerBytes[0] ?? 0) + allRoles);

  // The delta.
  const newer = await release('2.1.0', payloads.newer);
  const built = await until(
    () => rig.run(['release', 'get', newer, '-o', 'json']),
    ({ stdout }) => stdout.includes(`"base": "${older}"`),
  );
  const [listed] = json(built).deltas as { bytes: number; base: string }[];
  await run('device', 'update', id(1), '--release', newer, '--wait');
  const delta = await paid(1);
  tell(`delta of ${listed?.bytes} bytes`, delta);
  const deltaBytes = delta.attempt.deltaBytes ?? 0;
  // What travels is the zstd frame: the file has a prefix and the header in front of it.
  expect(deltaBytes).toBe((listed?.bytes ?? 0) - 48 - (headerBytes[1] ?? 0));
  expect(delta.attempt).toMatchObject({ state: 'updated', way: 'delta', storedBytes: deltaBytes });
  const newRoles = await metadataBytes('timestamp', 'snapshot', 'targets');
  expect(delta.attempt.receivedBytes).toBe(deltaBytes + (headerBytes[1] ?? 0) + newRoles);
  expect(deltaBytes).toBeLessThan(contentBytes);

  // The delta over a link that is cut.
  await run('group', 'create', 'slow', '--selector', 'profile=thermostat', '--bandwidth', String(Math.ceil(deltaBytes / 20)));
  await run('device', 'update', id(2), '--release', newer);
  await hasCome(2, deltaBytes / 3);
  await run('sim', 'fault', 'real', 'index=1', 'link-cut');
  const deltaResumed = await untilUpdated(2);
  tell('delta, link cut', deltaResumed);
  expect(deltaResumed.attempt.way).toBe('delta');
  expectResumed(deltaResumed.attempt, deltaBytes + (headerBytes[1] ?? 0) + newRoles, 1);

  // The whole image over a cut link, a manager that is killed, and a host that is stopped.
  await run('group', 'set', 'slow', '--bandwidth', String(slowBytesPerSecond));
  await run('device', 'update', id(3), '--release', newer);
  await hasCome(3, contentBytes / 8);
  await run('sim', 'fault', 'real', 'index=2', 'link-cut');
  await hasCome(3, contentBytes / 4);
  first.child.kill('SIGKILL');
  const again = serve.map((word) => (word === '127.0.0.1:0' ? address : word));
  await rig.start(again);
  const stopped = await hasCome(3, contentBytes / 2);
  await run('sim', 'stop', 'real');
  if (host.exitCode === null) await new Promise((done) => host.once('exit', done));
  expect((await newest(3)).state).toBe('downloading');
  rig.launch(['sim', 'start', 'real']);
  const resumed = await untilUpdated(3);
  tell('whole image, link cut, manager killed, host stopped', resumed);
  expect(resumed.attempt).toMatchObject({ id: stopped.id, way: 'full', storedBytes: resumed.attempt.contentBytes });
  // After the reset that the stop of the host is, header and timestamp are checked anew.
  const checks =
    (await metadataBytes('root', 'timestamp', 'snapshot', 'targets')) + 2 * (headerBytes[1] ?? 0) + (await metadataBytes('timestamp'));
  expectResumed(resumed.attempt, resumed.attempt.contentBytes + checks, 3);
}, 600_000);

/** All bytes came, and at most one part more for each break. */
function expectResumed({ receivedBytes }: Attempt, bytes: number, breaks: number): void {
  console.info(`  ${receivedBytes - bytes} bytes more than without a break, ${breaks} of them`);
  expect(receivedBytes).toBeGreaterThanOrEqual(bytes);
  expect(receivedBytes).toBeLessThanOrEqual(bytes + breaks * partBytes);
}
