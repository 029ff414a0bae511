import { certificateAge } from './certificate-age.ts';
import { formatBytes, formatDuration } from './duration.ts';
import { cellText, type Item, valueAt } from './field-paths.ts';

/** Words for counts of devices, in the order of the screen. */
const presences = ['online', 'late', 'asleep', 'offline', 'never'] as const;
const statuses = ['pending', 'rejected', 'revoked', 'retired'] as const;

/** The status of a manager for a terminal: label and text a line, with the next command where something waits for somebody. */
export function statusScreen(status: Item): [string, string][] {
  const number = (path: string): number => Number(valueAt(status, path) ?? 0);
  const count = (path: string): string => number(path).toLocaleString('en');
  const counts = (names: readonly string[]): string =>
    names
      .filter((name) => number(`devices.${name}`) > 0)
      .map((name) => `${count(`devices.${name}`)} ${name}`)
      .join(', ');
  const upMs = Date.parse(cellText(status.now)) - Date.parse(cellText(status.startedAt));
  const ready = status.ready === true ? '✔ ok' : `✖ failed: ${(status.reasons as string[]).join(', ')}`;
  const lines: [string, string][] = [
    ['manager', `${ready}  version ${cellText(status.version)}, up ${formatDuration(upMs)}`],
    ['devices', `${count('devices.total')}: ${counts([...presences, ...statuses]) || 'none'}`],
    ['links', `${count('connections')} open, ${count('sessions')} units welcomed, ${count('refused')} refusals so far`],
    ['alarms', `${count('openAlarms')} open`],
    [
      'ingest',
      `${count('readings')} readings in ${count('frames')} frames, ${count('duplicates')} duplicates, ${count('rejected')} rejected`,
    ],
    [
      'history',
      `${count('committedReadings')} readings committed, ${formatBytes(number('historyBytes'))}, last commit ${formatDuration(number('lastCommitMs'))}`,
    ],
    ['', historyLine(status)],
    [
      'machine',
      `${formatBytes(number('freeDiskBytes'))} free for ${cellText(status.dataFolder)}, event loop late by ${formatDuration(number('eventLoopDelayMs'))} at most`,
    ],
  ];
  const expiresAt = valueAt(status, 'certificate.expiresAt');
  if (typeof expiresAt === 'string') {
    const { level, text } = certificateAge(Date.parse(expiresAt), Date.parse(cellText(status.now)));
    const glyph = { ok: '✔ ok', warning: '▲ warning', failed: '✖ failed' }[level];
    lines.push(['certificate', `${glyph}  ${cellText(valueAt(status, 'certificate.subject'))} expires ${text}`]);
  }
  const next = [
    ...(number('openAlarms') > 0 ? ['fleet alarm list'] : []),
    ...(number('devices.pending') > 0 ? ['fleet provision pending'] : []),
    ...(number('devices.total') === 0 ? ['fleet provision token create'] : []),
    ...(status.ready === true ? [] : ['fleet doctor']),
  ];
  if (next.length > 0) lines.push(['next', next.join('   ')]);
  return lines;
}

/** What history takes and how long that goes well; only what is older than this command leaves it out. */
function historyLine(status: Item): string {
  const bytes = (path: string): string => formatBytes(Number(valueAt(status, `history.${path}`) ?? 0));
  const since = (path: string): string => {
    const at = valueAt(status, `history.${path}`);
    return typeof at === 'string' ? `since ${at.replace('T', ' ').replace(/\.\d+Z$/, 'Z')}` : 'none yet';
  };
  const days = Number(valueAt(status, 'history.fullInDays') ?? 0);
  const full =
    { unknown: 'unknown yet', never: 'never at this rate', days: `in ${days < 10 ? days.toFixed(1) : Math.floor(days)} days` }[
      String(valueAt(status, 'history.fullIn'))
    ] ?? 'unknown yet';
  const dropped = (cause: string): string => Number(valueAt(status, `history.dropped.${cause}.readings`) ?? 0).toLocaleString('en');
  return [
    `raw ${bytes('rawBytes')} ${since('oldestRawAt')}`,
    `quarters of an hour ${bytes('summaryBytes')} ${since('oldestSummaryAt')}`,
    `share of ${bytes('budgetBytes')} full ${full}`,
    `readings dropped: ${dropped('age')} by age, ${dropped('disk')} for room`,
  ].join('; ');
}
