import type { ClaimOutcome, HelloOutcome, Refusal } from '#fleet/domain/index.js';
import type { DeviceFrame, InvalidFrame, TelemetryFrame } from '#proto/frame/index.js';
import { closeCodes } from '#proto/link/index.js';

/**
 * The life of one unit on one channel, as a pure step. It decides what follows from what; the runner does it. Readings and events of a
 * welcomed unit do not come here: they take the short way of the intake.
 */
export type SessionState =
  /** Nothing was said yet. */
  | 'opening'
  /** Challenge sent: Claim or Hello must come in time. */
  | 'challenged'
  /** The registry looks at a claim; the unit has to wait. */
  | 'claiming'
  /** The registry looks at a Hello. */
  | 'greeting'
  | 'welcomed'
  /** Over: nothing is answered any more. */
  | 'closed';

/** Types of frames as they come out of the decoder. */
export type FrameType = DeviceFrame['type'] | TelemetryFrame['type'] | InvalidFrame['type'];

export type SessionEvent =
  | { readonly type: 'admitted' }
  | { readonly type: 'frame'; readonly frame: FrameType; readonly channel: number }
  | { readonly type: 'claim.answered'; readonly outcome: ClaimOutcome }
  | { readonly type: 'hello.answered'; readonly outcome: HelloOutcome }
  | { readonly type: 'timer.answer'; readonly limitMs: number }
  | { readonly type: 'timer.silent'; readonly silentMs: number; readonly limitMs: number }
  /** A limit or rule that the session does not know of: overload, rate, superseded, stopping, broken frame. */
  | { readonly type: 'rule.broken'; readonly refusal: Refusal }
  | { readonly type: 'link.closed' };

export type SessionEffect =
  | { readonly type: 'sendChallenge' }
  | { readonly type: 'askClaim' }
  | { readonly type: 'askHello' }
  | { readonly type: 'welcome'; readonly outcome: Extract<HelloOutcome, { type: 'welcome' }> }
  | { readonly type: 'sendPending'; readonly retryAfterMs: number }
  /** Send a Refusal and count it. */
  | { readonly type: 'refuse'; readonly refusal: Refusal }
  /** Take the unit out of all books. */
  | { readonly type: 'forget' }
  /** Close the link on channel 0, free any other channel. */
  | { readonly type: 'end'; readonly code: number; readonly reason: string }
  /** The answer to a heartbeat: a device hears that the line is alive, and sets its clock. */
  | { readonly type: 'sendTime' }
  | {
      readonly type:
        | 'heartbeat'
        | 'sleep'
        | 'commandResult'
        | 'configurationReport'
        | 'profileDefinition'
        | 'pieceRequest'
        | 'updateReport';
    };

export interface SessionStep {
  readonly state: SessionState;
  readonly effects: readonly SessionEffect[];
}

const nothing: readonly SessionEffect[] = [];
const challenge: SessionStep = { state: 'challenged', effects: [{ type: 'sendChallenge' }] };
const askClaim: SessionStep = { state: 'claiming', effects: [{ type: 'askClaim' }] };
const askHello: SessionStep = { state: 'greeting', effects: [{ type: 'askHello' }] };
const closed: SessionStep = { state: 'closed', effects: nothing };
const takes = {
  heartbeat: { state: 'welcomed', effects: [{ type: 'heartbeat' }, { type: 'sendTime' }] },
  sleep: { state: 'welcomed', effects: [{ type: 'sleep' }] },
  commandResult: { state: 'welcomed', effects: [{ type: 'commandResult' }] },
  configurationReport: { state: 'welcomed', effects: [{ type: 'configurationReport' }] },
  profileDefinition: { state: 'welcomed', effects: [{ type: 'profileDefinition' }] },
  pieceRequest: { state: 'welcomed', effects: [{ type: 'pieceRequest' }] },
  updateReport: { state: 'welcomed', effects: [{ type: 'updateReport' }] },
} as const satisfies Readonly<Record<string, SessionStep>>;

/** What follows from an event in a state. */
export function sessionStep(state: SessionState, event: SessionEvent): SessionStep {
  if (state === 'closed') return closed;
  switch (event.type) {
    case 'admitted':
      return state === 'opening' ? challenge : stay(state);
    case 'frame':
      return stepFrame(state, event.frame, event.channel);
    case 'claim.answered':
      return state === 'claiming' ? stepClaimAnswered(event.outcome) : stay(state);
    case 'hello.answered':
      return state === 'greeting' ? stepHelloAnswered(event.outcome) : stay(state);
    case 'timer.answer':
      if (state !== 'challenged') return stay(state);
      return refuse('answer-timeout', `no Claim or Hello came within ${event.limitMs} ms of the Challenge`, 1_000);
    case 'timer.silent':
      if (state !== 'welcomed') return stay(state);
      return refuse('silent', `nothing was heard for ${Math.round(event.silentMs)} ms, the limit is ${event.limitMs} ms`, 1_000);
    case 'rule.broken':
      return refused(event.refusal);
    case 'link.closed':
      return { state: 'closed', effects: [{ type: 'forget' }] };
  }
}

function stepFrame(state: Exclude<SessionState, 'closed'>, frame: FrameType, channel: number): SessionStep {
  if (frame === 'unknown') return stay(state);
  if (frame === 'attach')
    return refuse('channel-invalid', channel === 0 ? 'channel 0 is the device itself' : `channel ${channel} is in use`, 0);
  if (frame === 'detach') {
    if (channel === 0) return refuse('channel-invalid', 'channel 0 is the device itself: it closes its socket', 0);
    return { state: 'closed', effects: [{ type: 'forget' }, { type: 'end', code: closeCodes.normal, reason: 'detached' }] };
  }
  if (frame === 'claim' || frame === 'hello') {
    if (state === 'challenged') return frame === 'claim' ? askClaim : askHello;
    return refuse('bad-signature', `no Challenge is open: a nonce is good for one answer, and this unit is ${state}`, 0);
  }
  if (state !== 'welcomed') return refuse('not-welcomed', `a ${frame} frame came while the unit is ${state}; Welcome must come first`, 0);
  if (frame === 'telemetry' || frame === 'event' || frame === 'invalid') return stay(state);
  return takes[frame];
}

function stepClaimAnswered(outcome: ClaimOutcome): SessionStep {
  if (outcome.type === 'accepted') return challenge;
  return outcome.type === 'pending' ? pending(outcome.retryAfterMs) : refused(outcome.refusal);
}

function stepHelloAnswered(outcome: HelloOutcome): SessionStep {
  if (outcome.type === 'welcome') return { state: 'welcomed', effects: [{ type: 'welcome', outcome }] };
  return outcome.type === 'pending' ? pending(outcome.retryAfterMs) : refused(outcome.refusal);
}

function pending(retryAfterMs: number): SessionStep {
  const end: SessionEffect = { type: 'end', code: closeCodes.normal, reason: 'waiting for approval' };
  return { state: 'closed', effects: [{ type: 'sendPending', retryAfterMs }, { type: 'forget' }, end] };
}

function refuse(reason: Refusal['reason'], message: string, retryAfterMs: number): SessionStep {
  return refused({ reason, message, retryAfterMs });
}

/** Every refusal ends the session: the Refusal goes out, the unit out of the books, then the link or channel ends. */
function refused(refusal: Refusal): SessionStep {
  const end: SessionEffect = { type: 'end', code: closeCodes.refused, reason: refusal.reason };
  return { state: 'closed', effects: [{ type: 'refuse', refusal }, { type: 'forget' }, end] };
}

function stay(state: SessionState): SessionStep {
  return { state, effects: nothing };
}
