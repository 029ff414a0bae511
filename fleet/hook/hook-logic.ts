import type { HookAnswer } from '#fleet/domain/index.js';
import { fail } from './hook-errors.ts';
import type { HookLimits } from './hook-limits.ts';

/** Refuses a name or a URL that no hook may have. @throws E2604 */
export function checkHook(name: string, url: string): void {
  if (!/^[a-z0-9][a-z0-9._-]{0,62}$/.test(name)) {
    throw fail('E2604', { message: `the hook name ${JSON.stringify(name.slice(0, 80))} is not 1 to 63 of a-z 0-9 . _ -` });
  }
  const shown = JSON.stringify(url.slice(0, 120));
  if (url.length > 2_000) throw fail('E2604', { message: `the URL has ${url.length} characters, its range is 1 to 2000` });
  if (!URL.canParse(url)) throw fail('E2604', { message: `${shown} is no URL` });
  const { protocol, username, password, hash } = new URL(url);
  if (protocol !== 'http:' && protocol !== 'https:') throw fail('E2604', { message: `${shown} is not http:// or https://` });
  if (username !== '' || password !== '') throw fail('E2604', { message: 'the URL holds a user name or a password' });
  if (hash !== '') throw fail('E2604', { message: `${shown} has a fragment, which no receiver would see` });
}

/** The receiver took it. */
export function isTaken(answer: HookAnswer): boolean {
  return answer.type === 'answered' && answer.status >= 200 && answer.status < 300;
}

/** An answer in a word. */
export function answerText(answer: HookAnswer): string {
  return answer.type === 'answered' ? String(answer.status) : answer.reason.slice(0, 200);
}

/**
 * From a failed attempt to the hook's next one, ms: doubled at each failure, the upper half of it by chance, so that hooks of one receiver do
 * not come together. What the receiver asks for by Retry-After counts when it is longer; longestRetryMs is the most.
 * @param failures in a row, 1 or more
 * @param chance 0 (with) to 1 (without)
 */
export function retryDelayMs(failures: number, answer: HookAnswer, chance: number, limits: HookLimits): number {
  const full = Math.min(limits.longestRetryMs, limits.retryMs * 2 ** Math.min(failures - 1, 30));
  const asked = answer.type === 'answered' ? (answer.retryAfterMs ?? 0) : 0;
  return Math.min(limits.longestRetryMs, Math.max(full / 2 + (full / 2) * chance, asked));
}
