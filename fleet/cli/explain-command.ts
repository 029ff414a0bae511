import { exitCodes } from '#proto/kit/index.js';
import { cliError } from './cli-errors.ts';
import type { CommandContext } from './command-spec.ts';
import { openApi } from './connection.ts';
import { cellText, type Item } from './field-paths.ts';
import { printList, printObject } from './render.ts';
import { stepView } from './rollout-views.ts';
import { wrap } from './table-writer.ts';
import type { View } from './view.ts';

const view: View = { kind: 'Explanation', name: 'subject', columns: [] };
const glyphs: Readonly<Record<string, string>> = { ok: '✔', bad: '✖', waiting: '…', notReached: '·' };

/** fleet explain rollout|device NAME */
export async function run(context: CommandContext): Promise<number> {
  const { input, terminal, format } = context;
  const noun = input.argument(0);
  if (noun !== 'rollout' && noun !== 'device')
    throw cliError('E2003', { message: `"${noun}" can not be explained; it is rollout or device`, next: 'fleet explain rollout NAME' });
  const api = await openApi(context);
  const answer = await api.get(`/v1/${noun}s/${encodeURIComponent(input.argument(1))}/explain`);
  if (format === 'table') {
    const columns = terminal.outIsTty ? terminal.columns : Number.POSITIVE_INFINITY;
    for (const line of explanationLines(answer, input.flag('details'), columns)) terminal.out(`${line}\n`);
  } else if (format === 'csv') await printList(context, stepView, answer.steps as Item[]);
  else await printObject(context, view, answer);
  return exitCodes.ok;
}

/** An explanation for people: the sentence first, then what decided, in its order. @param columns of the terminal; infinity: nothing is wrapped */
export function explanationLines(answer: Item, withDetails: boolean, columns: number): string[] {
  const steps = answer.steps as Item[];
  const indent = Math.max(...steps.map(({ name }) => cellText(name).length), 0) + 6;
  const isOfStep = (line: string): boolean => /^[✔✖…· ] /.test(line);
  return linesOf(answer, withDetails).flatMap((line) => wrap(line, columns, isOfStep(line) ? indent : 2));
}

function linesOf(answer: Item, withDetails: boolean): string[] {
  const lines = [`${cellText(answer.subject)}: ${cellText(answer.verdict)}`];
  if (answer.outcomes !== '') lines.push(cellText(answer.outcomes));
  lines.push('');
  const steps = answer.steps as Item[];
  const width = Math.max(...steps.map(({ name }) => cellText(name).length), 0);
  for (const step of steps) {
    const limit = step.limit === '' ? '' : `  limit: ${cellText(step.limit)}${step.setBy === '' ? '' : ` (${cellText(step.setBy)})`}`;
    const since = typeof step.since === 'string' ? `  since ${step.since.replace('T', ' ').replace(/\.\d+Z$/, 'Z')}` : '';
    lines.push(`${glyphs[cellText(step.outcome)] ?? '·'} ${cellText(step.name).padEnd(width)}  ${cellText(step.measured)}${limit}${since}`);
    if (step.next !== '') lines.push(`  ${' '.repeat(width)}  next: ${cellText(step.next)}`);
    const details = Object.entries((step.details ?? {}) as Record<string, number>);
    if (withDetails && details.length > 0)
      lines.push(`  ${' '.repeat(width)}  ${details.map(([key, value]) => `${key} ${figure(value)}`).join(', ')}`);
  }
  const next = answer.next as string[];
  return next.length === 0 ? lines : [...lines, '', ...next.map((command) => `next: ${command}`)];
}

function figure(value: number): string {
  return Number.isInteger(value) ? value.toLocaleString('en') : value.toPrecision(3);
}
