/** A setting's, a context's or an argument's value. */
export type SettingValue = number | string | boolean;

/**
 * An application is an XState machine in JSON: data, not code. Its actions and guards come from the hardware vocabulary below,
 * and the loader refuses all that it does not know, since XState itself skips unknown actions and fires unknown delays at once.
 */
export interface Application {
  readonly id: string;
  readonly initial: string;
  /** Numbers, texts and flags that `set` and `add` change; settings of the configuration are copied in at start under their keys. */
  readonly context: Readonly<Record<string, SettingValue>>;
  readonly states: Readonly<Record<string, ApplicationState>>;
  /** Transitions from every state. */
  readonly on?: Readonly<Record<string, readonly ApplicationTransition[]>>;
}

/** A state: one level or nested. No invoke, no history, no parallel regions. */
export interface ApplicationState {
  readonly description?: string;
  readonly initial?: string;
  readonly states?: Readonly<Record<string, ApplicationState>>;
  readonly entry?: readonly HardwareAction[];
  readonly exit?: readonly HardwareAction[];
  readonly on?: Readonly<Record<string, readonly ApplicationTransition[]>>;
  /** By delay, whole ms from 1 to 31,536,000,000. */
  readonly after?: Readonly<Record<string, readonly ApplicationTransition[]>>;
  readonly always?: readonly ApplicationTransition[];
  readonly meta?: {
    /** Why a state without a way out is meant. */
    readonly final?: string;
  };
}

/** One way out of a state; the first whose guard holds is taken. */
export interface ApplicationTransition {
  /**
   * A sibling ("heating"), a path into one ("heating.fast"), or "#" and a path from the root; for transitions of the root one of its states.
   * A state that leads to itself is left and entered again.
   */
  readonly target?: string;
  readonly guard?: HardwareGuard;
  readonly actions?: readonly HardwareAction[];
}

/** A number, or the value of a context key or of the newest sample of a signal. */
export type PlainOperand = number | { readonly context: string } | { readonly signal: string };

/**
 * Also what a command brings with it under this name (a flag counts as 1 or 0), and otherwise what it means without. Only in guards and actions
 * of a transition on `command.<name>`.
 */
export type Operand = PlainOperand | { readonly argument: string; readonly otherwise: PlainOperand };

/** What an application can make the hardware do. */
export type HardwareAction =
  /** Samples the signals every everyMs from now on, together in one reading set; frames hold up to perFrame sets. */
  | {
      readonly type: 'sample';
      readonly params: { readonly signals: readonly string[]; readonly everyMs: number; readonly perFrame?: number };
    }
  /** Stops sampling these signals, all when left out. */
  | { readonly type: 'stop'; readonly params?: { readonly signals?: readonly string[] } }
  /** Sends the event on each crossing of the limit (exactly one of above and below), once until the signal has gone back by hysteresis. Looks every everyMs (1,000 when left out). */
  | {
      readonly type: 'watch';
      readonly params: {
        readonly signal: string;
        readonly above?: Operand;
        readonly below?: Operand;
        readonly hysteresis?: number;
        readonly everyMs?: number;
        readonly event: string;
      };
    }
  | { readonly type: 'unwatch'; readonly params: { readonly event: string } }
  /** Drives an actuator of the profile. */
  | { readonly type: 'actuate'; readonly params: { readonly actuator: string; readonly value: Operand } }
  /** Sends a DeviceEvent of kind APPLICATION. */
  | {
      readonly type: 'report';
      readonly params: { readonly name: string; readonly message?: string; readonly values?: Readonly<Record<string, Operand>> };
    }
  | { readonly type: 'set'; readonly params: { readonly key: string; readonly value: Operand | string | boolean } }
  | { readonly type: 'add'; readonly params: { readonly key: string; readonly value: Operand } }
  /** Takes memory, bytes, until the next reset; over the profile's memoryBytes (262,144 when it says none) the application crashes. */
  | { readonly type: 'allocate'; readonly params: { readonly bytes: number } }
  /** Draws charge, mAh, from the battery at once. */
  | { readonly type: 'draw'; readonly params: { readonly mah: number } }
  /** Ends the sleep of a unit with a wake-up plan: it goes on the link for awakeMs, so that what waits is sent. Its beat stays. */
  | { readonly type: 'wake' }
  | { readonly type: 'crash'; readonly params: { readonly message: string } };

/** What an application can ask. */
export type HardwareGuard =
  | { readonly type: 'above' | 'below' | 'equals' | 'atLeast'; readonly params: { readonly left: Operand; readonly right: Operand } }
  /** Charge above so many percent. */
  | { readonly type: 'battery'; readonly params: { readonly above: number } }
  /**
   * Local time of day by the device's clock, minutes since midnight UTC, from (with) to (without); may pass midnight. A number, or a context
   * key or setting with one; when both come out equal it never holds.
   */
  | { readonly type: 'timeOfDay'; readonly params: { readonly fromMinute: MinuteOperand; readonly toMinute: MinuteOperand } };

/** A time of day: minutes since midnight UTC, 0 to 1,440, or the context key or setting that holds it. */
export type MinuteOperand = number | { readonly context: string };
