import type { DeviceConnections, FrameTap, GatewayCounters, Refusal } from '#fleet/domain/index.js';
import { DeviceFrameDecoder, refusalReasonOfError } from '#proto/frame/index.js';
import { isSeatrialError } from '#proto/kit/index.js';
import { type Link, type LinkFault, type LinkHandler, maximumFragments, maximumFrameBytes } from '#proto/link/index.js';
import type { SettingValue } from '#proto/profile/index.js';
import { Admission } from './admission.ts';
import { BackPressure } from './back-pressure.ts';
import type { CommandAnswer, CommandRequest } from './command-desk.ts';
import { FrameDesk } from './frame-desk.ts';
import type { GatewayContext, GatewayParts } from './gateway-context.ts';
import { createCounters } from './gateway-counters.ts';
import { failGateway } from './gateway-errors.ts';
import { defaultGatewayLimits } from './gateway-limits.ts';
import { Intake } from './intake.ts';
import { pauseMs, type RateLimits, rateStep } from './rate-logic.ts';
import { Connection, Session } from './session.ts';
import { SessionRunner } from './session-runner.ts';
import { channelOf } from './wire-values.ts';

/** The device's side of the manager. */
export interface Gateway {
  /** For the drivers of links: the fleet's side of every link. */
  readonly handler: LinkHandler;
  readonly connections: DeviceConnections;
  /** What devices sent and were sent last. */
  readonly frames: FrameTap;
  /** Tells every device to come back later, and resolves when all links are closed. New ones are turned away. */
  stop(reason: string): Promise<void>;
}

/** Shortest time between two looks at the channels of one link, ms: thousands of them must not each wake it. */
const channelsLookMs = 1_000;
/** Shortest time between two lines about overload on the timeline, ms. */
const overloadLineMs = 60_000;

type Decoded = ReturnType<DeviceFrameDecoder['decode']>;

/** Builds a gateway. */
export function createGateway(parts: GatewayParts): Gateway {
  const gateway = new GatewayDriver(parts);
  return { handler: gateway, connections: gateway, frames: gateway.frames, stop: (reason) => gateway.stop(reason) };
}

/**
 * Over 300 lines, since a frame's whole way from the link to its unit stands here.
 * One handler for all links: finds the unit that a frame speaks for, judges rate and room, and hands readings to the intake and all else to
 * the runner. What one link does wrong ends that link, or that channel, and nothing else.
 */
class GatewayDriver implements LinkHandler, DeviceConnections {
  readonly counters: GatewayCounters;
  readonly frames: FrameDesk;
  readonly #context: GatewayContext;
  readonly #runner: SessionRunner;
  readonly #intake: Intake;
  readonly #rate: RateLimits;
  readonly #decoder = new DeviceFrameDecoder();
  readonly #connections = new Set<Connection>();
  readonly #backPressure: BackPressure;
  #nextOverloadLineMs = 0;
  #stopping: string | undefined;
  #resolveStop: (() => void) | undefined;

  constructor(parts: GatewayParts) {
    const limits = { ...defaultGatewayLimits, ...parts.limits };
    const counters = createCounters();
    const admission = new Admission(limits, parts.random, parts.clock.nowMs());
    const { clock, directory, yieldTurn } = parts;
    this.frames = new FrameDesk({ clock, directory, ringBytes: limits.frameRingBytes, yieldTurn });
    this.#context = { ...parts, limits, counters, admission, frames: this.frames, welcomed: new Map() };
    this.counters = counters;
    const { framesPerSecond, windowFrames, throttles } = limits;
    this.#rate = { framesPerSecond, burstFrames: Math.max(framesPerSecond, windowFrames), throttles };
    this.#runner = new SessionRunner(this.#context, (session, dueMs) => this.#arm(session.connection, dueMs));
    this.#intake = new Intake(this.#context, (session, bytes) => this.#runner.send(session, bytes));
    parts.acquisition.onCommitted((deviceKey, boot, sequence) => this.#runner.acknowledge(deviceKey, boot, sequence));
    parts.acquisition.onLost((deviceKeys) => this.#lose(deviceKeys));
    this.#backPressure = new BackPressure(counters, (connection, bytes) => this.#take(connection, bytes, true));
    parts.acquisition.onRoom(() => this.#backPressure.retryAll());
  }

  onOpen(link: Link): void {
    const { clock, counters, admission, limits } = this.#context;
    const nowMs = clock.nowMs();
    const connection = new Connection(this, link, nowMs, this.#rate.burstFrames);
    link.owner = connection;
    this.#connections.add(connection);
    counters.connections += 1;
    if (this.#stopping !== undefined) return this.#turnAway(connection.session, 'stopping', this.#stopping);
    const overload = admission.refusal(nowMs);
    if (overload === undefined) return this.#runner.step(connection.session, { type: 'admitted' });
    this.#tellOverload(overload, nowMs);
    const retryAfterMs = admission.retryAfterMs(nowMs, limits.retryMs);
    this.#runner.refuse(connection.session, { reason: 'overloaded', message: overload, retryAfterMs });
  }

  onFrame(link: Link, bytes: Uint8Array): void {
    const connection = link.owner as Connection;
    const { counters, limits } = this.#context;
    counters.framesReceived += 1;
    counters.bytesReceived += bytes.length;
    if (connection.session.state === 'closed') return;
    if (connection.held === undefined) return this.#take(connection, bytes, false);
    // One frame waits already and the link is not read: a driver or a peer that sends on nevertheless gets no second place.
    this.frames.note(connection.session, false, bytes);
    const message = 'ingest has no room, and more frames came than may wait: 1';
    this.#runner.refuse(connection.session, { reason: 'overloaded', message, retryAfterMs: limits.retryMs });
  }

  onFault(link: Link, fault: LinkFault): void {
    this.#runner.refuse((link.owner as Connection).session, refusalOfFault(fault));
  }

  onClose(link: Link): void {
    const connection = link.owner as Connection | undefined;
    if (connection === undefined || !this.#connections.delete(connection)) return;
    const { clock, counters } = this.#context;
    clock.cancel(connection);
    counters.connections -= 1;
    this.#backPressure.forget(connection);
    for (const session of connection.channels?.values() ?? []) this.#runner.step(session, { type: 'link.closed' });
    this.#runner.step(connection.session, { type: 'link.closed' });
    link.owner = undefined;
    if (this.#connections.size === 0) this.#resolveStop?.();
  }

  isConnected(deviceKey: number): boolean {
    return this.#context.welcomed.has(deviceKey);
  }

  channelsOfGateways(): readonly number[] {
    const sizes: number[] = [];
    for (const { channels } of this.#connections) if (channels !== undefined && channels.size > 0) sizes.push(channels.size);
    return sizes;
  }

  disconnect(deviceKey: number, refusal: Refusal): void {
    const session = this.#context.welcomed.get(deviceKey);
    // Not by refuse(): what an operator did is in the audit already.
    if (session !== undefined) this.#runner.step(session, { type: 'rule.broken', refusal });
  }

  pushConfiguration(deviceKey: number, version: number, settings: Readonly<Record<string, SettingValue>>): void {
    const session = this.#context.welcomed.get(deviceKey);
    if (session !== undefined) this.#runner.sendConfiguration(session, version, settings);
  }

  sendUpdate(...[deviceKey, frame]: Parameters<DeviceConnections['sendUpdate']>): boolean {
    const session = this.#context.welcomed.get(deviceKey);
    if (session === undefined) return false;
    this.#runner.sendUpdate(session, frame);
    return true;
  }

  queuedBytes(deviceKey: number): number {
    return this.#context.welcomed.get(deviceKey)?.connection.link.queuedBytes ?? 0;
  }

  deliver(...[deviceKey, command, settle]: Parameters<DeviceConnections['deliver']>): void {
    const session = this.#context.welcomed.get(deviceKey);
    if (session !== undefined) this.#runner.commands.deliver(session, command.id, command, settle);
    else settle.reject(failGateway('E1310', { message: `device key ${deviceKey} is not connected` }));
  }

  async command(deviceKey: number, command: CommandRequest): Promise<CommandAnswer> {
    const session = this.#context.welcomed.get(deviceKey);
    if (session !== undefined) return this.#runner.commands.command(session, command);
    const name = this.#context.directory.byKey(deviceKey)?.id ?? `with key ${deviceKey}`;
    throw failGateway('E1310', { message: `device ${name} is not connected` });
  }

  async stop(reason: string): Promise<void> {
    this.#stopping = reason;
    this.#runner.commands.stop();
    this.#context.log.info('the gateway stops', { connections: this.#connections.size });
    for (const connection of [...this.#connections]) {
      if (connection.session.state !== 'closed') this.#turnAway(connection.session, 'stopping', reason);
    }
    if (this.#connections.size === 0) return;
    await new Promise<void>((resolve) => {
      this.#resolveStop = resolve;
    });
  }

  /** Something is due on a link: an answer, a word, or the end of a pause. */
  onTimer(connection: Connection, nowMs: number): void {
    this.#backPressure.endPause(connection, nowMs);
    let dueMs = connection.throttledUntilMs === 0 ? Number.POSITIVE_INFINITY : connection.throttledUntilMs;
    for (const session of [connection.session, ...(connection.channels?.values() ?? [])]) {
      dueMs = Math.min(dueMs, this.#judgeSilence(session, nowMs));
    }
    if (connection.session.state === 'closed' || dueMs === Number.POSITIVE_INFINITY) return;
    this.#context.clock.schedule(connection, connection.channels === undefined ? dueMs : Math.max(dueMs, nowMs + channelsLookMs));
  }

  /** When this session is to be looked at again; refuses it when its time is over. */
  #judgeSilence(session: Session, nowMs: number): number {
    const { limits } = this.#context;
    if (session.state === 'challenged') {
      if (nowMs < session.answerDueMs) return session.answerDueMs;
      this.#runner.step(session, { type: 'timer.answer', limitMs: limits.answerWithinMs });
    } else if (session.state === 'welcomed') {
      const limitMs = 2 * limits.heartbeatMs;
      // Who is not read can't be heard.
      if (session.connection.isPaused) session.lastHeardMs = nowMs;
      // The very sum that the timer is set to: a difference could round to just below the limit, again and again at one instant.
      const dueMs = session.lastHeardMs + limitMs;
      if (nowMs < dueMs) return dueMs;
      this.#runner.step(session, { type: 'timer.silent', silentMs: nowMs - session.lastHeardMs, limitMs });
    }
    return Number.POSITIVE_INFINITY;
  }

  #take(connection: Connection, bytes: Uint8Array, isAgain: boolean): void {
    const frame = this.#decode(connection, bytes);
    if (frame === undefined) return;
    const { clock, directory } = this.#context;
    const nowMs = clock.nowMs();
    const session = frame.channel === 0 ? connection.session : connection.channels?.get(frame.channel);
    if (session === undefined) return this.#takeStray(connection, frame, bytes, nowMs);
    if (!isAgain) {
      this.frames.note(session, false, bytes);
      session.lastHeardMs = nowMs;
      if (!this.#judgeRate(session, nowMs)) return;
    }
    if (session.state !== 'welcomed') return this.#step(session, frame);
    directory.noteSeen(session.deviceKey);
    let verdict: ReturnType<Intake['telemetry']>;
    if (frame.type === 'telemetry') {
      if (session.signals === undefined) return this.#refuseWithoutProfile(session);
      verdict = this.#intake.telemetry(session, frame);
    } else if (frame.type === 'event') verdict = this.#intake.event(session, frame);
    else if (frame.type === 'invalid') verdict = this.#intake.invalid(session, frame);
    else return this.#step(session, frame);
    if (verdict === 'full') this.#backPressure.hold(connection, bytes);
    else if (verdict === 'unavailable') this.#refuseUnstored(session);
  }

  #step(session: Session, frame: Decoded): void {
    const event = { type: 'frame', frame: frame.type, channel: frame.channel } as const;
    if (frame.type === 'telemetry' || frame.type === 'invalid') this.#runner.step(session, event);
    else this.#runner.step(session, event, frame);
  }

  #decode(connection: Connection, bytes: Uint8Array): Decoded | undefined {
    const { counters } = this.#context;
    try {
      const frame = this.#decoder.decode(bytes);
      counters.unknownFrames = this.#decoder.counters.unknownFrames;
      counters.unknownFields = this.#decoder.counters.unknownFields;
      return frame;
    } catch (error) {
      if (!isSeatrialError(error)) throw error;
      const reason = refusalReasonOfError(error.code) ?? 'frame-malformed';
      const refusal: Refusal = { reason, message: `${error.code}: ${error.message}`, retryAfterMs: this.#context.limits.retryMs };
      // Bytes that can't be read may come from anybody on the link; a field out of its range comes from one unit.
      const isOfUnit = reason === 'field-invalid' || reason === 'profile-invalid';
      const session = (isOfUnit ? connection.sessionOn(channelOf(bytes)) : undefined) ?? connection.session;
      this.frames.note(session, false, bytes);
      this.#runner.refuse(session, isOfUnit ? { ...refusal, retryAfterMs: 0 } : refusal);
      return undefined;
    }
  }

  /** A frame on a channel that nobody has: Attach, or a mistake that the link's owner pays for with its rate. */
  #takeStray(connection: Connection, frame: Decoded, bytes: Uint8Array, nowMs: number): void {
    const owner = connection.session;
    owner.lastHeardMs = nowMs;
    const isHeard = this.#judgeRate(owner, nowMs) && frame.type !== 'unknown';
    const refusal = isHeard ? this.#judgeAttach(connection, frame, nowMs) : undefined;
    const session = new Session(connection, frame.channel, nowMs, this.#rate.burstFrames);
    // What comes to nothing is kept as the owner's: no unit will ever stand for it.
    this.frames.note(isHeard && refusal === undefined ? session : owner, false, bytes);
    if (!isHeard) return;
    if (refusal !== undefined) return this.#runner.sendRefusal(session, refusal, owner);
    connection.channels ??= new Map();
    connection.channels.set(frame.channel, session);
    this.#runner.step(session, { type: 'admitted' });
  }

  #judgeAttach(connection: Connection, frame: Decoded, nowMs: number): Refusal | undefined {
    const { admission, limits } = this.#context;
    if (frame.type !== 'attach') {
      const message = `a ${frame.type} frame came on channel ${frame.channel}, which was never attached`;
      return { reason: 'channel-invalid', message, retryAfterMs: 0 };
    }
    if (connection.session.state !== 'welcomed') {
      return { reason: 'not-welcomed', message: 'the owner of the socket must be welcomed before it attaches units', retryAfterMs: 0 };
    }
    const channels = connection.channels?.size ?? 0;
    if (channels >= limits.channelsPerLink) {
      const message = `${channels} units are attached, the limit is ${limits.channelsPerLink} a socket`;
      return { reason: 'channel-invalid', message, retryAfterMs: 0 };
    }
    const overload = admission.refusal(nowMs);
    if (overload === undefined) return undefined;
    return { reason: 'overloaded', message: overload, retryAfterMs: admission.retryAfterMs(nowMs, limits.retryMs) };
  }

  /** False: the unit was refused and the frame is not taken. */
  #judgeRate(session: Session, nowMs: number): boolean {
    const verdict = rateStep(session, this.#rate, nowMs);
    if (verdict === 'take') return true;
    const { connection } = session;
    const { framesPerSecond, burstFrames } = this.#rate;
    if (verdict === 'slow') {
      session.throttles += connection.throttledUntilMs === 0 ? 1 : 0;
      const untilMs = nowMs + pauseMs(session, framesPerSecond);
      this.#backPressure.slowDown(connection, untilMs);
      this.#arm(connection, untilMs);
      return true;
    }
    const owed = Math.ceil(-session.rateTokens);
    const message = `${owed} frames over ${framesPerSecond} a second and ${burstFrames} at once, slowed down ${session.throttles} times`;
    this.#runner.refuse(session, { reason: 'rate-exceeded', message, retryAfterMs: 1_000 + Math.ceil((owed * 1_000) / framesPerSecond) });
    return false;
  }

  #lose(deviceKeys: readonly number[]): void {
    let lost = 0;
    for (const deviceKey of deviceKeys) {
      const session = this.#context.welcomed.get(deviceKey);
      if (session === undefined) continue;
      lost += 1;
      this.#refuseUnstored(session);
    }
    if (lost > 0) this.#context.log.error('frames could not be stored; their devices were told to come back', { devices: lost });
  }

  #refuseUnstored(session: Session): void {
    const { admission, clock, limits } = this.#context;
    const retryAfterMs = admission.retryAfterMs(clock.nowMs(), limits.storageRetryMs);
    const message = 'readings can not be stored now; nothing that was not acknowledged is kept';
    this.#runner.refuse(session, { reason: 'storage-unavailable', message, retryAfterMs });
  }

  #refuseWithoutProfile(session: Session): void {
    const message = `telemetry came before the definition of profile ${session.profileDigest}, which Welcome asked for`;
    this.#runner.refuse(session, { reason: 'profile-missing', message, retryAfterMs: this.#context.limits.retryMs });
  }

  #turnAway(session: Session, reason: 'stopping', message: string): void {
    const { admission, clock, limits } = this.#context;
    this.#runner.refuse(session, { reason, message, retryAfterMs: admission.retryAfterMs(clock.nowMs(), limits.retryMs) });
  }

  #tellOverload(message: string, nowMs: number): void {
    if (nowMs < this.#nextOverloadLineMs) return;
    this.#nextOverloadLineMs = nowMs + overloadLineMs;
    this.#context.log.warn('devices are told to come later', { why: message });
    this.#context.journal.timeline({ source: 'system', kind: 'gateway.overloaded', deviceId: '', message, detail: {} });
  }

  #arm(connection: Connection, dueMs: number): void {
    if (connection.session.state === 'closed') return;
    if (connection.heapIndex < 0 || dueMs < connection.dueMs) this.#context.clock.schedule(connection, dueMs);
  }
}

/** How a fault that the driver found is told. The driver closes the link. */
function refusalOfFault(fault: LinkFault): Refusal {
  if (fault === 'tooLarge') {
    return { reason: 'frame-too-large', message: `the frame is longer than ${maximumFrameBytes} bytes`, retryAfterMs: 1_000 };
  }
  if (fault === 'notBinary') return { reason: 'frame-not-binary', message: 'a text message came, frames are binary', retryAfterMs: 1_000 };
  if (fault === 'tooManyFragments') {
    return { reason: 'frame-malformed', message: `the message came in more than ${maximumFragments} fragments`, retryAfterMs: 1_000 };
  }
  return { reason: 'frame-malformed', message: 'the bytes are no WebSocket traffic', retryAfterMs: 1_000 };
}
