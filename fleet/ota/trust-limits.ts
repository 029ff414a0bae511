const dayMs = 86_400_000;

/** How long what the manager signs is valid. Defaults are those of fleet/app/manager-limits.ts. */
export interface TrustTerms {
  /** Of a timestamp; a new one is signed at half of it. */
  readonly timestampMs: number;
  /** Of a snapshot; a new one is signed at half of it. */
  readonly snapshotMs: number;
  /** Of targets that are proposed, and of a development root. */
  readonly targetsMs: number;
  readonly rootMs: number;
  readonly assignmentMs: number;
}

/** The terms that hold when nobody says anything. */
export const defaultTerms: TrustTerms = {
  timestampMs: dayMs,
  snapshotMs: 7 * dayMs,
  targetsMs: 365 * dayMs,
  rootMs: 365 * dayMs,
  assignmentMs: 7 * dayMs,
};

/** Days before an expiry at which an alarm is raised, with how bad it is; each takes the place of the one before. */
export const expiryBands = [
  { days: 60, severity: 'low' },
  { days: 30, severity: 'medium' },
  { days: 7, severity: 'critical' },
] as const;
