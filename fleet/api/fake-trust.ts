import type { TrustDesk, TrustStatus } from '#fleet/domain/index.js';

const status: TrustStatus = {
  isDevelopment: true,
  releases: 2,
  problem: '',
  roles: [
    {
      role: 'root',
      version: 1,
      expiresAtMs: Date.UTC(2027, 0, 1),
      threshold: 1,
      keys: [{ keyId: 'ab'.repeat(32), isHeldHere: true }],
      next: 'fleet key renew root',
    },
    { role: 'director', version: 0, expiresAtMs: 0, threshold: 1, keys: [{ keyId: 'cd'.repeat(32), isHeldHere: true }], next: '' },
  ],
};

/** A trust desk for tests of the API: it answers what it is asked, and remembers what it was told. */
export function fakeTrust(calls: string[] = []): TrustDesk {
  const say = async (text: string): Promise<TrustStatus> => {
    calls.push(text);
    return status;
  };
  return {
    isDevelopment: true,
    metadata: (role, version) => (version > 1 ? undefined : { version: 1, bytes: Buffer.from(`{"signed":{"_type":"${role}"}}`) }),
    targets: () => new Map(),
    proposeTargets: () => ({ version: 2, expiresMs: 0, bytes: Buffer.from('{}'), keyIds: [], threshold: 1, isDevelopment: true }),
    acceptTargets: async () => void calls.push('acceptTargets'),
    assign: () => Buffer.from('{}'),
    status: () => status,
    onlineKeys: (roles) => roles.map((role) => ({ role, keyId: 'ef'.repeat(32), publicHex: '01'.repeat(32) })),
    install: (root, targets, by) => say(`install ${root.length} ${targets?.length ?? 0} by ${by.name}: ${by.reason}`),
    rotate: (role, by) => say(`rotate ${role} by ${by.name}: ${by.reason}`),
    renew: (role, by) => say(`renew ${role} by ${by.name}: ${by.reason}`),
  };
}
