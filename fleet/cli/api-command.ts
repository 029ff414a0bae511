import { exitCodes } from '#proto/kit/index.js';
import { ApiFailure } from './api-client.ts';
import { cliError } from './cli-errors.ts';
import type { CommandContext } from './command-spec.ts';
import { openApi } from './connection.ts';
import type { Item } from './field-paths.ts';
import { toYaml } from './render.ts';
import { readText } from './secret-source.ts';

/** fleet api: the answer goes to standard output as it came, with -o json or yaml indented. */
export async function run(context: CommandContext): Promise<number> {
  const { input, terminal, format } = context;
  const method = input.argument(0).toUpperCase();
  const path = input.argument(1);
  if (!/^(GET|POST|PUT|PATCH|DELETE|HEAD|OPTIONS)$/.test(method)) throw cliError('E2003', { message: `"${method}" is no method of HTTP` });
  if (!path.startsWith('/')) throw cliError('E2003', { message: `"${path}" is no path: it starts with /` });
  const file = input.text('file');
  const body = file === undefined ? undefined : await readText(file, terminal);
  const api = await openApi(context);
  const { status, contentType, text } = await api.raw(method, path, body);
  if (status >= 400) throw failureOf(text, status, api.url + path);
  if (contentType.includes('json') && format === 'json') terminal.out(`${JSON.stringify(JSON.parse(text), null, 2)}\n`);
  else if (contentType.includes('json') && format === 'yaml') terminal.out(await toYaml(JSON.parse(text)));
  else if (format === 'json')
    terminal.out(`${JSON.stringify({ apiVersion: 'seatrial/v1', kind: 'RawAnswer', status, contentType, text }, null, 2)}\n`);
  else terminal.out(text.endsWith('\n') || text === '' ? text : `${text}\n`);
  return exitCodes.ok;
}

function failureOf(text: string, status: number, where: string): Error {
  try {
    const problem = JSON.parse(text) as Item;
    if (typeof problem.code === 'string') return new ApiFailure(problem.code, problem, status);
  } catch {
    // Not JSON: said below.
  }
  return cliError('E2012', { message: `${where} answered ${status} without a problem of ours` });
}
