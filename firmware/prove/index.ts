export type { AttackCase, AttackFinding, AttackId, AttackSetting } from './attack-types.ts';
