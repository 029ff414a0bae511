import type { ApiTokenRecord, Journal, Store } from '#fleet/domain/index.js';
import type { Clock } from '#proto/kit/index.js';
import { newIdentifier, newSecret } from './enrolment-tokens.ts';
import { checkText } from './request-logic.ts';

/** What an admin token is made with while no manager runs on the store. */
export interface AdminTokenParts {
  readonly store: Store;
  readonly journal: Journal;
  readonly clock: Clock;
  readonly randomBytes: (length: number) => Uint8Array;
}

/**
 * Makes one more admin token, for whoever lost the last one but has the data folder. No limit bears on it: it is the way back in. Those that are
 * there stay.
 * @throws E1708 for a reason that is too long, E16xx
 */
export async function makeAdminToken(
  { store, journal, clock, randomBytes }: AdminTokenParts,
  reason: string,
): Promise<{ readonly token: ApiTokenRecord; readonly secret: string }> {
  checkText('the reason', reason, 0, 1_000);
  const known = new Set((await store.list('apiToken')).map(({ id }) => id));
  const { secret, secretDigest } = newSecret(randomBytes);
  const id = newIdentifier(randomBytes, (text) => known.has(text));
  const token: ApiTokenRecord = { id, secretDigest, name: 'admin', role: 'admin', createdAtMs: clock.wallMs(), expiresAtMs: 0 };
  await store.apply([{ type: 'put', kind: 'apiToken', id, value: token, expectedRevision: 0 }]);
  journal.audit({
    actor: 'local',
    action: 'operator-token.reset',
    subject: `operator-token:${id}`,
    reason,
    detail: { name: token.name, role: token.role, expiresAtMs: 0 },
  });
  await journal.flush();
  return { token, secret };
}
