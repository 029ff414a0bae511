import type { HookAnswer, HookRequest, HookSender } from '#fleet/domain/index.js';
import { messageOf } from '#proto/kit/index.js';

/** Longest wait that a receiver may ask for, ms: what a clock that is off makes of a date must stay a number. */
const longestAskedMs = 86_400_000;

/**
 * POSTs by Node's fetch: certificates are verified, redirects are answers (nobody follows them to where the operator did not send),
 * proxies of the environment are not asked, and of the answer's body so much is read as the request allows.
 */
export function createFetchSender(): HookSender {
  return {
    send: (request, done) => {
      const given = new AbortController();
      void post(request, given.signal).then((answer) => {
        if (!given.signal.aborted) done(answer);
      });
      return () => given.abort();
    },
  };
}

async function post({ url, headers, body, timeoutMs, answerBytes }: HookRequest, given: AbortSignal): Promise<HookAnswer> {
  const late = AbortSignal.timeout(timeoutMs);
  try {
    const signal = AbortSignal.any([given, late]);
    const answer = await fetch(url, { method: 'POST', headers: { ...headers }, body, redirect: 'manual', signal });
    // The status is the answer: a body that breaks off or has no end does not unsay it.
    await discard(answer, answerBytes).catch(() => undefined);
    return { type: 'answered', status: answer.status, retryAfterMs: retryAfterOf(answer.headers.get('retry-after')) };
  } catch (error) {
    if (late.aborted) return { type: 'failed', reason: `no answer within ${timeoutMs} ms` };
    return { type: 'failed', reason: reasonOf(error) };
  }
}

/** Reads so much of a body that its connection can be used again; of one that is longer the connection is closed. */
async function discard(answer: Response, mostBytes: number): Promise<void> {
  const reader = answer.body?.getReader();
  if (reader === undefined) return;
  for (let bytes = 0; bytes <= mostBytes; ) {
    const { done, value } = await reader.read();
    if (done) return;
    bytes += value.byteLength;
  }
  await reader.cancel();
}

/** fetch says "fetch failed" and has the reason behind it. */
function reasonOf(error: unknown): string {
  const cause = error instanceof Error && error.cause instanceof Error ? error.cause : error;
  const code = cause instanceof Error && 'code' in cause && typeof cause.code === 'string' ? cause.code : '';
  const text = messageOf(cause);
  return code === '' || text.includes(code) ? text : `${code}: ${text}`;
}

/** Seconds or a date, as ms from now; undefined when it is neither. */
function retryAfterOf(header: string | null): number | undefined {
  if (header === null) return undefined;
  const seconds = Number(header);
  const ms = Number.isFinite(seconds) ? seconds * 1_000 : Date.parse(header) - Date.now();
  return Number.isFinite(ms) ? Math.min(Math.max(ms, 0), longestAskedMs) : undefined;
}
