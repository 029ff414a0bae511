import type { AbsentCauseName, UpdateCauseName } from '#proto/frame/index.js';
import {
  type AssignmentAccepted,
  type DeviceFacts,
  heldSnapshot,
  heldTargets,
  type TrustCache,
  type TrustState,
  type TrustStep,
  trustLimits,
} from '#proto/trust/index.js';
import type { WantedPiece } from './piece-fetch.ts';
import type { TrustChecks } from './trust-checks.ts';

/** What an attempt may install: everything that was signed about it, checked. */
export interface CheckedImage {
  readonly accepted: AssignmentAccepted;
  readonly headerBytes: Uint8Array;
}

/** What comes after a piece: another one, the end of the checks, or a refusal. */
export type CheckStep =
  | { readonly type: 'want'; readonly wanted: WantedPiece }
  | { readonly type: 'checked'; readonly image: CheckedImage }
  | { readonly type: 'refused'; readonly cause: UpdateCauseName; readonly message: string };

/** What the checks need of the device. */
export interface CheckSurroundings {
  readonly checks: TrustChecks;
  readonly cache: TrustCache;
  /** As it was offered last: a fleet signs it anew with each offer, since it expires. */
  assignment(): Uint8Array;
  facts(): DeviceFacts;
  /** Keeps what is trusted from now on: a new root at once, the rest when the targets are taken. */
  keepTrust(state: TrustState): void;
}

/**
 * The checks of one attempt, in the order of docs/PROTOCOL.md "Trust": roots until there is no next one, timestamp, snapshot, targets, assignment,
 * header. What is held and still named is not fetched again, but checked again.
 */
export class UpdateChecks {
  readonly #around: CheckSurroundings;
  #state: TrustState | undefined;
  #roots = 0;
  #accepted: AssignmentAccepted | undefined;

  constructor(around: CheckSurroundings, state: TrustState | undefined) {
    this.#around = around;
    this.#state = state;
  }

  /** The first piece: the next root, or any root when none is pinned. */
  begin(): CheckStep {
    return want('root', this.#state === undefined ? 0 : this.#state.root.version + 1, trustLimits.rootBytes);
  }

  /** A piece came whole. */
  take({ piece }: WantedPiece, bytes: Uint8Array): CheckStep {
    const { cache, checks } = this.#around;
    const { nowMs } = this.#around.facts();
    if (piece === 'root') return this.#takeRoot(bytes);
    const state = this.#state;
    if (state === undefined) return refuse('unavailable', 'there is no root to check by');
    if (piece === 'timestamp') return this.#after(checks.takeTimestamp(state, bytes, nowMs, cache), () => this.#wantSnapshot());
    if (piece === 'snapshot') return this.#after(checks.takeSnapshot(state, bytes, nowMs, cache), () => this.#wantTargets());
    if (piece === 'targets') return this.#after(checks.takeTargets(state, bytes, nowMs, cache), () => this.#takeAssignment());
    return this.#takeHeader(bytes);
  }

  /** There is no such piece. */
  absent({ piece, version }: WantedPiece, cause: AbsentCauseName, message: string): CheckStep {
    const state = this.#state;
    if (piece === 'root' && cause === 'no-such-version' && state !== undefined && version === state.root.version + 1) {
      return this.#after(this.#around.checks.finishRoots(state, this.#around.facts().nowMs), () =>
        want('timestamp', 0, trustLimits.timestampBytes),
      );
    }
    return refuse(absentVerdict(cause), `${piece} ${version}: ${cause}${message === '' ? '' : `, ${message}`}`);
  }

  #takeRoot(bytes: Uint8Array): CheckStep {
    const { cache, checks, keepTrust } = this.#around;
    const state = this.#state;
    this.#roots += 1;
    if (this.#roots > trustLimits.rootsPerUpdate)
      return refuse('endless-data', `${this.#roots} roots came in one attempt, the limit is ${trustLimits.rootsPerUpdate}`);
    return this.#after(state === undefined ? checks.initialTrust(bytes, cache) : checks.takeRoot(state, bytes, cache), (next) => {
      keepTrust(next);
      return want('root', next.root.version + 1, trustLimits.rootBytes);
    });
  }

  #wantSnapshot(): CheckStep {
    const held = this.#state && heldSnapshot(this.#state);
    if (held !== undefined) return this.take({ piece: 'snapshot', version: 0, bytes: held.length, isExact: true }, held);
    const named = this.#state?.timestamp?.snapshot;
    return want('snapshot', named?.version ?? 0, named?.bytes ?? 0, trustLimits.snapshotBytes);
  }

  #wantTargets(): CheckStep {
    const held = this.#state && heldTargets(this.#state);
    if (held !== undefined) return this.take({ piece: 'targets', version: 0, bytes: held.length, isExact: true }, held);
    const named = this.#state?.snapshot?.targets;
    return want('targets', named?.version ?? 0, named?.bytes ?? 0, trustLimits.targetsBytes);
  }

  #takeAssignment(): CheckStep {
    const state = this.#state as TrustState;
    this.#around.keepTrust(state);
    const accepted = this.#around.checks.takeAssignment(state, this.#around.assignment(), this.#around.facts());
    if (accepted.type === 'refused') return accepted;
    this.#accepted = accepted;
    const { headerBytes } = accepted.target;
    return { type: 'want', wanted: { piece: 'header', version: 0, bytes: headerBytes, isExact: true } };
  }

  #takeHeader(bytes: Uint8Array): CheckStep {
    const accepted = this.#accepted;
    if (accepted === undefined) return refuse('extraneous-data', 'a header came before an assignment');
    const taken = this.#around.checks.takeHeader(accepted.target, bytes);
    if (taken.type === 'refused') return taken;
    return { type: 'checked', image: { accepted, headerBytes: bytes } };
  }

  #after(step: TrustStep, next: (state: TrustState) => CheckStep): CheckStep {
    if (step.type === 'refused') return step;
    this.#state = step.state;
    return next(step.state);
  }
}

/** What it means for an attempt that a piece is not there. */
export function absentVerdict(cause: AbsentCauseName): UpdateCauseName {
  if (cause === 'withdrawn') return 'withdrawn';
  return cause === 'not-assigned' ? 'not-assigned' : 'unavailable';
}

function want(piece: WantedPiece['piece'], version: number, bytes: number, limit = bytes): CheckStep {
  if (bytes > limit) return refuse('too-large', `${piece} ${version} is said to have ${bytes} bytes, the limit is ${limit}`);
  // Shorter than what names it is for its check to tell: it says that releases are mixed.
  return { type: 'want', wanted: { piece, version, bytes, isExact: false } };
}

function refuse(cause: UpdateCauseName, message: string): CheckStep {
  return { type: 'refused', cause, message };
}
