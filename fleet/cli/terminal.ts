import { createInterface } from 'node:readline/promises';
import { styleText } from 'node:util';
import { cliError } from './cli-errors.ts';

/** Formats of util.styleText. */
export type TextStyle = Parameters<typeof styleText>[0];

/** Where a command reads and writes; tests hand in their own. */
export interface Terminal {
  /** Data for standard output. */
  out(text: string): void;
  /** Everything else: progress, hints, errors. */
  err(text: string): void;
  readonly outIsTty: boolean;
  readonly errIsTty: boolean;
  /** Both streams are a log that lasts: progress is told now and then. */
  readonly isLog?: boolean;
  /** A person can be asked: standard input and error are terminals. */
  readonly canAsk: boolean;
  readonly columns: number;
  readonly rows: number;
  readonly environment: NodeJS.ProcessEnv;
  /** All of standard input. */
  readInput(): Promise<string>;
  ask(question: string): Promise<string>;
  /** Calls on Ctrl-C, SIGTERM, and when the reader of standard output has gone. Returns the unsubscriber. */
  onInterrupt(listener: () => void): () => void;
  /** Colours where the stream shows them: obeys NO_COLOR, FORCE_COLOR and TERM. */
  style(stream: 'out' | 'err', style: TextStyle, text: string): string;
}

/** Largest text that comes by standard input, in characters. */
const mostInput = 16_777_216;

/** All that comes. @throws E2011 when it is more than a command reads as text */
export async function readInputOf(chunks: AsyncIterable<string>): Promise<string> {
  let text = '';
  for await (const chunk of chunks) {
    text += chunk;
    if (text.length > mostInput)
      throw cliError('E2011', { message: `standard input has ${text.length} characters or more, the limit is ${mostInput}` });
  }
  return text;
}

/** The terminal of this process. */
export function processTerminal(): Terminal {
  const { stdout, stderr, stdin } = process;
  stdout.on('error', (error: NodeJS.ErrnoException) => {
    // `fleet device list | head` closes the pipe early: nobody reads on, and that is no failure.
    if (error.code === 'EPIPE') process.exit(0);
    throw error;
  });
  return {
    out: (text) => void stdout.write(text),
    err: (text) => void stderr.write(text),
    outIsTty: stdout.isTTY === true,
    errIsTty: stderr.isTTY === true,
    canAsk: stdin.isTTY === true && stderr.isTTY === true,
    get columns() {
      // Some build servers have a terminal of no size.
      return stdout.columns || 80;
    },
    get rows() {
      return stdout.rows || 24;
    },
    environment: process.env,
    readInput: async () => {
      // Ctrl-C while somebody types: without this the command would go on waiting.
      const leave = (): void => void stdin.destroy(new Error('interrupted'));
      process.once('SIGINT', leave);
      try {
        return await readInputOf(stdin.setEncoding('utf8'));
      } finally {
        process.off('SIGINT', leave);
      }
    },
    ask: async (question) => {
      const reader = createInterface({ input: stdin, output: stderr });
      try {
        // Ctrl-C and the end of input close the reader and leave the question open: both are no answer.
        const closed = new Promise<string>((resolve) => reader.once('close', () => resolve('')));
        return await Promise.race([reader.question(question), closed]);
      } finally {
        reader.close();
      }
    },
    onInterrupt: (listener) => {
      const signals = ['SIGINT', 'SIGTERM'] as const;
      for (const signal of signals) process.once(signal, listener);
      return () => {
        for (const signal of signals) process.off(signal, listener);
      };
    },
    style: (stream, style, text) => styleText(style, text, { stream: stream === 'out' ? stdout : stderr }),
  };
}
