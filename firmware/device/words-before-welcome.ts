import type { DeviceMachineEvent } from '#firmware/machines/index.js';
import { type FleetFrame, refusalReasons } from '#proto/frame/index.js';
import type { Body, ConnectionOwner } from './connection-owner.ts';

const noBytes = new Uint8Array(0);

/** What a frame before the welcome means for the machine; undefined when it has no meaning there. What is unknown was counted by the decoder. */
export function eventBeforeWelcome(owner: ConnectionOwner, frame: FleetFrame): DeviceMachineEvent | undefined {
  switch (frame.type) {
    case 'challenge':
      return { type: 'frame.challenge', nonce: frame.body.nonce ?? noBytes };
    case 'welcome':
      return { type: 'frame.welcome' };
    case 'pending':
      owner.options.environment.counters.pending += 1;
      owner.tell('pending', '');
      return { type: 'frame.pending', retryAfterMs: frame.body.retryAfterMs ?? 0 };
    case 'refusal':
      return refusalEvent(frame.body, 0);
    default:
      return undefined;
  }
}

/** A refusal for the machine. @param heldMs how long the session was welcomed, 0 when it never was */
export function refusalEvent(body: Body<'refusal'>, heldMs: number): DeviceMachineEvent {
  return {
    type: 'frame.refusal',
    reason: refusalReasons.nameOf(body.code) ?? `code-${body.code ?? 0}`,
    message: body.message ?? '',
    retryAfterMs: body.retryAfterMs ?? 0,
    fleetTimeMs: body.fleetTimeMs ?? 0,
    heldMs,
  };
}
