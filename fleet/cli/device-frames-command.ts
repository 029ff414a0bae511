import { exitCodes } from '#proto/kit/index.js';
import type { ApiClient } from './api-client.ts';
import { cliError } from './cli-errors.ts';
import type { CommandContext } from './command-spec.ts';
import { openApi } from './connection.ts';
import { createEventPrinter } from './events-command.ts';
import type { Item } from './field-paths.ts';
import { CaptureWriter, captureLimits, readCapture } from './frame-capture.ts';
import { frameItem, frameView, hexLines, shownFrame } from './frame-lines.ts';
import { printList } from './render.ts';
import { watchEnd } from './watch.ts';

/** Frames that are shown when nothing is said. */
const usualFrames = 100;
/** Frames of one request. */
const pageFrames = 1_000;
const fullText = `the capture file is full: ${captureLimits.frames} frames or ${captureLimits.bytes} bytes\n`;

/** fleet device frames */
export async function run(context: CommandContext): Promise<number> {
  const { input } = context;
  checkOptions(context);
  const file = input.text('file');
  const limit = input.count('limit', 1, captureLimits.frames);
  if (file !== undefined) return showFile(context, file, limit ?? captureLimits.frames);
  const api = await openApi(context);
  const path = `/v1/devices/${encodeURIComponent(input.argument(0))}/frames`;
  const query = { direction: input.text('direction'), reason: input.text('reason') };
  return withCapture(context, (capture) =>
    input.flag('watch')
      ? follow(context, api, path, query, limit ?? Number.POSITIVE_INFINITY, capture)
      : showKept(context, api, path, query, limit ?? usualFrames, capture),
  );
}

/** @throws E2003 for what does not go together */
function checkOptions({ input, format }: CommandContext): void {
  const wrong = (message: string): Error => cliError('E2003', { message });
  const file = input.text('file');
  const device = input.optionalArgument(0);
  if (file === undefined && device === undefined) throw wrong('neither a device nor --file is given');
  if (file !== undefined && device !== undefined) throw wrong(`--file shows what is in the file, not device ${device}`);
  for (const name of ['save', 'for', 'reason']) {
    if (file !== undefined && input.text(name) !== undefined) throw wrong(`--${name} does not go with --file`);
  }
  if (file !== undefined && input.flag('watch')) throw wrong('--watch does not go with --file');
  if (input.text('for') !== undefined && !input.flag('watch')) throw wrong('--for ends a --watch, and there is none');
  if (input.flag('hex') && (format === 'csv' || format === 'name')) throw wrong(`--hex does not go with -o ${format}`);
}

async function showFile(context: CommandContext, file: string, limit: number): Promise<number> {
  const { head, frames } = readCapture(file);
  const direction = context.input.text('direction') ?? 'both';
  const wanted = frames.filter((frame) => direction === 'both' || direction === frame.direction).slice(-limit);
  await printFrames(
    context,
    wanted.map((frame) => frameItem(frame, head)),
  );
  return exitCodes.ok;
}

type Wanted = Readonly<Record<'direction' | 'reason', string | undefined>>;

/** The newest kept frames, oldest of them first, page by page from the newest back. */
async function showKept(
  context: CommandContext,
  api: ApiClient,
  path: string,
  wanted: Wanted,
  limit: number,
  capture: CaptureWriter | undefined,
): Promise<number> {
  let items: Item[] = [];
  let before: number | undefined;
  do {
    const page = await api.get(path, { ...wanted, limit: Math.min(pageFrames, limit - items.length), before });
    if (before === undefined) capture?.head(page);
    items = [...(page.items as Item[]), ...items];
    before = typeof page.before === 'number' ? page.before : undefined;
  } while (before !== undefined && items.length < limit);
  for (const item of items) if (capture?.isFull === false) capture.frame(item);
  if (capture?.isFull === true) context.terminal.err(fullText);
  await printFrames(context, items);
  if (before !== undefined) context.terminal.err(`the newest ${items.length} are shown, there are older ones: --limit takes more\n`);
  return exitCodes.ok;
}

/** Frames as they come, until --limit, --for, Ctrl-C, or the capture file is full. */
async function follow(
  context: CommandContext,
  api: ApiClient,
  path: string,
  wanted: Wanted,
  limit: number,
  capture: CaptureWriter | undefined,
): Promise<number> {
  const end = watchEnd(context);
  const print = createFramePrinter(context);
  let seen = 0;
  for await (const { event, data } of api.stream(`${path}/stream`, wanted, undefined, end.signal)) {
    if (event === 'opened') capture?.head(data);
    if (event !== 'frame') continue;
    capture?.frame(data);
    await print(data);
    seen += 1;
    if (seen >= limit) break;
    if (capture?.isFull === true) {
      context.terminal.err(fullText);
      break;
    }
  }
  return end.code();
}

/** Runs with the capture file of --save, if any; whatever ends it, the file has its last line. */
async function withCapture(context: CommandContext, act: (capture: CaptureWriter | undefined) => Promise<number>): Promise<number> {
  const file = context.input.text('save');
  if (file === undefined) return act(undefined);
  const capture = new CaptureWriter(file);
  // A reader of standard output that leaves ends the process at once: the file is to be whole then too.
  const onExit = (): void => capture.abandon();
  process.once('exit', onExit);
  try {
    const code = await act(capture);
    capture.finish();
    context.terminal.err(`${capture.frames} frames are in ${file}\n`);
    return code;
  } catch (error) {
    capture.abandon();
    throw error;
  } finally {
    process.off('exit', onExit);
    capture.close();
  }
}

async function printFrames(context: CommandContext, items: readonly Item[]): Promise<void> {
  const withHex = context.input.flag('hex');
  const shown = items.map((item) => shownFrame(item, withHex));
  if (withHex && context.format === 'table') for (const item of shown) printHex(context, item);
  else await printList(context, frameView, shown);
}

function createFramePrinter(context: CommandContext): (item: Item) => Promise<void> {
  const withHex = context.input.flag('hex');
  const print = createEventPrinter(context, frameView);
  return async (item) => {
    const shown = shownFrame(item, withHex);
    if (withHex && context.format === 'table') printHex(context, shown);
    else await print(shown);
  };
}

function printHex({ terminal }: CommandContext, item: Item): void {
  terminal.out(
    hexLines(item)
      .map((line) => `${line}\n`)
      .join(''),
  );
}
