import { setTimeout as sleep } from 'node:timers/promises';

/** What a process did for a while, by its own watch: who asks a busy one hears of it late. */
export interface Spell {
  readonly ms: number;
  readonly bytes: number;
  /** Time on the processors, microseconds. */
  readonly cpuUs: number;
}

/** Lets warmUpMs go by and looks for measureMs. @param bytes so far */
export async function spellOf({ warmUpMs, measureMs }: { warmUpMs: number; measureMs: number }, bytes: () => number): Promise<Spell> {
  await sleep(warmUpMs);
  const from = { atMs: performance.now(), bytes: bytes(), cpuUs: cpuMicroseconds() };
  await sleep(measureMs);
  return { ms: performance.now() - from.atMs, bytes: bytes() - from.bytes, cpuUs: cpuMicroseconds() - from.cpuUs };
}

function cpuMicroseconds(): number {
  const { user, system } = process.cpuUsage();
  return user + system;
}
