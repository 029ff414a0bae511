import { isSeatrialError } from '#proto/kit/index.js';
import type { ApiClient } from './api-client.ts';
import type { Check } from './machine-checks.ts';

/** What the manager says of a hook. */
interface HookFacts {
  readonly name: string;
  readonly state: 'ok' | 'failing' | 'down' | 'paused';
  readonly waiting: number;
  readonly answer: string;
}

/** Hooks: whether what happens reaches their receivers. */
export async function checkHooks(client: ApiClient): Promise<Check> {
  const list = await client.get('/v1/hooks').catch((error: unknown) => error);
  if (!(list instanceof Error)) return judgeHooks((list as { readonly items: readonly HookFacts[] }).items);
  const isForbidden = isSeatrialError(list, 'E1903');
  const fix = isForbidden ? 'a token of an operator' : isSeatrialError(list) ? list.next : '';
  return { check: 'hooks', result: isForbidden ? 'skipped' : 'failed', found: list.message, fix };
}

/** A hook that is down comes before one that fails for the first time; one that was paused is as somebody wants it. */
export function judgeHooks(hooks: readonly HookFacts[]): Check {
  if (hooks.length === 0) return { check: 'hooks', result: 'ok', found: 'there are none', fix: '' };
  const of = (state: HookFacts['state']): readonly HookFacts[] => hooks.filter((hook) => hook.state === state);
  const [worst] = [...of('down'), ...of('failing')];
  const count = (['ok', 'failing', 'down', 'paused'] as const).flatMap((state) => {
    const { length } = of(state);
    return length === 0 ? [] : [`${length} ${state}`];
  });
  const all = `${hooks.length} hooks: ${count.join(', ')}`;
  if (worst === undefined) return { check: 'hooks', result: 'ok', found: all, fix: '' };
  const { name, state, waiting, answer } = worst;
  const why = answer === '' ? 'no answer since the start of the manager' : answer;
  const found = `${all}; ${name} is ${state}, ${waiting} messages wait: ${why}`;
  return { check: 'hooks', result: state === 'down' ? 'failed' : 'warning', found, fix: `fleet hook test ${name}` };
}
