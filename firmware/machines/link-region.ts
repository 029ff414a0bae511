import { closeCodes } from '#proto/link/index.js';
import { deviceSetup } from './device-setup.ts';

/** The connection to the fleet: dial, prove the identity, talk, come back. */
export const linkRegion = deviceSetup.createStateConfig({
  initial: 'disconnected',
  states: {
    disconnected: {
      description: 'No link is wanted: no power, or asleep.',
      entry: 'disarmLink',
      on: { 'duty.awake': { target: 'dialing' } },
    },
    waiting: {
      description: 'Backing off: full jitter, and never before the time that the fleet gave.',
      entry: 'backOff',
      exit: 'forgetRetryAfter',
      on: {
        'timer.link': { target: 'dialing' },
        'power.lost': { target: 'disconnected' },
        'duty.asleep': { target: 'disconnected' },
      },
    },
    dialing: {
      description: 'A link is being opened.',
      entry: 'dial',
      on: {
        'link.opened': { target: 'open' },
        'link.closed': {
          target: 'waiting',
          actions: {
            type: 'obeyRetryAfter',
            params: ({ event }) => ({ retryAfterMs: event.retryAfterMs ?? 0, heldMs: event.heldMs }),
          },
        },
        'timer.link': { target: 'waiting', actions: ['cutLink', { type: 'countFailure', params: { heldMs: 0 } }] },
        'power.lost': { target: 'disconnected', actions: 'cutLink' },
        'duty.asleep': { target: 'disconnected', actions: 'cutLink' },
      },
    },
    open: {
      description: 'The link is open.',
      initial: 'awaitingChallenge',
      on: {
        'link.closed': { target: 'waiting', actions: { type: 'countFailure', params: ({ event }) => ({ heldMs: event.heldMs }) } },
        'timer.link': { target: 'waiting', actions: ['cutLink', { type: 'countFailure', params: { heldMs: 0 } }] },
        'power.lost': { target: 'disconnected', actions: 'cutLink' },
        'device.reset': {
          target: 'disconnected',
          actions: { type: 'hangUp', params: { code: closeCodes.restarting, reason: 'restarting' } },
        },
        'duty.asleep': {
          target: 'disconnected',
          actions: { type: 'hangUp', params: { code: closeCodes.sleeping, reason: 'sleeping' } },
        },
        'frame.pending': {
          target: 'pending',
          actions: [
            { type: 'obeyRetryAfter', params: ({ event }) => ({ retryAfterMs: event.retryAfterMs, heldMs: 0 }) },
            { type: 'hangUp', params: { code: closeCodes.normal, reason: 'waiting for approval' } },
          ],
        },
        'frame.refusal': [
          {
            guard: { type: 'isForever', params: ({ event }) => ({ reason: event.reason, retryAfterMs: event.retryAfterMs }) },
            target: 'refused',
            actions: [
              { type: 'noteRefusal', params: ({ event }) => ({ reason: event.reason, message: event.message, isForever: true }) },
              { type: 'hangUp', params: { code: closeCodes.normal, reason: 'refused' } },
            ],
          },
          {
            guard: { type: 'isResync', params: ({ event }) => ({ reason: event.reason, retryAfterMs: event.retryAfterMs }) },
            target: 'waiting',
            actions: [
              { type: 'noteRefusal', params: ({ event }) => ({ reason: event.reason, message: event.message, isForever: false }) },
              { type: 'setClock', params: ({ event }) => ({ fleetTimeMs: event.fleetTimeMs }) },
              'rememberResync',
              { type: 'obeyRetryAfter', params: ({ event }) => ({ retryAfterMs: event.retryAfterMs, heldMs: event.heldMs }) },
              { type: 'hangUp', params: { code: closeCodes.normal, reason: 'setting the clock' } },
            ],
          },
          {
            target: 'waiting',
            actions: [
              { type: 'noteRefusal', params: ({ event }) => ({ reason: event.reason, message: event.message, isForever: false }) },
              { type: 'obeyRetryAfter', params: ({ event }) => ({ retryAfterMs: event.retryAfterMs, heldMs: event.heldMs }) },
              { type: 'hangUp', params: { code: closeCodes.normal, reason: 'refused' } },
            ],
          },
        ],
      },
      states: {
        awaitingChallenge: {
          description: 'The fleet speaks first.',
          entry: 'awaitAnswer',
          on: {
            'frame.challenge': [
              {
                guard: 'isEnrolled',
                target: 'greeting',
                actions: { type: 'sendHello', params: ({ event }) => ({ nonce: event.nonce }) },
              },
              { target: 'claiming', actions: { type: 'sendClaim', params: ({ event }) => ({ nonce: event.nonce }) } },
            ],
          },
        },
        claiming: {
          description: 'An identity was asked for with the enrolment token. A fresh challenge means that the claim was accepted.',
          entry: 'awaitAnswer',
          on: {
            'frame.challenge': {
              target: 'greeting',
              actions: ['rememberEnrolment', 'keepEnrolment', { type: 'sendHello', params: ({ event }) => ({ nonce: event.nonce }) }],
            },
          },
        },
        greeting: {
          description: 'The identity was shown and proved.',
          entry: 'awaitAnswer',
          on: {
            'frame.welcome': { target: 'welcomed' },
            'frame.challenge': {
              target: 'greeting',
              reenter: true,
              actions: { type: 'sendHello', params: ({ event }) => ({ nonce: event.nonce }) },
            },
          },
        },
        welcomed: {
          description: 'The session is on: telemetry flows, acknowledgements come back.',
          entry: ['disarmLink', 'forgetResync', 'openSession', 'announceSession'],
          exit: ['closeSession', 'announceNoSession'],
        },
      },
    },
    pending: {
      description: 'A person has to approve the unit; it asks again later.',
      entry: 'backOff',
      exit: 'forgetRetryAfter',
      on: {
        'timer.link': { target: 'dialing' },
        'power.lost': { target: 'disconnected' },
        'duty.asleep': { target: 'disconnected' },
      },
    },
    refused: {
      description: 'The fleet will never accept this: no more attempts until the next boot.',
      entry: 'disarmLink',
      on: { 'power.lost': { target: 'disconnected' } },
    },
  },
});
