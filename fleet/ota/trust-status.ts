import type { RoleStatus, TrustStatus } from '#fleet/domain/index.js';
import { type TrustKey, type TrustRole, type TrustState, trustRoles } from '#proto/trust/index.js';

/** Where trust stands, with the next command for each role. */
export function statusOf(state: TrustState, keys: readonly TrustKey[], problem: string, nowMs: number): TrustStatus {
  const held = new Set(keys.map(({ keyId }) => keyId));
  return {
    isDevelopment: state.root.isDevelopment,
    roles: trustRoles.map((role) => roleOf(role, state, held)),
    releases: state.targets?.targets.size ?? 0,
    problem: problem === '' ? expiredOf(state, nowMs) : problem,
  };
}

/** What devices refuse, whatever is signed over it. */
function expiredOf({ root, targets }: TrustState, nowMs: number): string {
  const expired = [['root', root] as const, ['targets', targets] as const].find(
    ([, held]) => (held?.expiresMs ?? Number.POSITIVE_INFINITY) <= nowMs,
  );
  if (expired?.[1] === undefined) return '';
  const [role, { version, expiresMs }] = [expired[0], expired[1]];
  return `${role} ${version} expired at ${new Date(expiresMs).toISOString()}: devices refuse every update`;
}

function roleOf(role: TrustRole, state: TrustState, held: ReadonlySet<string>): RoleStatus {
  const { keyIds, threshold } = state.root.rules[role];
  const metadata = role === 'director' ? undefined : state[role];
  const keys = keyIds.map((keyId) => ({ keyId, isHeldHere: held.has(keyId) }));
  return {
    role,
    version: metadata?.version ?? 0,
    expiresAtMs: metadata?.expiresMs ?? 0,
    threshold,
    keys,
    next: nextOf(role, state.root.isDevelopment, keys.filter(({ isHeldHere }) => isHeldHere).length >= threshold),
  };
}

function nextOf(role: TrustRole, isDevelopment: boolean, canSign: boolean): string {
  const folder = isDevelopment ? '' : ' --keys DIR';
  if (role === 'root' || role === 'targets') return `fleet key renew ${role}${folder}`;
  return canSign ? '' : `fleet key rotate ${role}${folder}`;
}
