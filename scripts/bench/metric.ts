/** One figure of a bench. */
export interface Metric {
  readonly name: string;
  readonly value: number;
  readonly unit: string;
  /** What it has to reach: undefined when it is for orientation. */
  readonly limit?: { readonly atLeast: number } | { readonly atMost: number };
}

/** What a call may ask of a bench. */
export interface BenchOptions {
  /** Devices of the bench `ota` in place of its 10,000, or of `rollout` in place of its 100,000; 10 or more: for comparing before and after. The deltas of `ota` are left out then. */
  readonly devices?: number;
}

/** What a bench is. Progress goes to standard error. */
export interface Bench {
  readonly name: string;
  readonly title: string;
  run(tell: (line: string) => void, options: BenchOptions): Promise<Metric[]>;
}

/** Whether a figure reaches its limit; true when it has none. */
export function isMet({ value, limit }: Metric): boolean {
  if (limit === undefined) return true;
  return 'atLeast' in limit ? value >= limit.atLeast : value <= limit.atMost;
}

/** The middle of the values. */
export function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  const middle = sorted.length >> 1;
  return sorted.length % 2 === 1 ? (sorted[middle] ?? Number.NaN) : ((sorted[middle - 1] ?? 0) + (sorted[middle] ?? 0)) / 2;
}
