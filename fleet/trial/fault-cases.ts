import type { FaultCase } from './fault-case.ts';
import { deviceCases } from './fault-device-cases.ts';
import { flashCases } from './fault-flash-cases.ts';
import { fleetCases } from './fault-fleet-cases.ts';
import { linkCases } from './fault-link-cases.ts';
import { faultTitles } from './fault-setting.ts';

const order = Object.keys(faultTitles);

/** All kinds of all faults, in the order of the table. */
export const faultCases: readonly FaultCase[] = [...flashCases, ...linkCases, ...fleetCases, ...deviceCases].sort(
  (a, b) => order.indexOf(a.fault) - order.indexOf(b.fault),
);
