import { createHash } from 'node:crypto';
import type { TrustCause, TrustRefusal } from './trust-state.ts';

/** Carries a refusal out of nested checks; never leaves this folder. */
export class RefusalError extends Error {
  override readonly name = 'RefusalError';
  readonly reason: TrustCause;

  constructor(reason: TrustCause, message: string) {
    super(message);
    this.reason = reason;
  }
}

/** Refuses unless it holds. */
export function demand(holds: boolean, reason: TrustCause, message: string): asserts holds {
  if (!holds) throw new RefusalError(reason, message);
}

/** Gives what the checks give, or their refusal. Other errors are bugs and go on. */
export function refusing<Result>(checks: () => Result): Result | TrustRefusal {
  try {
    return checks();
  } catch (error) {
    if (!(error instanceof RefusalError)) throw error;
    return { type: 'refused', cause: error.reason, message: error.message.slice(0, 500) };
  }
}

/** SHA-256, hex. */
export function digestOf(bytes: Uint8Array): string {
  return createHash('sha256').update(bytes).digest('hex');
}
