/**
 * The link of one device and what is said over it: the handshake, the session, what the fleet says. Over 300 lines since each frame of
 * the fleet ends here. When to dial, give up or come back is the machine's business.
 */

import { disciplineClock } from '#firmware/logic/index.js';
import { type FleetFrame, rejectReasons } from '#proto/frame/index.js';
import { isSeatrialError } from '#proto/kit/index.js';
import { closeCodes, type Dialer, type Link, type LinkHandler } from '#proto/link/index.js';
import { type ChannelHub, createHub } from './channel-hub.ts';
import { ChannelLink } from './channel-link.ts';
import type { Body, ConnectionOwner } from './connection-owner.ts';
import { makeClaim, makeHello } from './handshake.ts';
import { takeCommand, takeConfiguration } from './orders.ts';
import { CommandDesk } from './requests.ts';
import { Session } from './session.ts';
import { eventBeforeWelcome, refusalEvent } from './words-before-welcome.ts';

/** Time that the fleet has for its next word while a link is made, ms. */
const answerWithinMs = 30_000;

export class Connection implements LinkHandler {
  readonly #owner: ConnectionOwner;
  #link: Link | undefined;
  #session: Session | undefined;
  /** The newest Welcome, until openSession took it. */
  #welcome: Body<'welcome'> | undefined;
  #desk: CommandDesk | undefined;
  /** Only of a device that carries others. */
  #hub: ChannelHub | undefined;
  #isDialing = false;
  #isDraining = false;
  #dials = 0;
  /** When the newest Hello went out. */
  #helloAtMs = 0;
  /** When the newest heartbeat went out. It outlives the session: a device of many short ones is heard too. */
  #beatAtMs: number;

  constructor(owner: ConnectionOwner) {
    this.#owner = owner;
    this.#beatAtMs = this.#nowMs();
  }

  get isWelcomed(): boolean {
    return this.#session !== undefined;
  }

  /** Links begun in the device's time in this process. */
  get dials(): number {
    return this.#dials;
  }

  /**
   * What sub-devices dial: channels of this device's link.
   * @throws E2206 when it can't carry any
   */
  get channels(): Dialer {
    if (this.#hub === undefined) {
      this.#hub = createHub(this.#owner.options);
      if (this.#session !== undefined && this.#link !== undefined) this.#hub.open(this.#link);
    }
    return this.#hub;
  }

  dial(): void {
    const { options } = this.#owner;
    this.#dials += 1;
    this.awaitAnswer();
    this.#isDialing = true;
    const link = options.dialer.dial(this);
    if (!(link instanceof ChannelLink)) options.environment.counters.dials += 1;
    // A driver that gives up inside dial() has told onClose already.
    if (this.#isDialing) this.#link = link;
    this.#isDialing = false;
  }

  awaitAnswer(): void {
    this.#owner.deadlines.arm('link', this.#nowMs() + answerWithinMs);
  }

  sendClaim(nonce: Uint8Array): void {
    this.#sendPlain(makeClaim(this.#owner.options, nonce));
  }

  sendHello(nonce: Uint8Array): void {
    this.#helloAtMs = this.#nowMs();
    this.#sendPlain(makeHello(this.#owner, nonce));
  }

  /** The fleet welcomed the device: what is stored goes first, then what is made. */
  openSession(): void {
    const welcome = this.#welcome;
    const link = this.#link;
    this.#welcome = undefined;
    if (welcome === undefined || link === undefined) return;
    const { options, frames, record, clock } = this.#owner;
    const { counters, dialect } = options.environment;
    const nowMs = this.#nowMs();
    disciplineClock(clock, welcome.fleetTimeMs ?? 0, nowMs - this.#helloAtMs, nowMs);
    this.#session = new Session(this.#hub?.open(link) ?? link, frames.outbox, counters, nowMs, this.#beatAtMs, {
      heartbeatMs: welcome.heartbeatMs ?? 0,
      framesPerSecond: welcome.framesPerSecond ?? 0,
      windowFrames: welcome.windowFrames ?? 0,
    });
    counters.sessions += 1;
    counters.connected += 1;
    if (record.connection > 1) counters.reconnects += 1;
    if (welcome.profileWanted === true) this.#session.sendNow(dialect.profileDefinition(options.kind.publicProfile), nowMs);
    frames.acknowledge(welcome.storedBoot ?? 0, welcome.storedSequence ?? 0);
    frames.outbox.settle();
    this.#owner.framesSettled();
    this.#owner.tell('welcomed', '');
    this.#owner.tellUpdate();
    this.tend(nowMs);
    this.#hub?.attachWaiting();
  }

  closeSession(): void {
    if (this.#session === undefined) return;
    const { options, frames, deadlines } = this.#owner;
    this.#beatAtMs = this.#session.beatAtMs;
    this.#session = undefined;
    options.environment.counters.connected -= 1;
    options.environment.counters.framesUnsure += frames.outbox.rewind();
    deadlines.disarm('session');
    this.#hub?.close();
  }

  /** Says goodbye, when there is a link. What it still says is not heard. */
  hangUp(code: number, reason: string): void {
    const link = this.#link;
    this.#link = undefined;
    link?.close(code, reason);
  }

  /** Breaks the link without a goodbye, when there is one. */
  cut(): void {
    const link = this.#link;
    this.#link = undefined;
    link?.terminate();
  }

  announceSleep(wakeInMs: number): void {
    this.#isDraining = false;
    this.#session?.sendNow(this.#owner.options.environment.dialect.sleep(wakeInMs), this.#nowMs());
  }

  /** Sends outbox.drained as soon as nothing waits for an acknowledgement, once. */
  awaitDrain(isAwaited: boolean): void {
    this.#isDraining = isAwaited;
    this.#noteDrained();
  }

  /** Sends a message past the store; nothing without a session. */
  say(bytes: Uint8Array | undefined): void {
    this.#session?.sendNow(bytes, this.#nowMs());
  }

  /** True when a frame made now would go out at once. */
  canSend(): boolean {
    return this.#session?.canSend(this.#nowMs()) === true;
  }

  /** Hands stored frames to the link as far as they may go. */
  pump(): void {
    if (this.#session !== undefined) this.#pump(this.#session, this.#nowMs());
  }

  /** Looks after the session: dead or alive, heartbeat, frames that waited for room. */
  tend(nowMs: number): void {
    const session = this.#session;
    if (session === undefined) return;
    const { options, frames, record, deadlines } = this.#owner;
    const { counters, dialect } = options.environment;
    if (session.isDeaf(nowMs)) {
      counters.silenceCuts += 1;
      const heldMs = this.#heldMs();
      this.cut();
      this.#owner.send({ type: 'link.closed', heldMs });
      return;
    }
    frames.reportOverflow(this.#owner.wallMs());
    this.#pump(session, nowMs);
    if (session.isHeartbeatDue(nowMs, this.#owner.nextFrameMs())) {
      counters.heartbeats += 1;
      const isPowered = options.kind.profile.power.source === 'mains';
      const beat = dialect.heartbeat(this.#owner.batteryPercent(), frames.outbox.bytes, record.droppedFrames, isPowered);
      session.sendHeartbeat(beat, nowMs);
    }
    deadlines.arm('session', session.dueMs(nowMs, this.#owner.nextFrameMs()));
  }

  onOpen(link: Link): void {
    if (this.#isOurs(link)) this.#owner.send({ type: 'link.opened' });
  }

  onClose(link: Link, _code: number, _reason: string, retryAfterMs?: number): void {
    if (!this.#isOurs(link)) return;
    const heldMs = this.#heldMs();
    this.#isDialing = false;
    this.#link = undefined;
    this.#owner.send({ type: 'link.closed', heldMs, retryAfterMs });
  }

  onFault(): void {
    this.#owner.options.environment.counters.malformedFrames += 1;
  }

  onFrame(link: Link, bytes: Uint8Array): void {
    if (!this.#isOurs(link)) return;
    if (this.#hub?.take(bytes) === true) {
      this.#session?.hear(this.#nowMs());
      return;
    }
    const { dialect, counters } = this.#owner.options.environment;
    let frame: FleetFrame;
    try {
      frame = dialect.decode(bytes, counters);
    } catch (error) {
      if (!isSeatrialError(error)) throw error;
      counters.malformedFrames += 1;
      const heldMs = this.#heldMs();
      this.hangUp(closeCodes.frameMalformed, `${error.code}: ${error.message}`);
      this.#owner.send({ type: 'link.closed', heldMs });
      return;
    }
    this.#session?.hear(this.#nowMs());
    if (frame.channel !== (link instanceof ChannelLink ? link.channel : 0)) counters.unknownFrames += 1;
    else if (this.#session === undefined) this.#takeBeforeWelcome(frame);
    else this.#takeInSession(frame, this.#session);
  }

  #takeBeforeWelcome(frame: FleetFrame): void {
    if (frame.type === 'welcome') this.#welcome = frame.body;
    const event = eventBeforeWelcome(this.#owner, frame);
    if (event !== undefined) this.#owner.send(event);
  }

  #takeInSession(frame: FleetFrame, session: Session): void {
    switch (frame.type) {
      case 'acknowledge':
        this.#owner.frames.acknowledge(frame.body.boot ?? 0, frame.body.sequence ?? 0);
        this.#pump(session, this.#nowMs());
        this.#noteDrained();
        this.#owner.framesSettled();
        break;
      case 'reject':
        this.#reject(frame.body, session);
        break;
      case 'command':
        this.#command(frame.body, session);
        break;
      case 'desiredConfiguration':
        session.sendNow(takeConfiguration(this.#owner, frame.body), this.#nowMs());
        break;
      case 'time':
        this.#setClock(frame.body, session);
        break;
      case 'refusal':
        this.#owner.send(refusalEvent(frame.body, this.#heldMs()));
        break;
      default:
        this.#owner.takeUpdate(frame);
        break;
    }
  }

  #reject(body: Body<'reject'>, session: Session): void {
    const { frames, options } = this.#owner;
    if (!frames.reject(body.boot ?? 0, body.sequence ?? 0)) return;
    const { log } = options.environment;
    log.debug('frame rejected', { device: options.id, reason: rejectReasons.nameOf(body.code), message: body.message ?? '' });
    this.#pump(session, this.#nowMs());
    this.#noteDrained();
    this.#owner.framesSettled();
  }

  #command(body: Body<'command'>, session: Session): void {
    this.#desk ??= new CommandDesk();
    const { bytes, isReboot } = takeCommand(this.#owner, this.#desk, body, this);
    session.sendNow(bytes, this.#nowMs());
    if (isReboot) this.#owner.reboot();
  }

  #setClock(body: Body<'time'>, session: Session): void {
    const nowMs = this.#nowMs();
    disciplineClock(this.#owner.clock, body.fleetTimeMs ?? 0, session.takeRoundTripMs(nowMs), nowMs);
  }

  #pump(session: Session, nowMs: number): void {
    const sent = session.pump(nowMs);
    if (sent > 0) this.#owner.drawFrames(sent);
    if (session.isBlocked) this.#owner.deadlines.arm('session', session.dueMs(nowMs, this.#owner.nextFrameMs()));
  }

  #noteDrained(): void {
    if (!this.#isDraining || (this.#session !== undefined && this.#owner.frames.outbox.size > 0)) return;
    this.#isDraining = false;
    this.#owner.send({ type: 'outbox.drained' });
  }

  #isOurs(link: Link): boolean {
    if (this.#link === link) return true;
    if (!this.#isDialing) return false;
    this.#link = link;
    return true;
  }

  #sendPlain(bytes: Uint8Array | undefined): void {
    if (bytes !== undefined) this.#link?.send(bytes);
  }

  #heldMs(): number {
    return this.#session === undefined ? 0 : this.#nowMs() - this.#session.welcomedAtMs;
  }

  #nowMs(): number {
    return this.#owner.options.environment.clock.nowMs();
  }
}
