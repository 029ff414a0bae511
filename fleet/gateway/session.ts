import { TimerTask } from '#proto/kit/index.js';
import type { Link } from '#proto/link/index.js';
import type { SessionState } from './session-logic.ts';

/** One unit on one channel. Flat and without closures: there are as many as connected units. */
export class Session {
  readonly connection: Connection;
  readonly channel: number;
  state: SessionState = 'opening';
  /** 0 until welcomed. */
  deviceKey = 0;
  deviceId = '';
  /** Boot of the Hello. */
  boot = 0;
  /** The open Challenge; a nonce is good for one answer. */
  nonce: Uint8Array | undefined = undefined;
  /** When the answer to the Challenge must be here, ms of Clock.nowMs(). */
  answerDueMs = 0;
  lastHeardMs: number;
  /** Token bucket of frames: what is there, and when it was filled. Below 0: owed. */
  rateTokens: number;
  rateFilledMs: number;
  /** Times that it was slowed down since the bucket was full. */
  throttles = 0;
  profileDigest = '';
  /** Its newest kept frame from before it was welcomed: number, 0 when none, and place in the ring. */
  frameNumber = 0;
  frameOffset = 0;
  /** 1 at the index of each signal that the profile defines; shared by all units of the profile. undefined: the profile has to come first. */
  signals: Uint8Array | undefined = undefined;

  /** Id of the device that carries this unit on its socket; empty for the owner itself. */
  get gatewayId(): string {
    return this.channel === 0 ? '' : this.connection.session.deviceId;
  }

  constructor(connection: Connection, channel: number, nowMs: number, rateTokens: number) {
    this.connection = connection;
    this.channel = channel;
    this.lastHeardMs = nowMs;
    this.rateFilledMs = nowMs;
    this.rateTokens = rateTokens;
  }
}

/** Whoever a connection's timer reports to. */
export interface ConnectionOwner {
  onTimer(connection: Connection, nowMs: number): void;
}

/** One link with its units. It is its own timer: one a link, whatever waits. */
export class Connection extends TimerTask {
  readonly #owner: ConnectionOwner;
  readonly link: Link;
  /** The unit on channel 0. */
  readonly session: Session;
  /** Units on other channels; made with the first. */
  channels: Map<number, Session> | undefined = undefined;
  /** A frame that ingest had no room for: it is offered again, and the link is not read until then. */
  held: Uint8Array | undefined = undefined;
  /** Not read until then, since the owner is over its rate, ms of Clock.nowMs(); 0 when not. */
  throttledUntilMs = 0;
  /** The link is not read, for one of the two. */
  isPaused = false;

  constructor(owner: ConnectionOwner, link: Link, nowMs: number, rateTokens: number) {
    super();
    this.#owner = owner;
    this.link = link;
    this.session = new Session(this, 0, nowMs, rateTokens);
  }

  override fire(nowMs: number): void {
    this.#owner.onTimer(this, nowMs);
  }

  sessionOn(channel: number): Session | undefined {
    return channel === 0 ? this.session : this.channels?.get(channel);
  }
}
