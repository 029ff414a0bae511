import { formatBytes, formatDuration } from './duration.ts';
import { cellText, type Item, valueAt } from './field-paths.ts';
import { clip, wrap } from './table-writer.ts';
import type { View } from './view.ts';

/** Rollouts. */
export const rolloutView: View = {
  kind: 'RolloutList',
  name: 'name',
  columns: [
    { header: 'NAME', field: 'name' },
    { header: 'STATE', field: 'state', as: 'state' },
    { header: 'WAVE', field: 'wave', from: 50 },
    { header: 'SUBJECT', field: 'subject', from: 110 },
    { header: 'DEVICES', field: 'sums.devices', as: 'count', from: 60 },
    { header: 'UPDATED', field: 'sums.updated', as: 'count' },
    { header: 'IN FLIGHT', field: 'sums.inFlight', as: 'count', from: 110 },
    { header: 'FAILED', field: 'sums.failed', as: 'count', from: 60 },
    { header: 'VERDICT', field: 'verdict', from: 80 },
  ],
  wide: [
    { header: 'REVISION', field: 'revision', as: 'count' },
    { header: 'STARTED', field: 'startedAt', as: 'time' },
    { header: 'ENDED', field: 'endedAt', as: 'time' },
    { header: 'BY', field: 'createdBy' },
  ],
  screen: (item) => [
    ['rollout', `${cellText(item.name)}  ${cellText(item.subject)}`],
    ...treeLines(item).map((line): [string, string] => ['', line]),
  ],
};

/** Devices of a rollout. */
export const memberView: View = {
  kind: 'RolloutMemberList',
  name: 'deviceId',
  columns: [
    { header: 'DEVICE', field: 'deviceId' },
    { header: 'WAVE', field: 'wave', from: 60 },
    { header: 'BUCKET', field: 'bucket', as: 'state' },
    { header: 'TRIES', field: 'tries', as: 'count', from: 70 },
    { header: 'SINCE', field: 'since', as: 'time', from: 100 },
    { header: 'WHY', field: 'why' },
  ],
  wide: [{ header: 'ATTEMPT', field: 'attemptId' }],
};

/** Two plans compared. */
export const differenceView: View = {
  kind: 'PlanDifferenceList',
  name: 'path',
  columns: [
    { header: 'KEY', field: 'path' },
    { header: 'RUNNING', field: 'running' },
    { header: 'GIVEN', field: 'given' },
  ],
};

/** Steps of an explanation. */
export const stepView: View = {
  kind: 'ExplanationStepList',
  name: 'name',
  columns: ['name', 'outcome', 'measured', 'limit', 'setBy', 'since', 'next'].map((field) => ({ header: field.toUpperCase(), field })),
};

/** A plan as it was given. */
export const planView: View = { kind: 'Rollout', name: 'name', columns: [] };

/** What a verb would reach. */
export const blastView: View = { kind: 'BlastRadius', name: 'rollout', columns: [] };

/** What a plan would do. */
export const forecastView: View = { kind: 'RolloutForecast', name: 'plan.name', columns: [], screen: forecastScreen };

const glyphs: Readonly<Record<string, string>> = { passed: '✔', dispatching: '▸', soaking: '▸', deciding: '▸', waiting: '·', stopped: '✖' };
const outcomes: Readonly<Record<string, string>> = { good: '✔', bad: '✖', waiting: '…' };

/** A rollout as a tree: the sentence, each wave, and under the one that runs, or stopped, its gates. */
function treeLines(rollout: Item): string[] {
  const lines = [`${cellText(rollout.state)}: ${cellText(rollout.verdict)}`];
  const waves = rollout.waves as Item[];
  const width = Math.max(...waves.map(({ name }) => cellText(name).length), 4);
  for (const wave of waves) {
    const state = cellText(wave.state);
    lines.push(`${glyphs[state] ?? '·'} ${cellText(wave.name).padEnd(width)}  ${progress(wave)}  ${state}: ${bucketText(wave)}`);
    if (state === 'waiting' || state === 'passed') continue;
    for (const gate of wave.gates as Item[]) {
      lines.push(`    ${outcomes[cellText(gate.outcome)] ?? '…'} ${cellText(gate.gate)}: ${cellText(gate.summary)}`);
    }
  }
  return lines;
}

/** The tree on a terminal: wrapped where its rows allow it, else each line cut to one row. @param rows that it may take */
export function fittedTree(rollout: Item, columns: number, rows: number): string[] {
  const lines = treeLines(rollout);
  const wrapped = lines.flatMap((line) => wrap(line, columns, 4 + (/^ */.exec(line)?.[0].length ?? 0)));
  return wrapped.length <= rows ? wrapped : lines.map((line) => clip(line, columns));
}

/** Counts of a wave or rollout that are not zero, in the order of the life of a device. */
export function bucketText(item: Item): string {
  const buckets = Object.entries((item.buckets ?? {}) as Record<string, number>).filter(([, count]) => count > 0);
  return buckets.map(([name, count]) => `${count.toLocaleString('en')} ${words(name)}`).join(', ') || 'no devices';
}

/** "conditionNotMet" -> "condition not met". */
function words(name: string): string {
  return name.replaceAll(/[A-Z]/g, (letter) => ` ${letter.toLowerCase()}`);
}

function progress(wave: Item): string {
  const devices = Number(wave.devices);
  const over = Number(valueAt(wave, 'buckets.updated') ?? 0) + Number(valueAt(wave, 'buckets.alreadyThere') ?? 0);
  const soaking = Number(valueAt(wave, 'buckets.soaking') ?? 0);
  const length = 12;
  const full = devices === 0 ? 0 : Math.floor((length * over) / devices);
  const half = devices === 0 ? 0 : Math.floor((length * (over + soaking)) / devices) - full;
  return `[${'#'.repeat(full)}${'='.repeat(half)}${' '.repeat(length - full - half)}]`;
}

function forecastScreen(item: Item): [string, string][] {
  const count = (path: string): string => Number(valueAt(item, path) ?? 0).toLocaleString('en');
  const missing = valueAt(item, 'wayBack.missing') as Item[];
  const percent = (path: string): string => `${(Number(valueAt(item, path) ?? 0)).toFixed(1)} %`;
  return [
    ['plan', `${cellText(valueAt(item, 'plan.name'))}: ${count('devices')} devices, ${count('excluded')} excluded`],
    ['bytes', `${formatBytes(Number(item.bytes))} in all`],
    ['time', `${formatDuration(Number(item.expectedMs))} expected`],
    ...(item.waves as Item[]).flatMap(waveLines),
    ...(item.blockers as Item[]).map((blocker): [string, string] => [
      'blocked',
      `${Number(blocker.devices).toLocaleString('en')} ${words(cellText(blocker.reason))}: ${cellText(blocker.message)} (${(blocker.names as string[]).join(', ')})`,
    ]),
    [
      'silence',
      `${count('silence.devices')} devices (${percent('silence.percent')}) are silent without any update, ${percent('silence.perDayPercent')} a day`,
    ],
    ['way back', `${count('wayBack.devices')} devices have one`],
    ...missing.map(({ devices, why }): [string, string] => ['', `${Number(devices).toLocaleString('en')} have none: ${cellText(why)}`]),
    ...(item.findings as Item[]).map(({ level, rule, message, next }): [string, string] => [
      level === 'error' ? '✖ failed' : level === 'warning' ? '▲ warning' : 'note',
      `${cellText(rule)}: ${cellText(message)}${next === '' ? '' : `; ${cellText(next)}`}`,
    ]),
  ];
}

function waveLines(wave: Item): [string, string][] {
  const devices = Number(wave.devices).toLocaleString('en');
  const strata = (wave.strata as Item[]).slice(0, 4).map(({ stratum, devices: many }) => `${cellText(many)} ${cellText(stratum)}`);
  const head = `${cellText(wave.name)}: ${devices} devices (${strata.join(', ')}), ${Number(wave.control).toLocaleString('en')} to compare with`;
  const time = `${formatBytes(Number(wave.bytes))}, ${formatDuration(Number(wave.expectedMs))} expected, ${formatDuration(Number(wave.longestMs))} at most`;
  return [
    ['wave', head],
    ['', time],
    ...(wave.gates as Item[]).map((gate): [string, string] => ['', `gate ${cellText(gate.name)}: ${cellText(gate.power)}`]),
  ];
}
