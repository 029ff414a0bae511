import type { Manager } from '#fleet/domain/index.js';
import { errorsOf } from '#proto/kit/index.js';

const fail = errorsOf({
  E1799: { title: 'no such thing', why: 'a test asked for it', next: 'fix the test', exit: 3, status: 404 },
});

/** A manager without rollouts. */
export function fakeRollouts(): Manager['rollouts'] {
  const none = (): never => {
    throw fail('E1799', { message: 'no rollout' });
  };
  const never = async (): Promise<never> => none();
  return {
    parse: none,
    forecast: none,
    create: never,
    approve: never,
    start: never,
    pause: never,
    resume: never,
    promote: never,
    retry: never,
    abort: never,
    rollback: never,
    blast: none,
    get: none,
    list: () => [],
    members: none,
    diff: none,
    explain: none,
    explainDevice: none,
    subscribe: () => () => undefined,
    counters: { byState: {}, buckets: {}, ordered: 0, recalled: 0, decisions: 0, verdictsBad: 0, stoppedBy: {} },
  };
}
