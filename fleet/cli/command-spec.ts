/** What a command is, light enough to be read at every start: its implementation is loaded only when it runs. */
import type { CommandInput } from './command-input.ts';
import type { Terminal } from './terminal.ts';

/** What a running command is given. */
export interface CommandContext {
  readonly spec: CommandSpec;
  /** The words of the call, without the program. */
  readonly argv: readonly string[];
  readonly input: CommandInput;
  readonly terminal: Terminal;
  /** Aborted by Ctrl-C. */
  readonly signal: AbortSignal;
  readonly format: OutputFormat;
  readonly tree: CommandTree;
  /** The --help of a command by its words; undefined when there is none. */
  readonly helpOf: (words: readonly string[]) => string | undefined;
}

/** All that there is. */
export interface CommandTree {
  readonly commands: readonly CommandSpec[];
  /** By the words before the verb: "provision token". */
  readonly nouns: Readonly<Record<string, { readonly plural: string; readonly about: string }>>;
}

/** One option. */
export interface OptionSpec {
  /** As commander reads it: "-w, --watch", "--limit <count>". */
  readonly flags: string;
  /** What it does, with unit, range and default. */
  readonly does: string;
  readonly choices?: readonly string[];
  /** May be given several times; the values are collected. */
  readonly repeatable?: boolean;
}

/** One example of the help: a command line that works. */
export interface Example {
  readonly line: string;
  readonly does: string;
}

/** One command. */
export interface CommandSpec {
  /** "device list". */
  readonly path: string;
  readonly summary: string;
  /** More for --help. */
  readonly details?: string;
  readonly arguments?: readonly { readonly syntax: string; readonly does: string; readonly choices?: readonly string[] }[];
  readonly options?: readonly OptionSpec[];
  /** list and object take -o, --fields and --watch; data takes -o alone; none prints text. */
  readonly output: 'list' | 'object' | 'data' | 'none';
  /** Talks to a manager: takes --context, --url, --token-file. */
  readonly remote: boolean;
  /** Called by shells, not by people: not in the help. */
  readonly isHidden?: boolean;
  /** Two or more. */
  readonly examples: readonly [Example, Example, ...Example[]];
  readonly load: () => Promise<{ readonly run: (context: CommandContext) => Promise<number> }>;
}

/** Formats of -o. */
export const outputFormats = ['table', 'json', 'ndjson', 'yaml', 'csv', 'name'] as const;
export type OutputFormat = (typeof outputFormats)[number];
/** What -o takes: wide is a table with more columns. */
const outputChoices = ['wide', ...outputFormats] as const;

/** Options of every command that prints data. */
export const outputOptions: readonly OptionSpec[] = [
  { flags: '-o, --output <format>', does: 'table on a terminal, tab-separated when piped; or one of these', choices: outputChoices },
];
export const fieldOptions: readonly OptionSpec[] = [
  { flags: '--fields [names]', does: 'only these fields, joined by commas; no names lists them' },
];
export const watchOptions: readonly OptionSpec[] = [
  { flags: '-w, --watch', does: 'go on: redraw on a terminal, else one line or NDJSON object a change' },
  { flags: '--every <time>', does: 'look again this often with --watch, 250ms to 1h (default 2s)' },
  { flags: '--for <time>', does: 'end a --watch after this time, exit code 0' },
];

/** Options of every command that talks to a manager. */
export const remoteOptions: readonly OptionSpec[] = [
  { flags: '--context <name>', does: 'the context to use (FLEET_CONTEXT)' },
  { flags: '--url <url>', does: 'address of the manager (FLEET_URL)' },
  { flags: '--ca <file>', does: 'PEM file of the authority that signed the certificate of an https:// manager (FLEET_CA)' },
  { flags: '--token-file <file>', does: 'file with the token, - for standard input (FLEET_TOKEN has the token itself)' },
];
