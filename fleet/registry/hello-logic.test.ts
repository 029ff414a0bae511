import { expect, test } from 'vitest';
import { decideHello, type HelloFacts } from './hello-logic.ts';

const good: HelloFacts = {
  deviceId: 'heater-1',
  status: 'active',
  isIdRevoked: false,
  signatureFits: true,
  expiredKey: undefined,
  boot: 3,
  connection: 5,
  newestBoot: 3,
  newestConnection: 4,
  skewMs: 0,
  mostSkewMs: 300_000,
};

test.each<[string, Partial<HelloFacts>, string]>([
  ['grown by one', {}, 'welcome'],
  ['a new boot starts at 1', { boot: 4, connection: 1 }, 'welcome'],
  ['first Hello ever', { boot: 1, connection: 1, newestBoot: 0, newestConnection: 0 }, 'welcome'],
  ['same pair', { connection: 4 }, 'clone-suspected'],
  ['older connection', { connection: 3 }, 'clone-suspected'],
  ['older boot', { boot: 2, connection: 99 }, 'clone-suspected'],
  ['skew at the limit', { skewMs: -300_000 }, 'welcome'],
  ['skew one past it', { skewMs: 300_001 }, 'clock-skew'],
  ['no time at all', { skewMs: Number.NaN }, 'clock-skew'],
  ['unknown', { status: undefined, signatureFits: false }, 'unknown-device'],
  ['removed after revocation', { status: undefined, isIdRevoked: true, signatureFits: false }, 'revoked'],
  ['wrong signature comes before the status', { status: 'revoked', signatureFits: false }, 'bad-signature'],
  ['revoked', { status: 'revoked' }, 'revoked'],
  ['rejected', { status: 'rejected' }, 'rejected'],
  ['retired', { status: 'retired' }, 'revoked'],
  ['a key that was replaced', { signatureFits: false, expiredKey: 'replaced' }, 'bad-signature'],
  ['pending', { status: 'pending' }, 'pending'],
])('%s', (_name, facts, expected) => {
  const decision = decideHello({ ...good, ...facts });
  expect(decision.type === 'refuse' ? decision.refusal.reason : decision.type).toBe(expected);
});
