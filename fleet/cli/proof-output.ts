import { type ProofReport, proofError } from '#firmware/prove/index.js';
import { exitCodes } from '#proto/kit/index.js';
import type { CommandContext } from './command-spec.ts';
import { reportError } from './error-report.ts';
import { cellText, type Item } from './field-paths.ts';
import { printObject } from './render.ts';
import type { View } from './view.ts';

/**
 * Runs a proof and prints it: what is proven stands in the first line, before the run, since a run takes a while.
 * @param again words of the command that repeat a case, without --seed and --only
 * @param table prints what stands between the first line and the figures, for people
 * @returns exit code 0, or 7 when the verdict is bad
 */
export async function printProof<Report extends ProofReport>(
  context: CommandContext,
  claim: string,
  again: readonly string[],
  prove: () => Report | Promise<Report>,
  screen: NonNullable<View['screen']> = () => [],
  table: (report: Report) => Promise<void> = async () => undefined,
): Promise<number> {
  const { terminal, format, input } = context;
  const isText = format === 'table' && input.text('fields') === undefined && !input.isBare('fields');
  if (isText) terminal.out(`${claim}\n`);
  const full = await prove();
  if (isText) await table(full);
  const report: ProofReport = full;
  const repeat = (name: string): string => [...again, '--seed', report.seed, '--only', name].map(quoted).join(' ');
  const problems = report.problems.map((problem) => ({ ...problem, repeat: repeat(problem.case) }));
  const item: Item = { apiVersion: 'seatrial/v1', kind: 'Proof', ...report, problems };
  const { claim: _above, rows: _table, ...below } = item;
  const view: View = { kind: 'Proof', name: 'verdict', columns: [], screen: (shown) => [...screen(shown), ...commonScreen(report)] };
  await printObject(context, view, isText ? below : item);
  if (report.verdict === 'passed') return exitCodes.ok;
  return reportError(failureOf(report, problems[0]), terminal, format === 'json' || format === 'ndjson');
}

function commonScreen({ states, problems, problemCount, verdict }: ProofReport): [string, string][] {
  const count = (value: number): string => value.toLocaleString('en');
  return [
    ...states.map(({ state, reached }): [string, string] => ['reached', `${state}: ${count(reached)}`]),
    ...problems.map((problem): [string, string] => ['problem', `${problem.case}: ${problem.what}`]),
    ['verdict', `${verdict}, ${count(problemCount)} problems`],
  ];
}

function failureOf({ problemCount, states, seed }: ProofReport, first: { what: string; repeat: string } | undefined): Error {
  if (first !== undefined) {
    return proofError('E2272', { message: `${problemCount} problems with the seed ${seed}; first: ${first.what}`, next: first.repeat });
  }
  const missed = states.filter(({ reached }) => reached === 0).map(({ state }) => state);
  return proofError('E2272', {
    message: `with the seed ${seed} these states were not reached: ${missed.join(', ')}`,
    next: 'images, profile or seed that reach them',
  });
}

function quoted(word: string): string {
  const text = cellText(word);
  return /^[\w./:@=-]+$/.test(text) ? text : `'${text.replaceAll("'", "'\\''")}'`;
}
