import { describe, expect, test } from 'vitest';
import { CommandInput } from './command-input.ts';
import type { CommandContext, CommandSpec } from './command-spec.ts';
import { FakeTerminal } from './fake-terminal.ts';
import type { View } from './view.ts';
import { statusView } from './views.ts';
import { ChangePrinter, LiveRegion, showList, showObject } from './watch.ts';

const view: View = {
  kind: 'ThingList',
  name: 'id',
  columns: [
    { header: 'ID', field: 'id' },
    { header: 'STATE', field: 'state', as: 'state' },
  ],
};
const spec = { path: 'thing list' } as CommandSpec;

function contextOf(
  terminal: FakeTerminal,
  options: Record<string, string | boolean> = {},
  signal = new AbortController().signal,
): CommandContext {
  const input = new CommandInput([], options);
  const format = (options.output ?? 'table') as CommandContext['format'];
  return { spec, input, terminal, signal, format, tree: { commands: [], nouns: {} }, argv: [], helpOf: () => undefined };
}

describe('changes off a terminal', () => {
  test('each is printed once: added, changed, removed', async () => {
    const terminal = new FakeTerminal();
    const printer = new ChangePrinter(contextOf(terminal), view);
    await printer.print([
      { id: 'a', state: 'online' },
      { id: 'b', state: 'online' },
    ]);
    await printer.print([
      { id: 'a', state: 'online', unseen: 1 },
      { id: 'b', state: 'late' },
    ]);
    await printer.print([{ id: 'b', state: 'late' }]);
    expect(terminal.outText).toBe('added\ta\tonline\nadded\tb\tonline\nchanged\tb\tlate\nremoved\ta\tonline\n');
  });

  test('a nested field has its value in every format', async () => {
    const lines = async (output: string) => {
      const terminal = new FakeTerminal();
      await new ChangePrinter(contextOf(terminal, { output, fields: 'id,facts.model' }), view).print([
        { id: 'a', facts: { model: 'x\ty' } },
      ]);
      return terminal.outText;
    };
    expect(await lines('table')).toBe('added\ta\tx y\n');
    expect(await lines('csv')).toBe('change,id,facts.model\r\nadded,a,x\ty\r\n');
  });

  test('as NDJSON the whole item counts', async () => {
    const terminal = new FakeTerminal();
    const printer = new ChangePrinter(contextOf(terminal, { output: 'ndjson' }), view);
    await printer.print([{ id: 'a', state: 'online' }]);
    await printer.print([{ id: 'a', state: 'online', unseen: 1 }]);
    expect(
      terminal.outText
        .trim()
        .split('\n')
        .map((line) => JSON.parse(line)),
    ).toMatchObject([
      { kind: 'Change', change: 'added' },
      { kind: 'Change', change: 'changed', item: { unseen: 1 } },
    ]);
  });

  test('Ctrl-C ends a watch with 130, --for with 0', async () => {
    const interrupt = new AbortController();
    const load = async () => {
      interrupt.abort();
      return { items: [] };
    };
    expect(await showList(contextOf(new FakeTerminal(), { watch: true }, interrupt.signal), view, load)).toBe(130);
    expect(await showList(contextOf(new FakeTerminal(), { watch: true, for: '1ms' }), view, async () => ({ items: [] }))).toBe(0);
  });
});

describe('the live region of a terminal', () => {
  test('is clamped to the height and says how much is hidden', () => {
    const terminal = new FakeTerminal();
    terminal.rows = 5;
    const region = new LiveRegion(contextOf(terminal));
    region.draw(Array.from({ length: 10 }, (_, index) => `line ${index + 1}`));
    expect(terminal.outText).toBe('line 1\nline 2\nline 3\n… 7 more lines\n');
  });

  test('a line that stays takes the place of what was drawn, which comes again below', () => {
    const terminal = new FakeTerminal();
    const region = new LiveRegion(contextOf(terminal));
    region.draw(['one', 'two']);
    region.say('stays');
    region.say('too');
    expect(terminal.outText).toBe('one\ntwo\n\u001b[2A\u001b[0Jstays\ntoo\n');
  });

  test('is drawn at most four times a second', () => {
    const terminal = new FakeTerminal();
    const region = new LiveRegion(contextOf(terminal));
    const drawn = Array.from({ length: 50 }, (_, index) => region.draw([`${index}`])).filter(Boolean).length;
    expect(drawn).toBe(1);
  });
});

describe('lists', () => {
  test('a terminal gets a header, glyphs and words; control characters cannot steer it', async () => {
    const terminal = new FakeTerminal();
    terminal.outIsTty = true;
    await showList(contextOf(terminal), view, async () => ({ items: [{ id: 'a\u001b[2J', state: 'online' }] }));
    expect(terminal.outText).toBe('ID     STATE\na [2J  ✔ online\n');
  });

  test('what was selected and is not there gives exit code 3', async () => {
    const terminal = new FakeTerminal();
    const none = async () => ({ items: [] });
    expect(await showList(contextOf(terminal), view, none, { mustMatch: true })).toBe(3);
    expect(await showList(contextOf(terminal), view, none)).toBe(0);
    expect([terminal.outText, terminal.errText]).toEqual(['', 'nothing to show\nnothing to show\n']);
  });

  test('a page that is not the last says so on standard error', async () => {
    const terminal = new FakeTerminal();
    await showList(contextOf(terminal), view, async () => ({ items: [{ id: 'a' }], next: 'a', total: 7 }));
    expect(terminal.errText).toBe('showing 1 of 7; --limit 7 shows all\n');
  });
});

test('the status of a manager is one screen, and names what waits for somebody', async () => {
  const terminal = new FakeTerminal();
  terminal.outIsTty = true;
  const status = {
    version: '1.2.3',
    now: '2026-01-01T01:00:00.000Z',
    startedAt: '2026-01-01T00:00:00.000Z',
    ready: false,
    reasons: ['history: disk full'],
    devices: { online: 1_200, late: 3, total: 1_203, pending: 0 },
    openAlarms: 2,
  };
  await showObject(contextOf(terminal), statusView, async () => status);
  const lines = terminal.outText.trimEnd().split('\n');
  expect(lines.length).toBeLessThan(terminal.rows);
  expect(lines[0]).toBe('manager  ✖ failed: history: disk full  version 1.2.3, up 1h');
  expect(lines[1]).toBe('devices  1,203: 1,200 online, 3 late');
  expect(lines.at(-1)).toBe('next     fleet alarm list   fleet doctor');
});
