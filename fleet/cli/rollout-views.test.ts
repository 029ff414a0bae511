/** Rollouts as they are shown: on narrow terminals, in pipes, as streams of changes. */
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { parseAllDocuments } from 'yaml';
import type { CommandContext } from './command-spec.ts';
import { FakeRolloutApi } from './fake-rollout-api.ts';
import { FakeTerminal } from './fake-terminal.ts';
import { main } from './program.ts';
import { StreamPrinter } from './rollout-stream.ts';

interface Stepped {
  readonly revision: number;
}

let api: FakeRolloutApi;
let terminal: FakeTerminal;
beforeEach(async () => {
  api = await FakeRolloutApi.start();
  terminal = new FakeTerminal();
  terminal.environment = { FLEET_TOKEN: 'token', FLEET_URL: api.url };
});
afterEach(() => api.close());

/** What a command writes to standard output. */
async function out(...words: string[]): Promise<string> {
  terminal.outText = '';
  await main(words, terminal);
  return terminal.outText;
}

const longest = (text: string): number => Math.max(...text.split('\n').map((line) => line.length));

describe('on a terminal of 40 columns', () => {
  beforeEach(() => {
    terminal.outIsTty = true;
    terminal.columns = 40;
  });

  test('a list keeps the columns that matter, whole', async () => {
    const [head = '', row = ''] = (await out('rollout', 'list')).split('\n');
    expect(head).toMatch(/^NAME +STATE +UPDATED$/);
    expect(row).toMatch(/^r-42 +dispatching +1,000$/);
    expect((await out('rollout', 'list', '-o', 'wide')).split('\n')[0]).toContain('WAVE');
    terminal.columns = 120;
    expect((await out('rollout', 'list')).split('\n')[0]).toMatch(
      /^NAME +STATE +WAVE +SUBJECT +DEVICES +UPDATED +IN FLIGHT +FAILED +VERDICT$/,
    );
  });

  test.each([[['rollout', 'get', 'r-42']], [['rollout', 'watch', 'r-42', '--for', '1ms']], [['explain', 'rollout', 'r-42']]])(
    '%j is wrapped between words, and nothing is lost',
    async (words) => {
      const narrow = await out(...words);
      expect(longest(narrow)).toBeLessThanOrEqual(40);
      terminal.columns = 400;
      const wide = await out(...words);
      const plain = (text: string) => text.replaceAll(/\s+/g, ' ');
      expect(plain(narrow)).toBe(plain(wide));
    },
  );

  test('watch cuts lines rather than waves when the terminal is low', async () => {
    terminal.rows = 7;
    const lines = (await out('rollout', 'watch', 'r-42', '--for', '1ms')).trimEnd().split('\n');
    expect(lines.length).toBeLessThanOrEqual(6);
    expect(longest(lines.join('\n'))).toBeLessThanOrEqual(40);
    expect(lines.some((line) => line.startsWith('· all'))).toBe(true);
  });
});

describe('in a pipe', () => {
  test.each([
    [['rollout', 'get', 'r-42']],
    [['rollout', 'pause', 'r-42']],
    [['rollout', 'pause', 'r-42', '--dry-run']],
    [['rollout', 'get', 'r-42', '-o', 'csv']],
  ])('%j has no JSON in its cells', async (words) => {
    expect(await out(...words)).not.toMatch(/[[{]"|\[\]|\{\}/);
  });

  test('each leaf is a line of its own, lists by their index', async () => {
    const lines = (await out('rollout', 'get', 'r-42')).split('\n');
    expect(lines).toContain('waves.0.name\tcanary');
    expect(lines).toContain('waves.0.gates.0.summary\tfailed 0 % of 1,000 attempted, at most 20 %');
    expect(lines).toContain('plan.strata.1\thardware');
    expect(lines).toContain('changes\t');
    expect(await out('rollout', 'get', 'r-42', '--fields', 'waves.1.name,plan.strata')).toBe(
      'waves.1.name\tall\nplan.strata.0\tprofile\nplan.strata.1\thardware\n',
    );
  });

  test('the plan in every format', async () => {
    expect(await out('rollout', 'get', 'r-42', '--plan')).toBe(api.source);
    expect(await out('rollout', 'get', 'r-42', '--plan', '-o', 'yaml')).toBe(api.source);
    const plan = { apiVersion: 'seatrial/v1', kind: 'Rollout', name: 'r-42', waves: [{ name: 'canary', percent: '5%' }] };
    for (const format of ['json', 'ndjson'])
      expect(JSON.parse(await out('rollout', 'get', 'r-42', '--plan', '-o', format))).toMatchObject(plan);
    expect(await out('rollout', 'get', 'r-42', '--plan', '-o', 'name')).toBe('r-42\n');
    expect(await out('rollout', 'get', 'r-42', '--plan', '-o', 'csv')).toContain('waves.0.percent');
  });

  test.each([
    [
      'json',
      (text: string) =>
        text
          .trimEnd()
          .split('\n')
          .map((line) => (JSON.parse(line) as Stepped).revision),
    ],
    ['yaml', (text: string) => parseAllDocuments(text).map((document) => (document.toJS() as Stepped).revision)],
    [
      'csv',
      (text: string) =>
        text
          .trimEnd()
          .split('\r\n')
          .map((row) => row.split(',')[0]),
    ],
    [
      'table',
      (text: string) =>
        text
          .trimEnd()
          .split('\n')
          .map((row) => row.split('\t').length),
    ],
  ] as const)('a watch is one object a change: %s', async (format, read) => {
    // All that it reads of one.
    const context = { format, terminal } as unknown as CommandContext;
    const printer = new StreamPrinter(context);
    const rollout = { name: 'r-42', state: 'dispatching', revision: 3, verdict: 'a\tb', waves: [] };
    await printer.print(rollout);
    await printer.print({ ...rollout, sums: {} });
    await printer.print({ ...rollout, revision: 4 });
    expect(read(terminal.outText)).toEqual({ json: [3, 4], yaml: [3, 4], csv: ['name', 'r-42', 'r-42'], table: [4, 4] }[format]);
  });

  test('an explanation as CSV is a row a step', async () => {
    const [head, first] = (await out('explain', 'rollout', 'r-42', '-o', 'csv')).split('\r\n');
    expect([head, first]).toEqual(['name,outcome,measured,limit,setBy,since,next', 'gate failed,ok,0 of 3,5 %,plan,,']);
  });
});

describe('options that mean nothing together are refused', () => {
  test.each([
    [['rollout', 'status', 'r-42', '--timeout', '5s'], '--wait'],
    [['rollout', 'get', 'r-42', '--limit', '5'], '--members'],
    [['rollout', 'get', 'r-42', '--plan', '--members'], '--plan'],
    [['rollout', 'get', 'r-42', '--bucket', 'rolled-back'], 'did you mean "rolledBack"?'],
    [['explain', 'rolout', 'r-42'], 'did you mean "rollout"?'],
  ])('%j', async (words, said) => {
    expect(await main(words, terminal)).toBe(2);
    expect(terminal.errText).toContain(said);
    expect(api.requests).toEqual([]);
  });
});

test('the buckets that the help names are those that there are', async () => {
  const { rolloutBuckets } = await import('#fleet/domain/index.js');
  const { rolloutCommands } = await import('./rollout-table.ts');
  const get = rolloutCommands.find(({ path }) => path === 'rollout get');
  expect(get?.options?.find(({ flags }) => flags.startsWith('--bucket'))?.choices).toEqual([...rolloutBuckets]);
});

test.each([
  [['rollout', 'status', 'r-42', '--wait', '--timeout', '1100ms'], 6],
  [['rollout', 'watch', 'r-42', '--every', '250ms', '--for', '600ms'], 0],
])('%j goes on when the manager is away for a while', async (words, code) => {
  api.answersUntilBreak = 1;
  expect(await main(words, terminal)).toBe(code);
  expect(api.answersUntilBreak).toBeUndefined();
  expect(terminal.errText).toContain('it is asked again');
});

test('a manager that never answered is an error at once', async () => {
  api.answersUntilBreak = 0;
  expect(await main(['rollout', 'status', 'r-42', '--wait'], terminal)).toBe(1);
  expect(terminal.errText).toContain('E2005');
});
