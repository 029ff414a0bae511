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

/**
 * How a population ended, for a terminal. The frames add up: those kept from before and those made are acknowledged, unsure, rejected,
 * dropped, or kept for the next run.
 */
export function populationScreen(report: Item): Lines {
  const number = (path: string): number => Number(valueAt(report, path) ?? 0);
  const count = (path: string): string => number(path).toLocaleString('en');
  const counter = (path: string): string => count(`counters.${path}`);
  const rate = (path: string): string => number(path).toLocaleString('en', { maximumFractionDigits: 1 });
  const refused = Object.entries((valueAt(report, 'counters.refused') ?? {}) as Readonly<Record<string, number>>);
  const started = number('started') < number('devices') ? `${count('started')} of ${count('devices')} started` : count('devices');
  const lines: Lines = [
    ['population', `${cellText(report.name)}: ${started}, ${cellText(report.profile)}, seed ${cellText(report.seed)}`],
    ['time', `${formatDuration(number('elapsedMs'))}, processes: ${cellText(report.processes)}`],
    [
      'links',
      `${counter('sessions')} sessions, ${counter('reconnects')} reconnects, ${counter('boots')} boots, ${counter('crashes')} crashes`,
    ],
    ['readings', `${counter('readingsSampled')} taken, ${counter('readingsNotSent')} not sent for want of a link`],
    [
      'frames',
      `${count('framesRestored')} kept from before, ${counter('framesMade')} made: ${counter('framesAcknowledged')} acknowledged, ${counter('framesUnsure')} unsure, ${counter('framesRejected')} rejected, ${counter('framesDropped')} dropped, ${count('framesKept')} kept`,
    ],
    ['rate', `${rate('offeredFramesPerSecond')} frames/s offered, ${rate('acknowledgedFramesPerSecond')} acknowledged`],
    ['lateness', `99 % within ${rate('lateP99Ms')} ms, longest ${rate('lateMaximumMs')} ms, ${counter('samplesMissed')} samples missed`],
  ];
  if (number('counters.updatesBegun') > 0) {
    const ends = ['Confirmed', 'Reverted', 'Failed', 'Rejected', 'Cancelled'].map(
      (end) => `${counter(`updates${end}`)} ${end.toLowerCase()}`,
    );
    lines.push(['updates', `${counter('updatesBegun')} begun: ${ends.join(', ')}; ${counter('updateBytesReceived')} bytes received`]);
  }
  if (number('powerCuts') > 0) lines.push(['churn', `${count('powerCuts')} power cuts, ${count('poweredOff')} devices off at the end`]);
  if (number('replayed') > 0) lines.push(['recording', `${counter('replayRows')} rows, ${count('replayed')} devices at its end`]);
  if (refused.length > 0) lines.push(['refused', refused.map(([reason, times]) => `${times} ${reason}`).join(', ')]);
  if (number('lostProcesses') > 0)
    lines.push(['lost', `processes that ended by themselves: ${count('lostProcesses')}; the figures have what they told last`]);
  return lines;
}
