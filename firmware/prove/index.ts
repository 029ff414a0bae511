export type { AttackCase, AttackFinding, AttackId, AttackSetting } from './attack-types.ts';
export type { PowerCutOrder } from './power-cut-desk.ts';
export { type PowerCutReport, powerCutClaim, provePowerCut } from './power-cut-proof.ts';
export type { ProofPart, ProofProblem, ProofReport } from './proof.ts';
export { proofImages } from './proof-images.ts';
export { failProof as proofError, proveErrors } from './prove-errors.ts';
