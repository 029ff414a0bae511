import { readLedger } from '#firmware/host/index.js';
import { exitCodes } from '#proto/kit/index.js';
import { cliError } from './cli-errors.ts';
import type { CommandContext } from './command-spec.ts';
import { openApi } from './connection.ts';
import { reportError } from './error-report.ts';
import { LedgerCheck, type LedgerVerdict } from './ledger-check.ts';
import { checkScreen } from './ledger-screen.ts';
import { printObject } from './render.ts';

/** fleet sim check */
export async function run(context: CommandContext): Promise<number> {
  const { input, terminal } = context;
  const file = input.argument(0);
  const book = await readLedger(file);
  const isPartial = input.flag('partial');
  const api = await openApi(context);
  const check = new LedgerCheck(book, (sql, maxRows) => api.post('/v1/query', { sql, maxRows, timeoutMs: 60_000 }, 70_000));
  const verdict = await check.run((done) => {
    if (terminal.errIsTty) terminal.err(`\r${done} of ${book.devices.size} devices`);
  });
  if (terminal.errIsTty) terminal.err('\n');
  const item = { apiVersion: 'seatrial/v1', kind: 'LedgerVerdict', ledger: file, ...verdict };
  await printObject(context, { kind: 'LedgerVerdict', name: 'ledger', columns: [], screen: checkScreen }, item);
  const problem = problemOf(verdict, book.gap, isPartial);
  return problem === undefined ? exitCodes.ok : reportError(problem, terminal, context.format === 'json' || context.format === 'ndjson');
}

function problemOf({ lost, doubled, differences }: LedgerVerdict, gap: string | undefined, isPartial: boolean): Error | undefined {
  const [first] = differences;
  if (lost + doubled > 0) {
    const where = first === undefined ? '' : `; first: ${first.device} ${first.boot}.${first.sequence}, ${first.what}`;
    return cliError('E2041', { message: `${lost} acknowledged readings and events are not stored, ${doubled} more than once${where}` });
  }
  return gap === undefined || isPartial ? undefined : cliError('E2042', { message: gap });
}
