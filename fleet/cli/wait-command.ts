import { setTimeout as sleep } from 'node:timers/promises';
import { exitCodes } from '#proto/kit/index.js';
import { cliError } from './cli-errors.ts';
import type { CommandContext } from './command-spec.ts';
import { openApi } from './connection.ts';
import { cellText } from './field-paths.ts';
import { printObject } from './render.ts';

/** What can be waited for. */
const waitedNouns: readonly string[] = ['device', 'group', 'alarm', 'operation', 'command', 'attempt', 'rollout'];

/** fleet wait */
export async function run(context: CommandContext): Promise<number> {
  const { input, signal } = context;
  const noun = input.argument(0);
  const name = input.argument(1);
  if (!waitedNouns.includes(noun))
    throw cliError('E2003', { message: `"${noun}" can not be waited for; it is one of ${waitedNouns.join(', ')}` });
  const condition = input.text('for');
  const timeoutMs = input.duration('timeout', 1, 366 * 86_400_000) ?? 60_000;
  const everyMs = input.duration('every', 100, 3_600_000) ?? 500;
  const api = await openApi(context);
  const begunMs = performance.now();
  for (;;) {
    const found = await api.get(`/v1/conditions/${noun}/${encodeURIComponent(name)}`, { for: condition });
    if (found.holds === true) {
      await printObject(
        context,
        { kind: noun, name: noun === 'group' || noun === 'rollout' ? 'name' : 'id', columns: [] },
        await api.get(cellText(found.path)),
      );
      return exitCodes.ok;
    }
    const leftMs = timeoutMs - (performance.now() - begunMs);
    if (leftMs <= 0) throw outOfTime(`${noun} ${name}`, condition, found.exists === true, input.text('timeout') ?? '60s');
    await sleep(Math.min(everyMs, leftMs), undefined, { signal }).catch(() => undefined);
    signal.throwIfAborted();
  }
}

function outOfTime(what: string, condition: string | undefined, exists: boolean, timeout: string): Error {
  const message = exists
    ? `${what} is there, but after ${timeout} this does not hold: ${condition}`
    : `after ${timeout} there is no ${what}`;
  return cliError('E2070', { message });
}
