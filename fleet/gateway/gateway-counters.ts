import type { GatewayCounters } from '#fleet/domain/index.js';
import { type RefusalReason, refusalReasons } from '#proto/frame/index.js';

/** The counters as the gateway moves them. */
export type MovingCounters = {
  -readonly [Name in keyof GatewayCounters]: Name extends 'refused' ? Record<RefusalReason, number> : number;
};

/** All at 0, every reason of a refusal included: a metric that is not there can't be watched. */
export function createCounters(): MovingCounters {
  const refused = {} as Record<RefusalReason, number>;
  for (const reason of refusalReasons.names) refused[reason] = 0;
  return {
    connections: 0,
    sessions: 0,
    accepted: 0,
    refused,
    framesReceived: 0,
    framesSent: 0,
    bytesReceived: 0,
    bytesSent: 0,
    duplicates: 0,
    rejected: 0,
    unknownFrames: 0,
    unknownFields: 0,
    throttled: 0,
  };
}
