import { expect, test } from 'vitest';
import type { EnrolmentTokenRecord } from '#fleet/domain/index.js';
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
};
const holder = (status: 'active' | 'pending' | 'rejected' | 'revoked', hasSameKey = true) => ({ holder: { status, hasSameKey } });

test.each<[string, Partial<ClaimFacts>, string]>([
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
])('%s', (_name, facts, expected) => {
  const decision = decideClaim({ ...good, ...facts });
  expect(decision.type === 'refuse' ? decision.refusal.reason : `${decision.type} ${decision.status}`).toBe(expected);
  if (decision.type === 'refuse') expect(decision.refusal.retryAfterMs > 0).toBe(expected === 'overloaded');
});
