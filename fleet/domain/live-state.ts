/** A device as the view devices shows it. Times are ms since 1970-01-01T00:00Z, null when never. */
export interface LiveDevice {
  readonly device: string;
  readonly profile: string;
  readonly status: string;
  readonly presence: string;
  readonly firmware: string;
  readonly labels: Readonly<Record<string, string>>;
  /** Device whose socket carried it; empty when its own. */
  readonly gateway: string;
  readonly openAlarms: number;
  readonly lastSeenMs: number | null;
}

/** An alarm as the view alarms shows it. */
export interface LiveAlarm {
  readonly id: number;
  readonly device: string;
  readonly rule: string;
  readonly severity: string;
  readonly state: string;
  readonly title: string;
  readonly reason: string;
  readonly raisedMs: number;
  readonly clearedMs: number | null;
  readonly acknowledgedMs: number | null;
  readonly acknowledgedBy: string;
  readonly note: string;
}

/** State of the manager for the views that are no telemetry; read a page at a time, so that no turn is long. */
export interface LiveState {
  devices(): Iterable<readonly LiveDevice[]>;
  alarms(): Iterable<readonly LiveAlarm[]>;
}
