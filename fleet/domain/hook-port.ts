import type { Actor } from './registry-port.ts';

/** Where what happens leaves the manager: signed POSTs to one receiver. */
export interface HookRecord {
  /** 1 to 63 of a-z 0-9 . _ -, starting with a letter or digit. */
  readonly name: string;
  /** http or https, up to 2,000 characters. */
  readonly url: string;
  /** CEL over an event, up to 2,000 characters. */
  readonly on: string;
  /** Key of the signatures: "whsec_" and base64 of 24 to 64 bytes. Never shown again. */
  readonly secret: string;
  readonly createdAtMs: number;
  readonly createdBy: string;
  /** Sequence of the timeline from behind which it hears. */
  readonly afterSequence: number;
  /** Messages are gathered and kept, none is sent. */
  readonly isPaused: boolean;
  /** Messages that the receiver took. */
  readonly delivered: number;
  /** Messages that were given up: too old, or more waited than there may. */
  readonly dropped: number;
}

/** What became of a message. */
export type HookMessageState = 'waiting' | 'delivered' | 'dropped';

/** One message of a hook: all that happened of one cause in a while. */
export interface HookMessageRecord {
  /** Grows; the same at each attempt, so that a receiver knows what it had. */
  readonly id: string;
  readonly hook: string;
  /** What its events have in common: "alarm/egt-high", "device.pending". */
  readonly cause: string;
  /** Events that it tells of. */
  readonly events: number;
  readonly summary: string;
  /** JSON as it is sent; empty when the message is over. */
  readonly body: string;
  readonly state: HookMessageState;
  /** Wall clock of the manager, ms. */
  readonly createdAtMs: number;
  readonly attempts: number;
  /** Last answer: a status ("500"), or why there was none; empty before the first. */
  readonly answer: string;
  /** 0 while it waits. */
  readonly endedAtMs: number;
}

/** A hook as operators see it: no secret, with how it goes. */
export interface HookView extends Omit<HookRecord, 'secret'> {
  /** failing: the newest attempt failed. down: it fails for so long that an alarm was raised. */
  readonly state: 'ok' | 'failing' | 'down' | 'paused';
  /** Messages that wait. */
  readonly waiting: number;
  /** Age of the oldest of them, ms; 0 when none. */
  readonly oldestWaitingMs: number;
  /** Answer to the newest attempt since the manager's start; empty before it. */
  readonly answer: string;
}

/** How a test message went. */
export interface HookTest {
  readonly id: string;
  readonly delivered: boolean;
  /** Status, or why there was no answer. */
  readonly answer: string;
  readonly elapsedMs: number;
}

/** One POST. */
export interface HookRequest {
  readonly url: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
  /** Until the whole answer is there, ms. */
  readonly timeoutMs: number;
  /** Of the answer's body, which is not used: more is cut off. */
  readonly answerBytes: number;
}

/** What came of a POST. Redirects are answers like others: nobody follows them. */
export type HookAnswer =
  | { readonly type: 'answered'; readonly status: number; readonly retryAfterMs: number | undefined }
  | { readonly type: 'failed'; readonly reason: string };

/** Carries POSTs out of the manager. `done` is called once, never within the call, unless it was given up. */
export interface HookSender {
  /** Returns how to give it up. */
  send(request: HookRequest, done: (answer: HookAnswer) => void): () => void;
}

/** Hooks: what operators do with them. Every mutation is audited with actor and reason. */
export interface HookService {
  /** By name. */
  list(): HookView[];
  /** Throws E2601. */
  get(name: string): HookView;
  /**
   * @param hook without a secret one is made; the answer has it this once
   * Throws E2602 (exists), E2603 (as many as there may be), E2604 (name or URL), E2605 (secret), E18xx (condition).
   */
  create(
    hook: { readonly name: string; readonly url: string; readonly on: string; readonly secret?: string | undefined },
    by: Actor,
  ): Promise<{
    readonly hook: HookView;
    readonly secret: string;
    /** Of the newest entries of the timeline: how many it would have told of, and of how many causes. */
    readonly recent: { readonly entries: number; readonly wanted: number; readonly causes: number };
  }>;
  /** Sends one message now, whether paused or not; it is neither kept nor sent again. Throws E2601, E2606 (as many as may be under way). */
  test(name: string, by: Actor): Promise<HookTest>;
  /** Stops sending, or goes on; what happens meanwhile is gathered and waits. Throws E2601. */
  pause(name: string, isPaused: boolean, by: Actor): Promise<HookView>;
  /** Its waiting messages go with it. Throws E2601. */
  remove(name: string, by: Actor): Promise<HookView>;
  /** Newest first, from before `before`. Throws E2601. */
  deliveries(name: string, options: { readonly before?: string | undefined; readonly limit: number }): HookMessageRecord[];
  readonly counters: HookCounters;
}

/** Since the start of the manager; gauges are of now. */
export interface HookCounters {
  /** Events of the timeline that a hook wanted, for each hook that did. */
  readonly events: number;
  readonly delivered: number;
  /** Attempts that failed. */
  readonly failed: number;
  readonly dropped: number;
  /** Hooks whose receiver does not answer for so long that an alarm was raised. */
  readonly down: number;
  readonly waiting: number;
  readonly oldestWaitingMs: number;
}
