import { findProfile } from '#firmware/host/index.js';
import { type FaultCell, type FaultReport, faultClaim, proveFaults } from '#fleet/trial/index.js';
import type { CommandContext } from './command-spec.ts';
import type { Item } from './field-paths.ts';
import { printProof } from './proof-output.ts';
import { printList } from './render.ts';
import type { View } from './view.ts';

/** Faults beside each other, so that a line fits a terminal of 80 columns. */
const faultsBeside = 11;
/** What a cell shows. */
const letters: readonly (readonly [outcome: string, letter: string])[] = [
  ['updated', 'u'],
  ['rolledBack', 'r'],
  ['failed', 'f'],
  ['rejected', 'j'],
  ['cancelled', 'c'],
  ['silent', 's'],
];
const legend =
  'Ends of the attempts in each cell: u updated, r rolled back, f failed, j rejected, c cancelled, s silent; X did not hold, ? not reached, - no such cell.\n';

const none: View = {
  kind: 'FaultCellList',
  name: 'fault',
  columns: [
    { header: '#', field: 'fault' },
    { header: 'NO SUCH CELL', field: 'why' },
    { header: 'STATES', field: 'states' },
  ],
};

/** fleet prove faults */
export async function run(context: CommandContext): Promise<number> {
  const { input, terminal } = context;
  const profile = input.text('profile');
  const order = {
    seed: input.text('seed') ?? '1',
    profile: findProfile(profile ?? 'thermostat'),
    only: input.text('only'),
    state: input.text('state'),
    onCell: (name: string, done: number, all: number) => {
      if (terminal.errIsTty) terminal.err(`\r\u001b[2K${done + 1}/${all} ${name}`.slice(0, terminal.columns));
    },
  };
  const again = ['fleet', 'prove', 'faults', ...(profile === undefined ? [] : ['--profile', profile])];
  const prove = async (): Promise<FaultReport> => {
    const report = await proveFaults(order);
    if (terminal.errIsTty) terminal.err('\r\u001b[2K');
    return report;
  };
  const screen = (item: Item): [string, string][] => [
    ['profile', `${order.profile.name}, ${order.profile.flash.type}, seed ${order.seed}`],
    ...(item.parts as FaultReport['parts']).map(({ part, cases, outcomes }): [string, string] => [
      part,
      `${cases} states: ${Object.entries(outcomes)
        .map(([outcome, times]) => `${outcome} ${times}`)
        .join('; ')}`,
    ]),
    ['runs', String(item.runs)],
  ];
  return printProof(context, faultClaim, again, prove, screen, (report) => printMatrix(context, report));
}

async function printMatrix(context: CommandContext, { cells }: FaultReport): Promise<void> {
  context.terminal.out(legend);
  const faults = [...new Set(cells.map(({ fault }) => fault))];
  for (let from = 0; from < faults.length; from += faultsBeside) {
    const shown = faults.slice(from, from + faultsBeside);
    const columns = [{ header: 'STATE', field: 'state' }, ...shown.map((fault) => ({ header: fault, field: fault }))];
    const rows = [...new Set(cells.map(({ state }) => state))].map((state) => ({
      state,
      ...Object.fromEntries(shown.map((fault) => [fault, shortOf(cells.find((cell) => cell.state === state && cell.fault === fault))])),
    }));
    await printList(context, { kind: 'FaultMatrix', name: 'state', columns }, rows);
  }
  const senseless = new Map<string, { fault: string; why: string; states: string }>();
  for (const { fault, state, why, verdict } of cells) {
    if (verdict !== 'senseless') continue;
    const known = senseless.get(`${fault} ${why}`);
    senseless.set(`${fault} ${why}`, { fault, why, states: known === undefined ? state : `${known.states} ${state}` });
  }
  if (senseless.size > 0) await printList(context, none, [...senseless.values()]);
}

function shortOf(cell: FaultCell | undefined): string {
  if (cell === undefined || cell.verdict === 'senseless') return '-';
  if (cell.verdict === 'failed') return 'X';
  if (cell.verdict === 'unreached') return '?';
  const ends = Object.keys(cell.outcomes).map((outcome) => outcome.split(',')[0]);
  return letters.flatMap(([outcome, letter]) => (ends.includes(outcome) ? [letter] : [])).join('') || 'o';
}
