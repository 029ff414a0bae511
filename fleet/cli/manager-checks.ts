import { randomBytes } from 'node:crypto';
import { request as httpRequest } from 'node:http';
import { request as httpsRequest } from 'node:https';
import { type PeerCertificate, TLSSocket } from 'node:tls';
import { isSeatrialError, messageOf } from '#proto/kit/index.js';
import { subprotocol } from '#proto/link/index.js';
import { ApiClient } from './api-client.ts';
import { certificateAge } from './certificate-age.ts';
import type { CommandContext } from './command-spec.ts';
import { type Connection, resolveConnection } from './connection.ts';
import { formatDuration } from './duration.ts';
import { cellText, type Item } from './field-paths.ts';
import { checkHooks } from './hook-check.ts';
import type { Check } from './machine-checks.ts';
import { programVersion } from './program-version.ts';
import { trustAuthority } from './trust-authority.ts';

/** Beyond this the devices' handshakes are refused by default, ms. */
const clockLimitMs = 300_000;

/** Checks of the manager that the context names; skipped when there is none. */
export async function checkManager(context: CommandContext): Promise<Check[]> {
  const connection = await connectionOf(context);
  if ('check' in connection) return [connection];
  const { url, token, caFile } = connection;
  trustAuthority(caFile);
  const client = new ApiClient(url, token, context.signal);
  const ready = await checkReady(client);
  const checks = [ready];
  if (ready.result === 'failed') return checks;
  checks.push(...(await checkUpgrade(url)));
  if (token === undefined) {
    return [
      ...checks,
      {
        check: 'token',
        result: 'failed',
        found: `no token is known for ${url}`,
        fix: 'fleet context add NAME --url URL --token-file FILE',
      },
    ];
  }
  const sentMs = Date.now();
  const status = await client.get('/v1/status').catch((error: unknown) => error);
  if (status instanceof Error) {
    const fix = isSeatrialError(status) ? status.next : 'fleet doctor';
    return [...checks, { check: 'token', result: 'failed', found: status.message, fix }];
  }
  const facts = status as Item;
  checks.push({ check: 'token', result: 'ok', found: `accepted by ${url}`, fix: '' });
  checks.push(checkClock(Date.parse(cellText(facts.now)), (sentMs + Date.now()) / 2), checkVersion(cellText(facts.version)));
  checks.push(await checkTrust(client), await checkHooks(client));
  return checks;
}

/** Root and targets of updates: what expires, and what is wrong. */
async function checkTrust(client: ApiClient): Promise<Check> {
  const trust = await client.get('/v1/trust').catch((error: unknown) => error);
  if (trust instanceof Error)
    return { check: 'trust', result: 'failed', found: trust.message, fix: isSeatrialError(trust) ? trust.next : '' };
  // The client gives JSON without a shape; the route's schema is what answers for it.
  return judgeTrust(trust as unknown as TrustFacts);
}

/** What the manager says of its trust. */
interface TrustFacts {
  readonly problem: string;
  readonly keys: string;
  readonly roles: readonly {
    readonly role: string;
    readonly daysLeft: number | null;
    readonly expiresAt: string | null;
    readonly threshold: number;
    readonly heldHere: number;
    readonly next: string;
  }[];
}

/** The first thing that is wrong: a problem, an online key that is gone, root or targets that expire. */
export function judgeTrust({ problem, roles, keys }: TrustFacts): Check {
  const online = roles.filter(({ role }) => role !== 'root' && role !== 'targets');
  const lacking = online.find(({ heldHere, threshold }) => heldHere < threshold);
  if (problem === '' && lacking !== undefined) {
    const { role, heldHere, threshold } = lacking;
    const found = `the manager holds ${heldHere} of ${threshold} keys of ${role}: what it signed expires, then devices refuse updates`;
    return { check: 'trust', result: 'failed', found, fix: lacking.next };
  }
  const [soonest] = roles
    .flatMap(({ role, daysLeft, expiresAt, next }) =>
      daysLeft === null || expiresAt === null ? [] : [{ role, daysLeft, expiresAt, next }],
    )
    .filter(({ role }) => role === 'root' || role === 'targets')
    .sort((left, right) => left.daysLeft - right.daysLeft);
  if (problem !== '' || soonest === undefined) return { check: 'trust', result: 'failed', found: problem, fix: 'fleet key status' };
  const { role, daysLeft, next } = soonest;
  const day = soonest.expiresAt.slice(0, 10);
  if (daysLeft < 0) {
    return { check: 'trust', result: 'failed', found: `${keys} keys; ${role} expired ${day}: devices refuse every update`, fix: next };
  }
  const found = `${keys} keys; ${role} expires ${day}, in ${daysLeft} days`;
  return daysLeft < 60 ? { check: 'trust', result: 'warning', found, fix: next } : { check: 'trust', result: 'ok', found, fix: '' };
}

async function connectionOf(context: CommandContext): Promise<Connection | Check> {
  try {
    return await resolveConnection(context);
  } catch (error) {
    if (!isSeatrialError(error)) throw error;
    const result = error.code === 'E2004' ? 'skipped' : 'failed';
    return { check: 'manager', result, found: error.message, fix: error.next };
  }
}

async function checkReady(client: ApiClient): Promise<Check> {
  try {
    const { status, text } = await client.raw('GET', '/readyz', undefined);
    if (status === 200) return { check: 'manager', result: 'ok', found: `${client.url} is ready`, fix: '' };
    const { reasons } = JSON.parse(text) as { reasons?: string[] };
    return {
      check: 'manager',
      result: 'failed',
      found: `${client.url} is not ready: ${reasons?.join(', ') ?? status}`,
      fix: fixOf(reasons ?? []),
    };
  } catch (error) {
    return { check: 'manager', result: 'failed', found: messageOf(error), fix: 'fleet serve, or fleet context use ANOTHER' };
  }
}

/** What helps a manager that is not ready. */
export function fixOf(reasons: readonly string[]): string {
  // It wrote nothing since: what was answered for is there at its next start.
  if (reasons.some((reason) => reason.startsWith('state: '))) return 'look at its disk, then stop the manager and start it again';
  return 'look at the log of the manager';
}

/** A device's first step: the upgrade to WebSocket, which proxies in between like to break. */
async function checkUpgrade(url: string): Promise<Check[]> {
  const { promise, resolve } = Promise.withResolvers<string>();
  const target = new URL('/device', url);
  const send = target.protocol === 'https:' ? httpsRequest : httpRequest;
  const request = send(target, {
    headers: {
      connection: 'Upgrade',
      upgrade: 'websocket',
      'sec-websocket-version': '13',
      'sec-websocket-key': randomBytes(16).toString('base64'),
      'sec-websocket-protocol': subprotocol,
    },
    timeout: 5_000,
  });
  let certificate: Check | undefined;
  request.once('upgrade', (response, socket) => {
    if (socket instanceof TLSSocket) certificate = checkCertificate(socket.getPeerCertificate());
    socket.destroy();
    const agreed = response.headers['sec-websocket-protocol'];
    resolve(agreed === subprotocol ? '' : `the subprotocol is ${agreed ?? 'missing'}, not ${subprotocol}`);
  });
  request.once('response', (response) => {
    response.resume();
    resolve(`answered ${response.statusCode} instead of 101`);
  });
  request.once('timeout', () => request.destroy(new Error('no answer within 5 s')));
  request.once('error', (error) => resolve(messageOf(error)));
  request.end();
  const problem = await promise;
  const upgrade: Check =
    problem === ''
      ? { check: 'websocket', result: 'ok', found: `${target.host}${target.pathname} upgrades to ${subprotocol}`, fix: '' }
      : { check: 'websocket', result: 'failed', found: problem, fix: 'let proxies in between pass Upgrade: websocket on /device' };
  return certificate === undefined ? [upgrade] : [upgrade, certificate];
}

/** What clients are shown, by the manager or by a proxy in front of it. */
function checkCertificate({ valid_to, subject }: PeerCertificate): Check {
  const { level, text } = certificateAge(Date.parse(valid_to), Date.now());
  const fix = level === 'ok' ? '' : 'renew it, replace the files of --tls-cert and --tls-key, and send the manager SIGHUP';
  return { check: 'certificate', result: level, found: `${String(subject?.CN ?? '')} expires ${text}`.trim(), fix };
}

function checkClock(theirsMs: number, oursMs: number): Check {
  const skewMs = Math.abs(theirsMs - oursMs);
  const found = `${formatDuration(skewMs)} apart from the manager, the limit for devices is ${formatDuration(clockLimitMs)}`;
  const fix = 'set the clock of this machine by NTP';
  if (skewMs > clockLimitMs) return { check: 'clock', result: 'failed', found, fix };
  return skewMs > 2_000 ? { check: 'clock', result: 'warning', found, fix } : { check: 'clock', result: 'ok', found, fix: '' };
}

function checkVersion(theirs: string): Check {
  const ours = programVersion();
  const isSame = theirs === ours;
  return {
    check: 'version',
    result: isSame ? 'ok' : 'warning',
    found: `manager ${theirs}, program ${ours}`,
    fix: isSame ? '' : 'install the same version',
  };
}
