/** Verbs of rollouts on the command line: what is shown, asked and sent, and what becomes of it when the rollout takes a step in between. */
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { rolloutBuckets } from '#fleet/domain/index.js';
import { FakeRolloutApi } from './fake-rollout-api.ts';
import { FakeTerminal } from './fake-terminal.ts';
import { main } from './program.ts';
import { rolloutCommands } from './rollout-table.ts';

let api: FakeRolloutApi;
let terminal: FakeTerminal;
beforeEach(async () => {
  api = await FakeRolloutApi.start();
  terminal = new FakeTerminal();
  terminal.environment = { FLEET_TOKEN: 'token', FLEET_URL: api.url };
});
afterEach(() => api.close());

const fleet = (...words: string[]): Promise<number> => main(words, terminal);
/** Revisions that were sent with verbs. */
const sent = () => api.verbs.map(({ body }) => body.revision);

describe('the rollout takes a step between what is shown and what is sent', () => {
  test.each(['pause', 'resume', 'approve', 'start', 'promote', 'retry'])('%s goes out again with what it reaches now', async (verb) => {
    api.stepsAhead = 1;
    expect(await fleet('rollout', verb, 'r-42', '-m', 'now')).toBe(0);
    expect(sent()).toEqual([3, 4]);
    expect(terminal.errText).toContain('100 devices');
    expect(terminal.errText).toContain('99 devices');
    expect(terminal.errText).toContain('revision 4');
    expect(new Set(api.verbs.map(({ key }) => key)).size).toBe(1);
  });

  test('what it reaches is shown again only where it differs', async () => {
    api.stepsAhead = 1;
    await fleet('rollout', 'pause', 'r-42');
    expect(terminal.errText.match(/are offered nothing/g)).toHaveLength(2);
    api.stepsAhead = 1;
    api.offeredAStep = 0;
    terminal.errText = '';
    await fleet('rollout', 'pause', 'r-42');
    expect(terminal.errText.match(/are offered nothing/g)).toHaveLength(1);
    expect(terminal.errText).toContain('it reaches the same devices');
  });

  test.each([['pause'], ['abort', '--confirm=r-42'], ['rollback', '--confirm=r-42']])(
    '%s is not refused however often it steps',
    async (verb, ...more) => {
      api.stepsAhead = 1_000;
      expect(await fleet('rollout', verb, 'r-42', '-m', 'now', ...more)).toBe(0);
      expect(sent()).toEqual([3, 4, 5, 6, undefined]);
    },
  );

  test('what goes on is refused at last, exit code 5', async () => {
    api.stepsAhead = 1_000;
    expect(await fleet('rollout', 'resume', 'r-42', '-m', 'now')).toBe(5);
    expect(sent()).toHaveLength(5);
    expect(terminal.errText).toContain('E2703');
  });

  test('--revision is that one or nothing', async () => {
    api.stepsAhead = 1;
    expect(await fleet('rollout', 'pause', 'r-42', '--revision', '3')).toBe(5);
    expect(sent()).toEqual([3]);
  });

  test('who was asked and said yes to a stop is not asked again; to all waves that are left is', async () => {
    terminal.canAsk = true;
    terminal.answers = ['y', 'y'];
    api.stepsAhead = 1;
    expect(await fleet('rollout', 'abort', 'r-42')).toBe(0);
    expect(sent()).toEqual([3, 4]);
    api.stepsAhead = 1;
    expect(await fleet('rollout', 'promote', 'r-42', '--full')).toBe(5);
    expect(sent()).toEqual([3, 4, 4]);
  });
});

describe('what is wrong is said before anything else', () => {
  test.each([['failed'], ['=4'], ['failed=-4'], ['failed=4x'], ['failed=4', 'failed=5']])('--raise %s', async (...raise) => {
    expect(await fleet('rollout', 'resume', 'r-42', ...raise.flatMap((one) => ['--raise', one]))).toBe(2);
    expect(api.requests).toEqual([]);
    expect(terminal.errText).toContain('E2003');
  });

  test('a plan without a word', async () => {
    for (const input of ['', ' \n']) {
      terminal.input = input;
      expect(await fleet('rollout', 'plan', '-f', '-')).toBe(2);
      expect(terminal.errText).toContain('standard input is empty');
    }
    expect(api.requests).toEqual([]);
  });
});

test('a plan of the longest text is sent, and one of a character more is not', async () => {
  const plan = (characters: number) => `title: ${'a'.repeat(characters - 'title: '.length)}`;
  terminal.input = plan(262_144);
  await fleet('rollout', 'plan', '-f', '-');
  expect(api.requests).toHaveLength(1);
  terminal.input = plan(262_145);
  for (const verb of ['plan', 'create']) expect(await fleet('rollout', verb, '-f', '-')).toBe(2);
  expect(await fleet('rollout', 'diff', 'r-42', '-f', '-')).toBe(2);
  expect(terminal.errText).toContain('standard input has 262145 characters, a plan has 262144 at most');
  expect(api.requests).toHaveLength(1);
});

describe('what a verb prints in a pipe', () => {
  test('is a short record: how it stands, how many it reached, and what undoes it', async () => {
    expect(await fleet('rollout', 'pause', 'r-42', '-m', 'now')).toBe(0);
    expect(terminal.outText.split('\n').map((line) => line.split('\t')[0])).toEqual(
      'name state revision wave verdict sums.devices sums.updated sums.inFlight sums.failed reached.before reached.inside reached.past reached.updated undo '.split(
        ' ',
      ),
    );
    expect(terminal.outText).toContain('reached.before\t100\n');
  });

  test.each([['json'], ['yaml'], ['ndjson']])('is the whole with -o %s', async (format) => {
    expect(await fleet('rollout', 'pause', 'r-42', '-o', format)).toBe(0);
    expect(terminal.outText).toContain('strata');
  });

  test('is what --fields names', async () => {
    expect(await fleet('rollout', 'pause', 'r-42', '--fields', 'plan.strata')).toBe(0);
    expect(terminal.outText).toBe('plan.strata.0\tprofile\nplan.strata.1\thardware\n');
  });

  test('is the tree on a terminal', async () => {
    terminal.outIsTty = true;
    expect(await fleet('rollout', 'pause', 'r-42')).toBe(0);
    expect(terminal.outText).toContain('▸ canary');
  });

  test('of a rollout that is made too', async () => {
    terminal.input = api.source;
    expect(await fleet('rollout', 'create', '-f', '-')).toBe(0);
    expect(terminal.outText.split('\n').length).toBeLessThan(20);
    expect(terminal.outText).toContain('state\tdispatching\n');
  });
});

test('--bucket takes the buckets that there are', () => {
  const spec = rolloutCommands.find(({ path }) => path === 'rollout get');
  expect(spec?.options?.find(({ flags }) => flags.startsWith('--bucket'))?.choices).toEqual(rolloutBuckets);
});

test('--dry-run sends no verb, and names the revision that it must be at', async () => {
  expect(await fleet('rollout', 'pause', 'r-42', '--dry-run', '--revision', '7')).toBe(0);
  expect(await fleet('rollout', 'pause', 'r-42', '--dry-run', '-o', 'json')).toBe(0);
  expect(api.requests.map(({ path }) => path)).toEqual([
    '/v1/rollouts/r-42/blast?verb=pause&revision=7',
    '/v1/rollouts/r-42/blast?verb=pause',
  ]);
});
