import { assign, or, raise, setup, stateIn } from 'xstate';
import { attemptAfterSession, refusalVerdict } from '#firmware/logic/index.js';
import type { ResetReasonName } from '#proto/frame/index.js';
import type { ReconnectPlan } from '#proto/profile/index.js';
import type { BootEffect, BootEvent, UpdateEffect, UpdateEvent } from './update-vocabulary.ts';

/** What the device machine hears. `timer.*` come from deadlines that its effects armed. */
export type DeviceMachineEvent =
  | { readonly type: 'power.on' }
  | { readonly type: 'power.off' }
  /** The supply broke down: off until power.on. */
  | { readonly type: 'power.brownout' }
  /** Restart in good order, with a goodbye to the fleet. */
  | { readonly type: 'device.reset'; readonly reason: ResetReasonName }
  /** The application crashed or hangs: nothing runs until the watchdog or the panic handler resets after afterMs. */
  | { readonly type: 'application.failed'; readonly reason: ResetReasonName; readonly afterMs: number }
  | { readonly type: 'timer.power' }
  | { readonly type: 'timer.link' }
  | { readonly type: 'timer.duty' }
  /** The application has something that can't wait for the next waking. */
  | { readonly type: 'application.wake' }
  /** Raised by the power region. */
  | { readonly type: 'power.ready' }
  | { readonly type: 'power.lost' }
  /** Raised by the duty region. */
  | { readonly type: 'duty.awake' }
  | { readonly type: 'duty.asleep' }
  | { readonly type: 'link.opened' }
  /** heldMs: how long the session was welcomed, 0 when it never was. retryAfterMs: what a dial that was refused for want of room was told. */
  | { readonly type: 'link.closed'; readonly heldMs: number; readonly retryAfterMs?: number | undefined }
  | { readonly type: 'frame.challenge'; readonly nonce: Uint8Array }
  | { readonly type: 'frame.welcome' }
  | { readonly type: 'frame.pending'; readonly retryAfterMs: number }
  | {
      readonly type: 'frame.refusal';
      readonly reason: string;
      readonly message: string;
      readonly retryAfterMs: number;
      readonly fleetTimeMs: number;
      /** As in link.closed. */
      readonly heldMs: number;
    }
  /** The store holds nothing that is not acknowledged. */
  | { readonly type: 'outbox.drained' }
  | BootEvent
  | UpdateEvent;

/** What the device machine wants done: data for the effect runner of firmware/device. */
export type DeviceEffect =
  /** Counts the boot in flash and arms timer.power: a part of the profile's bootMs. */
  | { readonly type: 'boot'; readonly reason: ResetReasonName }
  /** Arms timer.power. */
  | { readonly type: 'awaitReset'; readonly afterMs: number }
  | { readonly type: 'disarmPower' }
  | { readonly type: 'startApplication' }
  | { readonly type: 'haltApplication' }
  /** Opens a link, and arms timer.link for the case that nothing comes of it. */
  | { readonly type: 'dial' }
  /** Arms timer.link by backoffDelayMs. */
  | { readonly type: 'backOff'; readonly attempt: number; readonly floorMs: number }
  /** Arms timer.link: how long the fleet may take to answer. */
  | { readonly type: 'awaitAnswer' }
  | { readonly type: 'disarmLink' }
  | { readonly type: 'sendClaim'; readonly nonce: Uint8Array }
  | { readonly type: 'sendHello'; readonly nonce: Uint8Array }
  /** The claim was accepted: remembered in flash. */
  | { readonly type: 'keepEnrolment' }
  /** Sends what is stored, then what is made. */
  | { readonly type: 'openSession' }
  | { readonly type: 'closeSession' }
  /** Closes the link with a goodbye; nothing when there is none. */
  | { readonly type: 'hangUp'; readonly code: number; readonly reason: string }
  /** Cuts the link without a goodbye; nothing when there is none. */
  | { readonly type: 'cutLink' }
  | { readonly type: 'setClock'; readonly fleetTimeMs: number }
  | { readonly type: 'noteRefusal'; readonly reason: string; readonly message: string; readonly isForever: boolean }
  /** A waking begins: arms timer.duty for its end when the unit is a sleeper. An early one leaves the beat of the wake-up plan alone. */
  | { readonly type: 'planWaking'; readonly isEarly: boolean }
  /** Arms timer.duty for the end of waiting; answers outbox.drained as soon as nothing waits. */
  | { readonly type: 'awaitDrain' }
  /** Announces the sleep to the fleet and arms timer.duty for the next waking. */
  | { readonly type: 'planSleep' }
  | { readonly type: 'disarmDuty' }
  /** Extends the waking of a sleeper that is in the middle of an update: arms timer.duty again. */
  | { readonly type: 'stayAwake' }
  | BootEffect
  | UpdateEffect;

/** Hears of the effects of a step, in order. */
export interface EffectRunner {
  perform(effect: DeviceEffect): void;
}

/** What a device is made with. */
export interface DeviceMachineInput {
  readonly runner: EffectRunner;
  readonly reconnect: ReconnectPlan;
  /** False when it has to claim an identity first: it has a token and was never accepted. */
  readonly isEnrolled: boolean;
}

/** Memory of the device machine: what decisions depend on, and no more. */
export interface DeviceMachineContext extends DeviceMachineInput {
  /** Failed attempts to connect since the last stable session. */
  readonly attempt: number;
  /** The fleet's retryAfter for the wait that begins, ms; 0 when it gave none. */
  readonly floorMs: number;
  /** The clock was set after a refusal for skew, and no welcome came since. */
  readonly isResynced: boolean;
  /** Why the next boot happens. */
  readonly resetReason: ResetReasonName;
}

type Args = { context: DeviceMachineContext };

/** The vocabulary of all regions of the device machine. */
export const deviceSetup = setup({
  types: {
    context: {} as DeviceMachineContext,
    events: {} as DeviceMachineEvent,
    input: {} as DeviceMachineInput,
  },
  actions: {
    boot: ({ context }: Args, params: { reason: ResetReasonName }) => context.runner.perform({ type: 'boot', reason: params.reason }),
    awaitReset: ({ context }: Args, params: { afterMs: number }) => context.runner.perform({ type: 'awaitReset', afterMs: params.afterMs }),
    disarmPower: ({ context }: Args) => context.runner.perform({ type: 'disarmPower' }),
    startApplication: ({ context }: Args) => context.runner.perform({ type: 'startApplication' }),
    haltApplication: ({ context }: Args) => context.runner.perform({ type: 'haltApplication' }),
    dial: ({ context }: Args) => context.runner.perform({ type: 'dial' }),
    backOff: ({ context }: Args) => context.runner.perform({ type: 'backOff', attempt: context.attempt, floorMs: context.floorMs }),
    awaitAnswer: ({ context }: Args) => context.runner.perform({ type: 'awaitAnswer' }),
    disarmLink: ({ context }: Args) => context.runner.perform({ type: 'disarmLink' }),
    sendClaim: ({ context }: Args, params: { nonce: Uint8Array }) => context.runner.perform({ type: 'sendClaim', nonce: params.nonce }),
    sendHello: ({ context }: Args, params: { nonce: Uint8Array }) => context.runner.perform({ type: 'sendHello', nonce: params.nonce }),
    keepEnrolment: ({ context }: Args) => context.runner.perform({ type: 'keepEnrolment' }),
    openSession: ({ context }: Args) => context.runner.perform({ type: 'openSession' }),
    closeSession: ({ context }: Args) => context.runner.perform({ type: 'closeSession' }),
    hangUp: ({ context }: Args, params: { code: number; reason: string }) =>
      context.runner.perform({ type: 'hangUp', code: params.code, reason: params.reason }),
    cutLink: ({ context }: Args) => context.runner.perform({ type: 'cutLink' }),
    setClock: ({ context }: Args, params: { fleetTimeMs: number }) =>
      context.runner.perform({ type: 'setClock', fleetTimeMs: params.fleetTimeMs }),
    noteRefusal: ({ context }: Args, params: { reason: string; message: string; isForever: boolean }) =>
      context.runner.perform({ type: 'noteRefusal', reason: params.reason, message: params.message, isForever: params.isForever }),
    planWaking: ({ context, event }: Args & { readonly event: DeviceMachineEvent }) =>
      context.runner.perform({ type: 'planWaking', isEarly: event.type === 'application.wake' }),
    awaitDrain: ({ context }: Args) => context.runner.perform({ type: 'awaitDrain' }),
    planSleep: ({ context }: Args) => context.runner.perform({ type: 'planSleep' }),
    disarmDuty: ({ context }: Args) => context.runner.perform({ type: 'disarmDuty' }),
    stayAwake: ({ context }: Args) => context.runner.perform({ type: 'stayAwake' }),
    verifyImage: ({ context }: Args) => context.runner.perform({ type: 'verifyImage' }),
    startImage: ({ context }: Args) => context.runner.perform({ type: 'startImage' }),
    startRecovery: ({ context }: Args) => context.runner.perform({ type: 'startRecovery' }),
    disarmUpdate: ({ context }: Args) => context.runner.perform({ type: 'disarmUpdate' }),
    resumeUpdate: ({ context }: Args) => context.runner.perform({ type: 'resumeUpdate' }),
    askPiece: ({ context }: Args) => context.runner.perform({ type: 'askPiece' }),
    noteSilence: ({ context }: Args) => context.runner.perform({ type: 'noteSilence' }),
    pauseUpdate: ({ context }: Args) => context.runner.perform({ type: 'pauseUpdate' }),
    cancelAttempt: ({ context }: Args) => context.runner.perform({ type: 'cancelAttempt' }),
    installImage: ({ context }: Args) => context.runner.perform({ type: 'installImage' }),
    restartIntoImage: ({ context }: Args) => context.runner.perform({ type: 'restartIntoImage' }),
    beginTrial: ({ context }: Args) => context.runner.perform({ type: 'beginTrial' }),
    confirmImage: ({ context }: Args) => context.runner.perform({ type: 'confirmImage' }),
    revertImage: ({ context }: Args) => context.runner.perform({ type: 'revertImage' }),
    announceReady: raise({ type: 'power.ready' }),
    announceLost: raise({ type: 'power.lost' }),
    announceAwake: raise({ type: 'duty.awake' }),
    announceAsleep: raise({ type: 'duty.asleep' }),
    announceSession: raise({ type: 'session.opened' }),
    announceNoSession: raise({ type: 'session.closed' }),
    countFailure: assign(({ context }, params: { heldMs: number }) => ({
      attempt: attemptAfterSession(context.reconnect, context.attempt, params.heldMs),
      floorMs: 0,
    })),
    /** What the fleet asked to wait for is no failed attempt; what it gave no time for is. */
    obeyRetryAfter: assign(({ context }, params: { retryAfterMs: number; heldMs: number }) => {
      const attempt = attemptAfterSession(context.reconnect, context.attempt, params.heldMs);
      return { floorMs: params.retryAfterMs, attempt: params.retryAfterMs > 0 ? Math.max(0, attempt - 1) : attempt };
    }),
    /** It was waited for: kept on, it would set apart devices that stand alike. */
    forgetRetryAfter: assign({ floorMs: 0 }),
    rememberReset: assign((_, params: { reason: ResetReasonName }) => ({ resetReason: params.reason })),
    rememberResync: assign({ isResynced: true }),
    forgetResync: assign({ isResynced: false }),
    rememberEnrolment: assign({ isEnrolled: true }),
  },
  guards: {
    isEnrolled: ({ context }) => context.isEnrolled,
    isForever: ({ context }, params: { reason: string; retryAfterMs: number }) =>
      refusalVerdict(params.reason, params.retryAfterMs, context.isResynced) === 'forever',
    isResync: ({ context }, params: { reason: string; retryAfterMs: number }) =>
      refusalVerdict(params.reason, params.retryAfterMs, context.isResynced) === 'resync',
    /** An application that crashes as it starts is gone before its image could be said to be on trial. */
    isPowered: or([stateIn({ power: 'running' }), stateIn({ power: 'recovery' })]),
    isWelcomed: stateIn({ link: { open: 'welcomed' } }),
    /** In the middle of an update: a sleeper that slept now would come back to the same piece at its next waking, and pay for the radio twice. */
    isUpdating: or([
      stateIn({ update: { checking: 'asking' } }),
      stateIn({ update: { downloading: 'asking' } }),
      stateIn({ update: 'installing' }),
      stateIn({ update: 'unconfirmed' }),
    ]),
  },
});
