import { formatDuration } from './duration.ts';

const dayMs = 86_400_000;

/** How a certificate stands by its end: a warning below 30 days, a sharper one below 7, failed when it is over. */
export interface CertificateAge {
  readonly level: 'ok' | 'warning' | 'failed';
  /** "2027-01-31 12:00Z, in 30d 2h". */
  readonly text: string;
}

/** @param expiresAtMs, nowMs wall clock, ms */
export function certificateAge(expiresAtMs: number, nowMs: number): CertificateAge {
  const leftMs = expiresAtMs - nowMs;
  const when = new Date(expiresAtMs).toISOString().replace(/^(.{10})T(.{5}).*$/, '$1 $2Z');
  if (leftMs < 0) return { level: 'failed', text: `${when}, ${formatDuration(-leftMs)} ago` };
  const text = `${when}, in ${formatDuration(leftMs)}`;
  if (leftMs < 7 * dayMs) return { level: 'warning', text: `${text}: less than 7 days` };
  return leftMs < 30 * dayMs ? { level: 'warning', text: `${text}: less than 30 days` } : { level: 'ok', text };
}
