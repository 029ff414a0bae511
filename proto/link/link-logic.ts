import { closeCodes, type LinkFault } from './link.ts';

/** Longest reason of a close frame, bytes of UTF-8. */
const reasonBytes = 123;
const encoder = new TextEncoder();

/** Cuts a reason to 123 bytes of UTF-8 at a character's border. */
export function clipReason(reason: string): string {
  if (reason.length * 3 <= reasonBytes) return reason;
  const { read } = encoder.encodeInto(reason, new Uint8Array(reasonBytes));
  return reason.slice(0, read);
}

/** A frame that comes in two pieces, in one: where it is not handed to a socket. */
export function wholeFrame(frame: Uint8Array, rest: Uint8Array | undefined): Uint8Array {
  return rest === undefined ? frame : Buffer.concat([frame, rest]);
}

/** The close code with which a driver answers a fault, and the reason that goes with it. */
export function closeOfFault(fault: LinkFault): { readonly code: number; readonly reason: string } {
  return faultCloses[fault];
}

/** The fault for which ws closes with a code of its own; undefined for none. */
export function faultOfCloseCode(code: number | undefined): LinkFault | undefined {
  if (code === closeCodes.frameTooLarge) return 'tooLarge';
  if (code === closeCodes.policyViolation) return 'tooManyFragments';
  return code === closeCodes.protocolError || code === closeCodes.invalidText ? 'protocol' : undefined;
}

const faultCloses = {
  tooLarge: { code: closeCodes.frameTooLarge, reason: 'the frame is too large' },
  tooManyFragments: { code: closeCodes.policyViolation, reason: 'the message has too many fragments' },
  notBinary: { code: closeCodes.frameNotBinary, reason: 'frames are binary' },
  protocol: { code: closeCodes.protocolError, reason: 'this is no WebSocket traffic' },
} as const;

/** Longest time in Retry-After that is believed, s. */
const longestRetrySeconds = 86_400;

/** What an HTTP refusal says about coming back, ms; undefined when it says nothing. Dates are not looked at: devices have bad clocks. */
export function retryAfterMsOf(status: number | undefined, retryAfter: string | undefined): number | undefined {
  if ((status !== 503 && status !== 429) || retryAfter === undefined || !/^\d{1,9}$/.test(retryAfter)) return undefined;
  return Math.min(Number(retryAfter), longestRetrySeconds) * 1_000;
}
