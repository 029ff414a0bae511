export { deviceAttacks } from './attack-cases.ts';
export { type AttackCase, type AttackFinding, type AttackId, type AttackSetting, attackTitles } from './attack-types.ts';
export type { PowerCutOrder } from './power-cut-desk.ts';
export { type PowerCutReport, powerCutClaim, provePowerCut } from './power-cut-proof.ts';
export { ProofLedger, type ProofPart, type ProofProblem, type ProofReport } from './proof.ts';
export { proofImages } from './proof-images.ts';
export { failProof as proofError, proveErrors } from './prove-errors.ts';
