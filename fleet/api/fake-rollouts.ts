import { type RolloutService, type RolloutView, rolloutBuckets } from '#fleet/domain/index.js';

const counts = Object.fromEntries(rolloutBuckets.map((bucket) => [bucket, bucket === 'updated' ? 3 : 0])) as RolloutView['buckets'];
const sums = { devices: 3, attempted: 3, inFlight: 0, updated: 3, failed: 0, failing: 0, recovered: 0 };
const verdict = {
  gate: 'failed',
  wave: 'all',
  outcome: 'good' as const,
  summary: 'failed 0 % of 3 attempted',
  measured: '0 of 3',
  limit: '5 %',
  details: { share: 0 },
  sinceMs: 1_700_000_000_000,
};
const plan: RolloutView['plan'] = {
  name: 'r-42',
  title: 'Room 1.1.0',
  subject: { type: 'release', release: 'room@1.1.0', delta: 'prefer' },
  selector: 'profile=turbofan',
  exclude: '',
  seed: 'r-42',
  strata: ['profile'],
  membership: 'static',
  waves: [{ name: 'all', share: { type: 'percent', percent: 100, atLeast: 1 }, soakMs: 0, patienceMs: 0, gates: [] }],
  dispatch: { type: 'constant', perMinute: 60 },
  limits: { inFlight: 10, bytesPerSecond: 0 },
  windows: [],
  timeZone: 'UTC',
  deadlines: { offerMs: 1, downloadMs: 1, installMs: 1, confirmMs: 1 },
  retries: { byCause: {}, others: 0, waitMs: 0 },
  penalty: { failures: 3, ms: 0 },
  condition: '',
  approval: undefined,
  priority: 0,
  startAtMs: 0,
  missedWakeUps: 3,
};
const rollout: RolloutView = {
  plan,
  source: 'kind: Rollout',
  number: 1,
  revision: 4,
  state: 'completed',
  resumeTo: '',
  wave: 0,
  waveStartedAtMs: 1_700_000_000_000,
  soakStartedAtMs: 1_700_000_000_000,
  approvals: [{ by: 'ana', atMs: 1_700_000_000_000, reason: 'tested' }],
  changes: [{ atMs: 1_700_000_000_000, by: 'ana', reason: 'known', gate: 'failed', limit: 6, text: 'failed: 6 %' }],
  verdicts: [verdict],
  passed: [],
  promoted: [],
  steps: [{ atMs: 1_700_000_000_000, state: 'completed', wave: 'all', by: 'system', reason: '' }],
  evidence: {},
  keys: [],
  createdAtMs: 1_700_000_000_000,
  createdBy: 'ana',
  startedAtMs: 1_700_000_000_000,
  endedAtMs: 1_700_000_000_000,
  buckets: counts,
  sums,
  causes: {},
  waves: [{ name: 'all', devices: 3, state: 'passed', taken: 0, buckets: counts, sums, gates: [verdict] }],
  verdict: 'all 3 devices run room@1.1.0',
};
const explanation = {
  subject: 'rollout r-42',
  verdict: 'all 3 devices run room@1.1.0',
  outcomes: '3 devices kept working',
  steps: [
    { name: 'gate failed', outcome: 'ok' as const, measured: '0 of 3', limit: '5 %', setBy: 'plan', sinceMs: 0, next: '', details: {} },
  ],
  next: ['fleet rollout get r-42'],
};

/** Rollouts for the tests of the API: one that is completed; `calls` hears what it was told. */
export function fakeRollouts(calls: string[] = []): RolloutService {
  const say = (verb: string) => async (name: string, call: object) => {
    calls.push(`${verb} ${name} ${JSON.stringify(call)}`);
    return rollout;
  };
  return {
    parse: (source) => ({ ...plan, title: source.slice(0, 20) }),
    forecast: async () => ({
      plan,
      devices: 3,
      excluded: 0,
      waves: [
        {
          name: 'all',
          devices: 3,
          strata: [{ stratum: 'turbofan', devices: 3 }],
          control: 0,
          bytes: 10,
          expectedMs: 1,
          longestMs: 2,
          gates: [{ name: 'failed', power: 'with 3 devices …', figures: { unseen: 0.9 } }],
        },
      ],
      blockers: [{ reason: 'offline', devices: 1, names: ['engine-001'], message: 'not connected' }],
      bytes: 10,
      expectedMs: 1,
      silence: { devices: 0, percent: 0, perDayPercent: 0 },
      wayBack: { devices: 2, missing: [{ devices: 1, why: 'no release' }] },
      findings: [{ level: 'note', rule: 'small', message: 'small', next: '' }],
    }),
    create: async ({ file, key }) => say('create')(file, { key }),
    approve: say('approve'),
    start: say('start'),
    pause: say('pause'),
    resume: say('resume'),
    promote: say('promote'),
    retry: say('retry'),
    abort: say('abort'),
    rollback: say('rollback'),
    blast: async (name, verb) => ({
      verb,
      rollout: name,
      revision: 4,
      before: 0,
      inside: 0,
      past: 0,
      updated: 3,
      effects: ['nothing'],
      undo: '',
    }),
    get: () => rollout,
    list: () => [rollout],
    members: () => ({
      members: [{ deviceId: 'engine-001', wave: 'all', bucket: 'updated', why: 'runs it', attemptId: 'abcd', tries: 1, sinceMs: 1 }],
      total: 1,
      next: undefined,
    }),
    diff: () => [{ path: 'priority', running: '0', given: '1' }],
    explain: () => explanation,
    explainDevice: (id) => ({ ...explanation, subject: `device ${id}` }),
    subscribe: () => () => undefined,
    counters: {
      byState: { completed: 1 },
      buckets: { 'r-42': counts },
      ordered: 3,
      recalled: 0,
      decisions: 1,
      verdictsBad: 0,
      stoppedBy: { halt: 1 },
    },
  };
}
