import { exitCodes } from '#proto/kit/index.js';
import { cliError } from './cli-errors.ts';
import type { CommandContext } from './command-spec.ts';
import { reportError } from './error-report.ts';
import { checkMachine } from './machine-checks.ts';
import { checkManager } from './manager-checks.ts';
import { printList } from './render.ts';
import { checkView } from './views.ts';

/** fleet doctor */
export async function run(context: CommandContext): Promise<number> {
  const checks = [...(await checkMachine(context)), ...(await checkManager(context))];
  const items = checks.map((check) => ({ apiVersion: 'seatrial/v1', kind: 'Check', ...check }));
  await printList(context, checkView, items);
  const failed = checks.filter(({ result }) => result === 'failed');
  const [first] = failed;
  if (first === undefined || context.input.isBare('fields')) return exitCodes.ok;
  const message = `${failed.length} of ${checks.length} checks failed: ${failed.map(({ check }) => check).join(', ')}`;
  return reportError(cliError('E2015', { message, next: first.fix }), context.terminal, context.format === 'json');
}
