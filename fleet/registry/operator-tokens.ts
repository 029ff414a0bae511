import type { Actor, ApiTokenRecord, OperatorTokens, Role } from '#fleet/domain/index.js';
import { newIdentifier, newSecret } from './enrolment-tokens.ts';
import { digestOfSecret } from './proof.ts';
import type { RegistryContext } from './registry-context.ts';
import { failRegistry } from './registry-errors.ts';
import { checkActor, checkText, checkWhole, longestTokenMs } from './request-logic.ts';

/** Longest secret that is worth a digest, characters. */
const longestSecret = 200;

/** Bearer tokens of the API. Only digests are kept, so the map by digest needs no comparison in constant time. */
export class OperatorTokenBook implements OperatorTokens {
  readonly #context: RegistryContext;
  readonly #byDigest = new Map<string, ApiTokenRecord>();

  constructor(context: RegistryContext) {
    this.#context = context;
  }

  /** After the state was loaded. */
  start(): void {
    for (const { value } of this.#context.state.operatorTokens.values()) this.#byDigest.set(value.secretDigest, value);
  }

  authenticate(secret: string): ApiTokenRecord | undefined {
    if (secret.length > longestSecret) return undefined;
    const token = this.#byDigest.get(digestOfSecret(secret));
    return token === undefined || this.#isExpired(token) ? undefined : token;
  }

  async create(
    request: { readonly name: string; readonly role: Role; readonly lifetimeMs: number },
    by: Actor,
  ): Promise<{ readonly token: ApiTokenRecord; readonly secret: string }> {
    checkActor(by);
    checkText('the name', request.name, 1, 64);
    if (request.lifetimeMs !== 0) checkWhole('the lifetime in ms', request.lifetimeMs, 1_000, longestTokenMs);
    return this.#context.serial.run(() => this.#create(request, by));
  }

  list(): ApiTokenRecord[] {
    const tokens = [...this.#context.state.operatorTokens.values()].map(({ value }) => value);
    return tokens.sort((a, b) => a.createdAtMs - b.createdAtMs || (a.id < b.id ? -1 : 1));
  }

  async revoke(id: string, by: Actor): Promise<void> {
    checkActor(by);
    const { serial, state, store, journal } = this.#context;
    await serial.run(async () => {
      const held = state.operatorTokens.get(id);
      if (held === undefined) throw failRegistry('E1704', { message: `there is no operator token ${id.slice(0, 80)}` });
      if (held.value.role === 'admin' && !this.list().some((other) => other.id !== id && this.#isAdmin(other))) {
        throw failRegistry('E1711', { message: `${id} (${held.value.name}) is the only admin token that is valid` });
      }
      await store.apply([{ type: 'delete', kind: 'apiToken', id, expectedRevision: held.revision }]);
      state.operatorTokens.delete(id);
      this.#byDigest.delete(held.value.secretDigest);
      const detail = { name: held.value.name, role: held.value.role };
      journal.audit({ actor: by.name, action: 'operator-token.revoke', subject: `operator-token:${id}`, reason: by.reason, detail });
    });
  }

  /** The first admin token, when no valid one is there. The secret is not kept. */
  async bootstrap(): Promise<{ readonly secret: string } | undefined> {
    return this.#context.serial.run(async () => {
      if (this.list().some((token) => this.#isAdmin(token))) return undefined;
      const by: Actor = { name: 'system', role: 'admin', reason: 'the first admin token of a manager that had none' };
      const { secret } = await this.#create({ name: 'admin', role: 'admin', lifetimeMs: 0 }, by);
      return { secret };
    });
  }

  /** Holds the Serial. */
  async #create(request: { readonly name: string; readonly role: Role; readonly lifetimeMs: number }, by: Actor) {
    const { state, store, journal, clock, limits, randomBytes } = this.#context;
    if (state.operatorTokens.size >= limits.operatorTokens) {
      throw failRegistry('E1709', { message: `${state.operatorTokens.size} operator tokens, the limit is ${limits.operatorTokens}` });
    }
    const { secret, secretDigest } = newSecret(randomBytes);
    const nowMs = clock.wallMs();
    const token: ApiTokenRecord = {
      id: newIdentifier(randomBytes, (id) => state.operatorTokens.has(id)),
      secretDigest,
      name: request.name,
      role: request.role,
      createdAtMs: nowMs,
      expiresAtMs: request.lifetimeMs === 0 ? 0 : nowMs + request.lifetimeMs,
    };
    const [revision] = await store.apply([{ type: 'put', kind: 'apiToken', id: token.id, value: token, expectedRevision: 0 }]);
    state.operatorTokens.set(token.id, { value: token, revision: revision as number });
    this.#byDigest.set(secretDigest, token);
    journal.audit({
      actor: by.name,
      action: 'operator-token.create',
      subject: `operator-token:${token.id}`,
      reason: by.reason,
      detail: { name: token.name, role: token.role, expiresAtMs: token.expiresAtMs },
    });
    return { token, secret };
  }

  #isAdmin(token: ApiTokenRecord): boolean {
    return token.role === 'admin' && !this.#isExpired(token);
  }

  #isExpired(token: ApiTokenRecord): boolean {
    return token.expiresAtMs !== 0 && this.#context.clock.wallMs() > token.expiresAtMs;
  }
}
