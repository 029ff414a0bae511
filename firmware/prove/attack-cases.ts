import { metadataCases } from './attack-metadata-cases.ts';
import { swapCases } from './attack-swap-cases.ts';
import { transferCases } from './attack-transfer-cases.ts';
import type { AttackCase } from './attack-types.ts';

/** All attacks that a device stands alone. */
export const deviceAttacks: readonly AttackCase[] = [...metadataCases, ...transferCases, ...swapCases];
