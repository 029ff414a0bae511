import { Argument, Command, CommanderError, Option } from '@commander-js/extra-typings';
import { exitCodes } from '#proto/kit/index.js';
import { cliError } from './cli-errors.ts';
import { CommandInput } from './command-input.ts';
import {
  type CommandContext,
  type CommandSpec,
  fieldOptions,
  type OptionSpec,
  type OutputFormat,
  outputFormats,
  outputOptions,
  remoteOptions,
  watchOptions,
} from './command-spec.ts';
import { commands, nouns } from './command-table.ts';
import { reportError } from './error-report.ts';
import { processTerminal, type Terminal } from './terminal.ts';

/** One call that was understood: the command and what it was given. */
export interface ParsedCall {
  readonly spec: CommandSpec;
  readonly input: CommandInput;
}

/** Ends parsing with an exit code when help was printed and nothing is to be run. */
class Finished {
  readonly code: number;
  constructor(code: number) {
    this.code = code;
  }
}

/**
 * Runs one command line.
 * @param argv without the interpreter and the program
 * @returns the exit code
 */
export async function main(argv: readonly string[], terminal: Terminal = processTerminal()): Promise<number> {
  const asJson = wantsJson(argv);
  const interrupt = new AbortController();
  const release = terminal.onInterrupt(() => interrupt.abort());
  try {
    const call = await parseCall(argv, terminal);
    if (call instanceof Finished) return call.code;
    const { spec, input } = call;
    const context: CommandContext = {
      spec,
      argv,
      input,
      terminal,
      signal: interrupt.signal,
      format: formatOf(input),
      tree: { commands, nouns },
      helpOf: (words) => helpOf(words, terminal),
    };
    const { run } = await spec.load();
    return await run(context);
  } catch (error) {
    if (interrupt.signal.aborted) return exitCodes.interrupted;
    return reportError(error, terminal, asJson);
  } finally {
    release();
  }
}

/**
 * Reads a command line without running it.
 * @throws E2002, E2003
 */
export async function parseCall(argv: readonly string[], terminal: Terminal): Promise<ParsedCall | Finished> {
  let call: ParsedCall | undefined;
  const program = buildProgram(terminal, (spec, input) => {
    call = { spec, input };
  });
  try {
    await program.parseAsync(wordsOf(argv), { from: 'user' });
  } catch (error) {
    if (!(error instanceof CommanderError)) throw error;
    if (error.code === 'commander.helpDisplayed') return new Finished(exitCodes.ok);
    // A noun without a verb: its help went to standard error.
    if (error.code === 'commander.help') return new Finished(exitCodes.usage);
    throw await usageError(error, argv);
  }
  return call ?? new Finished(exitCodes.ok);
}

/** Nothing means help, and what people try first on an unknown program means fleet version. */
function wordsOf(argv: readonly string[]): string[] {
  const [first, ...rest] = argv;
  if (first === undefined) return ['--help'];
  return first === '--version' || first === '-V' ? ['version', ...rest] : [...argv];
}

/** The text of --help of a command path such as ["device", "list"]; undefined when there is no such command. */
function helpOf(path: readonly string[], terminal: Terminal): string | undefined {
  // The typed program knows its own options; walking down to any command needs the plain one.
  let command: Command | undefined = buildProgram(terminal, () => undefined) as unknown as Command;
  for (const word of path) {
    command = command?.commands.find((one) => one.name() === word || one.aliases().includes(word)) as Command | undefined;
  }
  if (command === undefined) return undefined;
  let text = '';
  command.configureOutput({
    writeOut: (part) => {
      text += part;
    },
  });
  command.outputHelp();
  return text;
}

function buildProgram(terminal: Terminal, chosen: (spec: CommandSpec, input: CommandInput) => void): Command {
  const program = new Command('fleet');
  setUp(program, terminal);
  program.helpCommand(false);
  program.description('Seatrial: an edge firmware simulator and fleet manager');
  program.option('-V, --version', 'as fleet version');
  // Only before the command: behind it, --version is an option of the command.
  program.enablePositionalOptions();
  program.addHelpText(
    'after',
    '\nStart with: fleet demo, or fleet serve. More: fleet help TOPIC (exit-codes, environment, formatting, selectors, E2004)',
  );
  const groups = new Map<string, Command>([['', program]]);
  for (const spec of commands) {
    const words = spec.path.split(' ');
    const verb = words.pop() ?? '';
    const leaf = groupOf(groups, words, terminal).command(verb, { hidden: spec.isHidden === true });
    setUp(leaf as Command, terminal);
    fillCommand(leaf as Command, spec, chosen);
  }
  return program;
}

function setUp(command: Command, terminal: Terminal): void {
  command.exitOverride();
  command.configureOutput({
    writeOut: (text) => terminal.out(text),
    // Usage errors are reported by us, in our shape; what else comes here is the help of a noun without a verb.
    writeErr: (text) => terminal.err(text),
    outputError: () => undefined,
    getOutHelpWidth: () => (terminal.outIsTty ? terminal.columns : 140),
    getErrHelpWidth: () => (terminal.errIsTty ? terminal.columns : 140),
    getOutHasColors: () => false,
    getErrHasColors: () => false,
  });
  command.showHelpAfterError(false);
  command.helpOption('-h, --help', 'this text');
}

function groupOf(groups: Map<string, Command>, words: readonly string[], terminal: Terminal): Command {
  const path = words.join(' ');
  const known = groups.get(path);
  if (known !== undefined) return known;
  const group = groupOf(groups, words.slice(0, -1), terminal).command(words.at(-1) ?? '') as Command;
  const noun = nouns[path];
  if (noun !== undefined) group.alias(noun.plural).summary(noun.about).description(noun.about);
  setUp(group, terminal);
  group.helpCommand(false);
  groups.set(path, group);
  return group;
}

function fillCommand(command: Command, spec: CommandSpec, chosen: (spec: CommandSpec, input: CommandInput) => void): void {
  command.summary(spec.summary);
  const width = Math.max(...spec.examples.map(({ line }) => line.length));
  const examples = spec.examples
    .map(({ line, does }) => (width > 70 ? `  # ${does}\n  ${line}` : `  ${line.padEnd(width)}  # ${does}`))
    .join('\n');
  command.addHelpText('before', `${spec.summary}\n\nExamples:\n${examples}\n`);
  if (spec.details !== undefined) command.description(spec.details);
  for (const { syntax, does, choices } of spec.arguments ?? []) {
    const argument = new Argument(syntax, does);
    command.addArgument(choices === undefined ? argument : argument.choices(choices));
  }
  command.optionsGroup('Options:');
  for (const option of spec.options ?? []) addOption(command, option);
  if (spec.output !== 'none') {
    command.optionsGroup('Output:');
    for (const option of outputOptions) addOption(command, option);
    if (spec.output !== 'data') for (const option of fieldOptions) addOption(command, option);
    if (isWatchable(spec)) for (const option of watchOptions) addOption(command, option);
  }
  if (spec.remote) {
    command.optionsGroup('Manager:');
    for (const option of remoteOptions) addOption(command, option);
  }
  command.action((...all: unknown[]) => {
    const options = command.opts() as Readonly<Record<string, string | boolean | readonly string[] | undefined>>;
    const args = all.slice(0, -2) as (string | readonly string[] | undefined)[];
    chosen(spec, new CommandInput(args, options));
  });
}

/** Verbs that read take --watch; those that change something do not. */
function isWatchable(spec: CommandSpec): boolean {
  if (spec.output !== 'list' && spec.output !== 'object') return false;
  return /(^| )(list|get|pending|status|events)$/.test(spec.path);
}

function addOption(command: Command, spec: OptionSpec): void {
  const option: Option = new Option(spec.flags, spec.does);
  if (spec.choices !== undefined) option.choices(spec.choices);
  if (spec.repeatable === true) option.argParser((value: string, before: string[] | undefined) => [...(before ?? []), value]);
  command.addOption(option);
}

function formatOf(input: CommandInput): OutputFormat {
  const text = input.text('output');
  return outputFormats.find((format) => format === text) ?? 'table';
}

/** Whether errors are to be JSON: seen before anything is understood, so that usage errors are JSON too. */
function wantsJson(argv: readonly string[]): boolean {
  return argv.some((word, index) => {
    const value = word === '-o' || word === '--output' ? argv[index + 1] : (/^(?:-o|--output=)(.+)$/.exec(word)?.[1] ?? '');
    return value === 'json' || value === 'ndjson';
  });
}

async function usageError(error: CommanderError, argv: readonly string[]): Promise<Error> {
  const said = error.message.replace(/^error: /, '').replaceAll(/\s*\n\s*/g, ' ');
  const message = `${said}${await meantText(said)}`;
  if (error.code === 'commander.unknownCommand' || (error.code === 'commander.excessArguments' && argv.length === 1)) {
    return cliError('E2002', { message });
  }
  const words = argv.filter((word, index) => !word.startsWith('-') && argv.slice(0, index).every((before) => !before.startsWith('-')));
  const path = commands.map((spec) => spec.path).find((one) => words.join(' ').startsWith(one));
  return cliError('E2003', { message, next: `fleet ${path === undefined ? '' : `${path} `}--help` });
}

/** Of the values that an option or argument takes the one that was meant, as commander's message has them; empty when none is near. */
async function meantText(message: string): Promise<string> {
  const [, given, choices] = /'([^']*)' is invalid.* Allowed choices are (.*)\.$/.exec(message) ?? [];
  if (given === undefined || choices === undefined) return '';
  // Loaded only now: most calls are right.
  const { closestWord } = await import('#proto/yaml/index.js');
  const meant = closestWord(given, choices.split(', '));
  return meant === undefined ? '' : ` (did you mean "${meant}"?)`;
}
