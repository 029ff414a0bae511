import {
  finishRoots,
  initialTrust,
  takeAssignment,
  takeHeader,
  takeRoot,
  takeSnapshot,
  takeTargets,
  takeTimestamp,
} from '#proto/trust/index.js';

/** The checks of trust that an update asks for, in their order. An object, so that a proof can show that it notices when one of them lets pass. */
export const trustChecks = { initialTrust, takeRoot, finishRoots, takeTimestamp, takeSnapshot, takeTargets, takeAssignment, takeHeader };

/** Checks of this shape. */
export type TrustChecks = Readonly<typeof trustChecks>;
