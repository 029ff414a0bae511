import { expect, test } from 'vitest';
import type { DeviceStatus, EnrolmentTokenRecord } from '#fleet/domain/index.js';
import { type ClaimFacts, decideClaim } from './claim-logic.ts';

const token: EnrolmentTokenRecord = {
  id: 't1',
  secretDigest: '',
  title: '',
  uses: 2,
  used: 1,
  expiresAtMs: 1_000,
  profiles: ['thermostat'],
  approve: true,
  reprovision: 'never',
  labels: {},
  createdAtMs: 0,
  createdBy: 'olga',
  revoked: false,
};
const good: ClaimFacts = {
  tokenId: 't1',
  profile: 'thermostat',
  deviceId: 'heater-1',
  holder: undefined,
  keyHolderId: undefined,
  isIdRevoked: false,
  isKeyRevoked: false,
  token,
  proofFits: true,
  signatureFits: true,
  nowMs: 1_000,
  devices: 9,
  mostDevices: 10,
  pendingDevices: 4,
  mostPendingDevices: 5,
  retryMs: 15_000,
  reprovisionEveryMs: 600,
};
const holder = (status: DeviceStatus, hasSameKey = true, keySinceMs = 0) => ({ holder: { status, hasSameKey, keySinceMs } });
const renewing = (how: 'migrate' | 'reset', more: Partial<EnrolmentTokenRecord> = {}) => ({
  token: { ...token, reprovision: how, ...more },
});
const known = holder('active', false);

test.each<[string, Partial<ClaimFacts>, string, number?]>([
  ['all good, at every limit', {}, 'enrol active'],
  ['without automatic approval', { token: { ...token, approve: false } }, 'enrol pending'],
  ['every profile', { token: { ...token, profiles: [] }, profile: 'other' }, 'enrol active'],
  ['unknown token', { token: undefined, proofFits: false }, 'token-invalid'],
  ['wrong proof', { proofFits: false }, 'token-invalid'],
  ['revoked token', { token: { ...token, revoked: true } }, 'token-invalid'],
  ['one past the expiry', { nowMs: 1_001 }, 'token-expired'],
  ['one use too many', { token: { ...token, used: 2 } }, 'token-used-up'],
  ['another profile', { profile: 'other' }, 'profile-not-allowed'],
  ['wrong signature', { signatureFits: false }, 'bad-signature'],
  ['revoked name', { isIdRevoked: true }, 'revoked'],
  ['revoked key', { isKeyRevoked: true }, 'revoked'],
  ['name of another key', holder('active', false), 'identity-taken'],
  ['key of another name', { keyHolderId: 'heater-2' }, 'identity-taken'],
  ['one device too many', { devices: 10 }, 'overloaded'],
  ['one pending too many', { token: { ...token, approve: false }, pendingDevices: 5 }, 'overloaded'],
  ['a known name, a token that migrates', { ...known, ...renewing('migrate') }, 'migrate active'],
  ['a known name, a token that resets', { ...known, ...renewing('reset') }, 'reset active'],
  ['migrates, to be approved', { ...known, ...renewing('migrate', { approve: false }) }, 'migrate pending'],
  ['migrates a pending one', { ...holder('pending', false), ...renewing('migrate') }, 'migrate active'],
  ['migrates with as many devices as may be', { ...known, ...renewing('migrate'), devices: 10 }, 'migrate active'],
  ['migrates nobody', renewing('migrate'), 'enrol active'],
  ['migrates when the last change is just long enough ago', { ...holder('active', false, 400), ...renewing('migrate') }, 'migrate active'],
  ['one ms too soon after the last change', { ...holder('active', false, 401), ...renewing('migrate') }, 'identity-taken', 1],
  ['migrates, another profile', { ...known, ...renewing('migrate'), profile: 'other' }, 'profile-not-allowed'],
  ['migrates, used up', { ...known, ...renewing('migrate', { used: 2 }) }, 'token-used-up'],
  ['migrates, wrong signature', { ...known, ...renewing('migrate'), signatureFits: false }, 'bad-signature'],
  ['migrates to a key of another name', { ...known, ...renewing('migrate'), keyHolderId: 'heater-2' }, 'identity-taken'],
  ['migrates back to a key that was replaced', { ...known, ...renewing('migrate'), keyHolderId: 'heater-1' }, 'identity-taken'],
  ['migrates to a revoked key', { ...known, ...renewing('migrate'), isKeyRevoked: true }, 'revoked'],
  ['a rejected name', { ...holder('rejected', false), ...renewing('migrate') }, 'identity-taken'],
  ['a retired name', { ...holder('retired', false), ...renewing('reset') }, 'identity-taken'],
  ['again after retirement', holder('retired'), 'revoked'],
  ['again with a token that resets', { ...holder('active'), ...renewing('reset') }, 'again active'],
  ['again', holder('active'), 'again active'],
  ['again, token used up, expired, gone', { ...holder('active'), token: undefined, proofFits: false, nowMs: 9_999 }, 'again active'],
  ['again while pending', holder('pending'), 'again pending'],
  ['again after rejection', holder('rejected'), 'rejected'],
  ['again after revocation', { ...holder('revoked'), isIdRevoked: true }, 'revoked'],
  [
    'a known name with a wrong signature learns nothing without a token',
    { ...holder('active'), signatureFits: false, proofFits: false },
    'token-invalid',
  ],
  ['a replayed claim of a known device', { ...holder('active'), signatureFits: false }, 'bad-signature'],
])('%s', (_name, facts, expected, retryAfterMs) => {
  const decision = decideClaim({ ...good, ...facts });
  const what = decision.type === 'renew' ? decision.how : decision.type;
  expect(decision.type === 'refuse' ? decision.refusal.reason : `${what} ${decision.status}`).toBe(expected);
  if (decision.type !== 'refuse') return;
  if (expected === 'overloaded') expect(decision.refusal.retryAfterMs).toBeGreaterThan(0);
  else expect(decision.refusal.retryAfterMs).toBe(retryAfterMs ?? 0);
});
