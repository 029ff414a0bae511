import { formatDuration } from './duration.ts';
import { cellText, type Item, valueAt } from './field-paths.ts';

type Lines = [string, string][];

/** A manager that serves, for a terminal. */
export function servingScreen(item: Item): Lines {
  const texts = (field: string): string => (item[field] as readonly string[]).join('  ');
  return [
    ['manager', `${cellText(item.name)}, process ${cellText(item.pid)}`],
    ['operators', texts('urls')],
    ['devices', `${texts('deviceUrls')}, ${Number(item.maximumLinks).toLocaleString('en')} sockets fit`],
    ['data', cellText(item.dataFolder)],
    ['next', 'fleet provision token create, in another terminal; Ctrl-C ends this one'],
  ];
}

/** How a population ended, for a terminal. Frames acknowledged may be of an earlier run: what a device keeps is sent again. */
export function populationScreen(report: Item): Lines {
  const number = (path: string): number => Number(valueAt(report, path) ?? 0);
  const count = (path: string): string => number(`counters.${path}`).toLocaleString('en');
  const refused = Object.entries((valueAt(report, 'counters.refused') ?? {}) as Readonly<Record<string, number>>);
  const lines: Lines = [
    [
      'population',
      `${cellText(report.name)}: ${number('devices').toLocaleString('en')} of ${cellText(report.profile)}, seed ${cellText(report.seed)}`,
    ],
    ['time', `${formatDuration(number('elapsedMs'))}, processes: ${cellText(report.processes)}`],
    ['links', `${count('sessions')} sessions, ${count('reconnects')} reconnects, ${count('boots')} boots, ${count('crashes')} crashes`],
    ['readings', `${count('readingsSampled')} taken, ${count('readingsNotSent')} not sent for want of a link`],
    [
      'frames',
      `${count('framesMade')} made, ${count('framesAcknowledged')} acknowledged, ${count('framesUnsure')} unsure, ${count('framesRejected')} rejected, ${count('framesDropped')} dropped`,
    ],
  ];
  if (number('replayed') > 0)
    lines.push(['recording', `${count('replayRows')} rows, ${number('replayed').toLocaleString('en')} devices at its end`]);
  if (refused.length > 0) lines.push(['refused', refused.map(([reason, times]) => `${times} ${reason}`).join(', ')]);
  return lines;
}
