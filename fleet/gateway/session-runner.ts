import type { ClaimRequest, HelloOutcome, HelloRequest, Refusal, UpdateFrame } from '#fleet/domain/index.js';
import {
  commandOutcomes,
  type DeviceFrame,
  encodeAcknowledge,
  encodeFleetFrame,
  encodePartHead,
  type FleetFrame,
  linkKinds,
  refusalCodeOf,
  resetReasons,
  supplies,
} from '#proto/frame/index.js';
import type { SettingValue } from '#proto/profile/index.js';
import { CommandDesk } from './command-desk.ts';
import type { GatewayContext } from './gateway-context.ts';
import { ProfileDesk } from './profile-desk.ts';
import type { Session } from './session.ts';
import { type SessionEffect, type SessionEvent, type SessionState, sessionStep } from './session-logic.ts';
import { takePieceRequest, takeUpdateReport } from './update-frames.ts';
import { fromWire, toWire } from './wire-values.ts';

/** Bytes of a nonce. */
const nonceBytes = 32;

type FrameOf<Type extends DeviceFrame['type']> = Extract<DeviceFrame, { type: Type }>;

/** Steps sessions and carries out what follows. All that a unit ever causes outside of the intake is done here. */
export class SessionRunner {
  readonly commands: CommandDesk;
  readonly #context: GatewayContext;
  readonly #profiles: ProfileDesk;
  /** Calls back when a session armed an earlier deadline. */
  readonly #arm: (session: Session, dueMs: number) => void;

  constructor(context: GatewayContext, arm: (session: Session, dueMs: number) => void) {
    this.#context = context;
    this.#arm = arm;
    this.#profiles = new ProfileDesk(context);
    this.commands = new CommandDesk(context.clock, context.randomBytes, context.limits.openCommands, (session, bytes) =>
      this.send(session, bytes),
    );
  }

  /** One step. The frame, when the event is one, is there for the effects. */
  step(session: Session, event: SessionEvent, frame?: DeviceFrame): void {
    const before = session.state;
    const { state, effects } = sessionStep(before, event);
    session.state = state;
    const { admission } = this.#context;
    if (isHandshake(before) !== isHandshake(state)) admission.open += isHandshake(state) ? 1 : -1;
    for (const effect of effects) this.#run(session, effect, frame);
  }

  /** Ends a session by a rule that it does not know of. */
  refuse(session: Session, refusal: Refusal): void {
    if (session.state === 'closed') return;
    if (session.deviceId !== '') {
      const { deviceId, gatewayId, connection } = session;
      this.#context.directory.noteRefused(deviceId, { remote: connection.link.remote, gatewayId }, refusal);
    }
    this.step(session, { type: 'rule.broken', refusal });
  }

  /**
   * Sends bytes, and refuses who does not read what waits for it.
   * @param keptFor whose frame it is for those who look at frames
   * @param rest bytes of the same frame behind these: they are not kept for those who look at frames
   */
  send(session: Session, bytes: Uint8Array, keptFor: Session = session, rest?: Uint8Array): void {
    const { counters, frames, limits } = this.#context;
    const restBytes = rest?.length ?? 0;
    frames.note(keptFor, true, bytes, restBytes);
    const { link } = session.connection;
    counters.framesSent += 1;
    counters.bytesSent += bytes.length + restBytes;
    link.send(bytes, rest);
    const owner = session.connection.session;
    const { queuedBytes } = link;
    if (queuedBytes <= limits.queuedBytes || owner.state === 'closed') return;
    const message = `${queuedBytes} bytes wait to be read, the limit is ${limits.queuedBytes}`;
    this.refuse(owner, { reason: 'slow-reader', message, retryAfterMs: limits.retryMs });
  }

  /** All frames of a unit up to and with this are stored. */
  acknowledge(deviceKey: number, boot: number, sequence: number): void {
    const session = this.#context.welcomed.get(deviceKey);
    if (session === undefined) return;
    this.send(session, encodeAcknowledge(session.channel, boot, sequence));
  }

  /** @see DeviceConnections.pushConfiguration */
  sendConfiguration(session: Session, version: number, settings: Readonly<Record<string, SettingValue>>): void {
    this.#sendFrame(session, { channel: session.channel, type: 'desiredConfiguration', body: { version, settings: toWire(settings) } });
  }

  /** @see DeviceConnections.sendUpdate */
  sendUpdate(session: Session, frame: UpdateFrame): void {
    const { channel } = session;
    if (frame.type !== 'piecePart') return this.send(session, encodeFleetFrame({ channel, ...frame }));
    // The bytes of parts would drive all other frames out of the ring: what stands before them tells which part it was.
    this.send(session, encodePartHead(channel, frame.body), session, frame.body.bytes ?? noBytes);
  }

  #sendFrame(session: Session, frame: FleetFrame, keptFor: Session = session): void {
    this.send(session, encodeFleetFrame(frame), keptFor);
  }

  #run(session: Session, effect: SessionEffect, frame: DeviceFrame | undefined): void {
    switch (effect.type) {
      case 'sendChallenge':
        return this.#sendChallenge(session);
      case 'askClaim':
        return this.#askClaim(session, frame as FrameOf<'claim'>);
      case 'askHello':
        return this.#askHello(session, frame as FrameOf<'hello'>);
      case 'welcome':
        return this.#welcome(session, effect.outcome);
      case 'sendPending':
        return this.#sendFrame(session, { channel: session.channel, type: 'pending', body: { retryAfterMs: effect.retryAfterMs } });
      case 'sendTime':
        return this.#sendFrame(session, { channel: session.channel, type: 'time', body: { fleetTimeMs: this.#context.clock.wallMs() } });
      case 'refuse':
        return this.sendRefusal(session, effect.refusal);
      case 'forget':
        return this.#forget(session);
      case 'end':
        return this.#end(session, effect.code, effect.reason);
      default:
        return this.#take(session, effect.type, frame);
    }
  }

  #take(session: Session, type: string, frame: DeviceFrame | undefined): void {
    const { directory, updates } = this.#context;
    if (frame?.type === 'heartbeat') {
      const { batteryPercent, bufferedBytes, droppedFrames, supply } = frame.body;
      const powered = supplies.nameOf(supply);
      directory.noteHeartbeat(session.deviceKey, {
        batteryPercent: batteryPercent ?? 0,
        bufferedBytes: bufferedBytes ?? 0,
        droppedFrames: droppedFrames ?? 0,
        charging: powered === undefined ? undefined : powered === 'external',
      });
    } else if (frame?.type === 'sleep') this.#noteSleep(session, frame.body.wakeInMs ?? 0);
    else if (frame?.type === 'commandResult') {
      const { commandId, outcome, message } = frame.body;
      const answer = { outcome: commandOutcomes.nameOf(outcome) ?? 'unknown', message: message ?? '' } as const;
      this.commands.answer(session.deviceKey, commandId ?? '', answer);
    } else if (frame?.type === 'configurationReport') {
      const { version, settings, error } = frame.body;
      directory.noteConfiguration(session.deviceKey, { version: version ?? 0, settings: fromWire(settings), error: error ?? '' });
    } else if (frame?.type === 'profileDefinition') {
      const refusal = this.#profiles.learn(session, frame.body);
      if (refusal !== undefined) this.refuse(session, refusal);
    } else if (frame?.type === 'pieceRequest') takePieceRequest(updates, session.deviceKey, frame.body);
    else if (frame?.type === 'updateReport') takeUpdateReport(updates, session.deviceKey, frame.body);
    else throw new TypeError(`effect ${type} came with a frame of type ${frame?.type}`);
  }

  #sendChallenge(session: Session): void {
    const { clock, limits, randomBytes } = this.#context;
    session.nonce = randomBytes(nonceBytes);
    session.answerDueMs = clock.nowMs() + limits.answerWithinMs;
    const body = { nonce: session.nonce, fleetTimeMs: clock.wallMs(), answerWithinMs: limits.answerWithinMs };
    this.#sendFrame(session, { channel: session.channel, type: 'challenge', body });
    this.#arm(session, session.answerDueMs);
  }

  #askClaim(session: Session, { body }: FrameOf<'claim'>): void {
    const { directory, tasks } = this.#context;
    const request: ClaimRequest = {
      remote: session.connection.link.remote,
      gatewayId: session.gatewayId,
      nonce: takeNonce(session),
      tokenId: body.tokenId ?? '',
      tokenProof: body.tokenProof ?? noBytes,
      deviceId: body.deviceId ?? '',
      publicKey: body.publicKey ?? noBytes,
      signature: body.signature ?? noBytes,
      profile: body.profile ?? '',
      hardwareRevision: body.hardwareRevision ?? '',
    };
    // A bug of the registry must end the process rather than leave a session waiting: the rejection is not caught.
    void tasks.run('gateway.claim', async () => {
      const outcome = await directory.claim(request);
      this.step(session, { type: 'claim.answered', outcome });
    });
  }

  #askHello(session: Session, { body }: FrameOf<'hello'>): void {
    session.deviceId = body.deviceId ?? '';
    const request: HelloRequest = {
      remote: session.connection.link.remote,
      gatewayId: session.gatewayId,
      nonce: takeNonce(session),
      deviceId: session.deviceId,
      signature: body.signature ?? noBytes,
      boot: body.boot ?? 0,
      connection: body.connection ?? 0,
      deviceTimeMs: body.deviceTimeMs ?? 0,
      profileDigest: hexOf(body.profileDigest),
      firmwareVersion: body.firmwareVersion ?? '',
      imageDigest: hexOf(body.imageDigest),
      imageConfirmed: body.imageConfirmed ?? false,
      resetReason: resetReasons.nameOf(body.resetReason) ?? 'unspecified',
      configurationVersion: body.configurationVersion ?? 0,
      droppedFrames: body.droppedFrames ?? 0,
      link: linkKinds.nameOf(body.link),
    };
    session.boot = request.boot;
    session.profileDigest = request.profileDigest;
    const outcome = this.#context.directory.hello(request);
    this.step(session, { type: 'hello.answered', outcome });
  }

  #welcome(session: Session, { device, profile, desiredConfiguration }: Extract<HelloOutcome, { type: 'welcome' }>): void {
    const { acquisition, clock, counters, directory, frames, limits, updates, welcomed } = this.#context;
    const older = welcomed.get(device.key);
    if (older !== undefined) {
      const way = session.channel === 0 ? '' : ` on the socket of ${session.gatewayId}`;
      const message = `a newer connection of ${device.id} came from ${session.connection.link.remote}${way}`;
      this.refuse(older, { reason: 'superseded', message, retryAfterMs: limits.supersededRetryMs });
    }
    // A device that attached itself to its own socket has just closed it.
    if (session.state !== 'welcomed') return;
    session.deviceKey = device.key;
    session.deviceId = device.id;
    frames.claim(session);
    session.profileDigest = device.profileDigest;
    if (profile !== undefined) session.signals = this.#profiles.signalsOf(device.profileDigest, profile);
    welcomed.set(device.key, session);
    counters.sessions += 1;
    counters.accepted += 1;
    const stored = acquisition.open(device);
    directory.noteConnected(device.key);
    const body = {
      deviceId: device.id,
      fleetTimeMs: clock.wallMs(),
      storedBoot: stored.boot,
      storedSequence: stored.sequence,
      heartbeatMs: limits.heartbeatMs,
      profileWanted: profile === undefined,
      framesPerSecond: limits.framesPerSecond,
      windowFrames: limits.windowFrames,
    };
    this.#sendFrame(session, { channel: session.channel, type: 'welcome', body });
    if (desiredConfiguration !== undefined) this.sendConfiguration(session, desiredConfiguration.version, desiredConfiguration.settings);
    this.commands.resend(session);
    updates.opened(device);
    this.#arm(session, session.lastHeardMs + 2 * limits.heartbeatMs);
  }

  /** Sends a Refusal and counts it; what ends is the caller's. @param keptFor as of send() */
  sendRefusal(session: Session, refusal: Refusal, keptFor: Session = session): void {
    const { clock, counters } = this.#context;
    counters.refused[refusal.reason] += 1;
    const { reason, message, retryAfterMs } = refusal;
    const body = { code: refusalCodeOf(reason), message, retryAfterMs, fleetTimeMs: clock.wallMs() };
    this.#sendFrame(session, { channel: session.channel, type: 'refusal', body }, keptFor);
  }

  #forget(session: Session): void {
    const { counters, directory, updates, welcomed } = this.#context;
    session.nonce = undefined;
    if (session.deviceKey === 0 || welcomed.get(session.deviceKey) !== session) return;
    welcomed.delete(session.deviceKey);
    counters.sessions -= 1;
    directory.noteDisconnected(session.deviceKey);
    updates.closed(session.deviceKey);
  }

  #end(session: Session, code: number, reason: string): void {
    const { connection, channel } = session;
    if (channel !== 0) {
      connection.channels?.delete(channel);
      return;
    }
    // The units of the other channels can't be heard any more, whether or not the other side answers the goodbye.
    for (const other of connection.channels?.values() ?? []) this.step(other, { type: 'link.closed' });
    connection.channels = undefined;
    connection.held = undefined;
    this.#context.clock.cancel(connection);
    connection.link.close(code, reason);
  }

  #noteSleep(session: Session, wakeInMs: number): void {
    const { directory } = this.#context;
    directory.noteSleep(session.deviceKey, wakeInMs);
    if (session.channel !== 0) return;
    for (const other of session.connection.channels?.values() ?? []) {
      if (other.state === 'welcomed') directory.noteSleep(other.deviceKey, wakeInMs);
    }
  }
}

const noBytes = new Uint8Array(0);

/** States in which a handshake is under way. */
function isHandshake(state: SessionState): boolean {
  return state === 'challenged' || state === 'claiming' || state === 'greeting';
}

/** The nonce of the open Challenge, for its one use. */
function takeNonce(session: Session): Uint8Array {
  const nonce = session.nonce ?? noBytes;
  session.nonce = undefined;
  return nonce;
}

function hexOf(bytes: Uint8Array | null | undefined): string {
  return Buffer.from(bytes ?? noBytes).toString('hex');
}
