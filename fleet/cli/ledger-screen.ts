import { cellText, type Item, valueAt } from './field-paths.ts';

/** The verdict on a ledger, for a terminal. */
export function checkScreen(verdict: Item): [string, string][] {
  const count = (path: string): string => Number(valueAt(verdict, path) ?? 0).toLocaleString('en');
  return [
    ['ledger', `${cellText(verdict.ledger)}: ${count('devices')} devices, ${count('frames')} frames`],
    ['frames', `${count('acknowledged')} acknowledged, ${count('rejected')} rejected, ${count('dropped')} dropped, ${count('kept')} kept`],
    ['acknowledged', `${count('readings')} readings and ${count('events')} events`],
    ['in history', `${count('lost')} lost, ${count('doubled')} stored more than once`],
    ...(Number(verdict.unknown) > 0
      ? ([['unknown', `${count('unknown')} acknowledged frames were made before this ledger began`]] as [string, string][])
      : []),
  ];
}
