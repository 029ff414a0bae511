import type { Actor, DeviceService, EnrolmentTokenRecord } from '#fleet/domain/index.js';
import { digestOfSecret } from './proof.ts';
import type { RegistryContext } from './registry-context.ts';
import { failRegistry } from './registry-errors.ts';
import { checkActor, checkLabels, checkText, checkWhole, longestTokenMs, mostTokenUses } from './request-logic.ts';

/** Bytes of a secret before base64url. */
const secretBytes = 32;
/** Bytes of a token's identifier before hex. */
const identifierBytes = 5;

/** A new secret: 43 characters of base64url. The registry keeps only its digest. */
export function newSecret(randomBytes: (length: number) => Uint8Array): { readonly secret: string; readonly secretDigest: string } {
  const secret = Buffer.from(randomBytes(secretBytes)).toString('base64url');
  return { secret, secretDigest: digestOfSecret(secret) };
}

/** A new identifier that is not taken. */
export function newIdentifier(randomBytes: (length: number) => Uint8Array, isTaken: (id: string) => boolean): string {
  for (;;) {
    const id = Buffer.from(randomBytes(identifierBytes)).toString('hex');
    if (!isTaken(id)) return id;
  }
}

/** Tokens that let devices in. */
export class EnrolmentTokens {
  readonly #context: RegistryContext;

  constructor(context: RegistryContext) {
    this.#context = context;
  }

  async create(
    request: Parameters<DeviceService['createToken']>[0],
    by: Actor,
  ): Promise<{ readonly token: EnrolmentTokenRecord; readonly secret: string }> {
    checkActor(by);
    checkText('the title', request.title, 0, 200);
    checkWhole('the number of uses', request.uses, 1, mostTokenUses);
    checkWhole('the lifetime in ms', request.lifetimeMs, 1_000, longestTokenMs);
    checkWhole('the number of profiles', request.profiles.length, 0, 100);
    for (const profile of request.profiles) checkText('the name of a profile', profile, 1, 64);
    checkLabels(request.labels);
    const { serial, state, store, journal, clock, limits, randomBytes } = this.#context;
    return serial.run(async () => {
      if (state.enrolmentTokens.size >= limits.enrolmentTokens) {
        throw failRegistry('E1709', { message: `${state.enrolmentTokens.size} enrolment tokens, the limit is ${limits.enrolmentTokens}` });
      }
      const { secret, secretDigest } = newSecret(randomBytes);
      const nowMs = clock.wallMs();
      const token: EnrolmentTokenRecord = {
        id: newIdentifier(randomBytes, (id) => state.enrolmentTokens.has(id)),
        secretDigest,
        title: request.title,
        uses: request.uses,
        used: 0,
        expiresAtMs: nowMs + request.lifetimeMs,
        profiles: [...request.profiles],
        approve: request.approve,
        reprovision: request.reprovision ?? 'never',
        labels: { ...request.labels },
        createdAtMs: nowMs,
        createdBy: by.name,
        revoked: false,
      };
      const [revision] = await store.apply([{ type: 'put', kind: 'enrolmentToken', id: token.id, value: token, expectedRevision: 0 }]);
      state.enrolmentTokens.set(token.id, { value: token, revision: revision as number });
      journal.audit({
        actor: by.name,
        action: 'enrolment-token.create',
        subject: `enrolment-token:${token.id}`,
        reason: by.reason,
        detail: {
          uses: token.uses,
          expiresAtMs: token.expiresAtMs,
          approve: token.approve,
          reprovision: token.reprovision,
          profiles: token.profiles.join(','),
        },
      });
      return { token, secret };
    });
  }

  /** By the time they were made. */
  list(): EnrolmentTokenRecord[] {
    const tokens = [...this.#context.state.enrolmentTokens.values()].map(({ value }) => value);
    return tokens.sort((a, b) => a.createdAtMs - b.createdAtMs || (a.id < b.id ? -1 : 1));
  }

  /** A token that is revoked already stays so. */
  async revoke(id: string, by: Actor): Promise<EnrolmentTokenRecord> {
    checkActor(by);
    const { serial, state, store, journal } = this.#context;
    return serial.run(async () => {
      const held = state.enrolmentTokens.get(id);
      if (held === undefined) throw failRegistry('E1703', { message: `there is no enrolment token ${id.slice(0, 80)}` });
      if (held.value.revoked) return held.value;
      const value: EnrolmentTokenRecord = { ...held.value, revoked: true };
      const [revision] = await store.apply([{ type: 'put', kind: 'enrolmentToken', id, value, expectedRevision: held.revision }]);
      state.enrolmentTokens.set(id, { value, revision: revision as number });
      journal.audit({
        actor: by.name,
        action: 'enrolment-token.revoke',
        subject: `enrolment-token:${id}`,
        reason: by.reason,
        detail: { used: value.used, uses: value.uses },
      });
      return value;
    });
  }
}
