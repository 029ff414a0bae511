import { statSync } from 'node:fs';
import { readBounded } from '#proto/kit/index.js';
import { cliError } from './cli-errors.ts';
import type { Terminal } from './terminal.ts';

/** Largest file that a command reads as text, bytes. */
const mostBytes = 16 * 1_024 * 1_024;

/** Text of a file; - is standard input. @throws E2011 */
export async function readText(path: string, terminal: Terminal): Promise<string> {
  if (path === '-') return terminal.readInput();
  return readBounded(path, mostBytes, (detail) => cliError('E2011', detail)).toString('utf8');
}

/** A secret out of a file that its owner alone can read, or out of standard input (-). @throws E2011, E2017 */
export async function readSecret(path: string, terminal: Terminal): Promise<string> {
  const text = (await readText(path, terminal)).trim();
  if (path !== '-' && process.platform !== 'win32') {
    const mode = statSync(path).mode & 0o077;
    if (mode !== 0) {
      const bits = (statSync(path).mode & 0o777).toString(8);
      throw cliError('E2017', { message: `${path} has the mode ${bits}, not 600`, next: `chmod 600 ${path}` });
    }
  }
  if (text === '' || /\s/.test(text))
    throw cliError('E2011', { message: `${path === '-' ? 'standard input' : path} holds no token: one line, one word` });
  return text;
}
