import { defaultUpdateLimits } from '#fleet/ota/index.js';
import { imageLimits } from '#proto/image/index.js';
import { BenchChild } from './child.ts';
import type { Spell } from './spell.ts';

/** As many as a manager serves at once. */
const sockets = defaultUpdateLimits.openTransfers;
const warmUpMs = 1_000;
const measureMs = 3_000;

/** What moving bytes costs. */
export interface MovingRate {
  readonly bytesPerSecond: number;
  /** Time on the processors in both processes, nanoseconds a KiB. */
  readonly cpuNsPerKib: number;
}

/** What a bare pair of `ws` moves in frames of one chunk. */
export async function bareRate(): Promise<MovingRate> {
  const source = new BenchChild('./bare-source-process.ts');
  const sink = new BenchChild('./bare-sink-process.ts');
  const url = await source.call<string>('listen');
  await sink.call('connect', { url, sockets });
  await source.call('run', { frameBytes: imageLimits.chunkBytes });
  const [out, into] = await Promise.all([source, sink].map((child) => child.call<Spell>('spell', { warmUpMs, measureMs })));
  await sink.stop();
  await source.stop();
  if (out === undefined || into === undefined) throw new Error('no figures of a bare pair');
  const bytesPerSecond = (into.bytes * 1_000) / into.ms;
  const cpuUsPerSecond = (out.cpuUs / out.ms + into.cpuUs / into.ms) * 1_000;
  return { bytesPerSecond, cpuNsPerKib: (cpuUsPerSecond * 1_000 * 1_024) / bytesPerSecond };
}

/** Time on the processors so far, microseconds. */
export async function cpuOf(children: readonly BenchChild[]): Promise<number> {
  const all = await Promise.all(children.map((child) => child.call<number>('cpuMicroseconds')));
  return all.reduce((sum, one) => sum + one, 0);
}

/** A moment of a measurement. */
export interface MovingMoment {
  readonly bytes: number;
  readonly atMs: number;
  readonly cpuUs: number;
}

/** What moved between two moments. */
export function rateOf(from: MovingMoment, to: MovingMoment): MovingRate {
  const bytes = to.bytes - from.bytes;
  return {
    bytesPerSecond: (bytes * 1_000) / (to.atMs - from.atMs),
    cpuNsPerKib: ((to.cpuUs - from.cpuUs) * 1_000 * 1_024) / bytes,
  };
}
