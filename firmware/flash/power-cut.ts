/** When the power goes: by a count of operations (1: at the next one) or by the time that the flash has worked from now on. */
export type CutPlan = { readonly operation: number; readonly kind: CutKind } | { readonly afterMs: number };

/** Before the operation, in the middle of it, or after it. */
export type CutKind = 'before' | 'torn' | 'after';

/** Thrown out of an operation when the power goes. Whoever runs a job of a flash on a device that may lose power catches it. */
export class PowerCut extends Error {
  override readonly name = 'PowerCut';
  readonly kind: CutKind;

  constructor(kind: CutKind) {
    super(`power cut ${kind} an operation`);
    this.kind = kind;
  }
}

/** One of each kind: a proof cuts a million times, and where it came from is no secret worth a stack each time. */
const cuts: Readonly<Record<CutKind, PowerCut>> = {
  before: new PowerCut('before'),
  torn: new PowerCut('torn'),
  after: new PowerCut('after'),
};

/** What to throw when the power goes. */
export function powerCut(kind: CutKind): PowerCut {
  return cuts[kind];
}
