import type { RecordedColumn, RecordingOutline } from '#firmware/signals/index.js';
import type { DataCategory } from '#proto/profile/index.js';
import { guessSignal, numbered } from './signal-guess.ts';

/** A profile and a map proposed from a recording: a person looks at units, categories and ranges. */
export interface ProfileDraft {
  /** YAML of the profile and of the map. */
  readonly profile: string;
  readonly map: string;
  readonly signals: readonly {
    readonly name: string;
    readonly unit: string;
    readonly category: DataCategory;
    readonly column: string | number;
  }[];
  /** Columns that can be no signal, and why. */
  readonly skipped: readonly { readonly column: string | number; readonly why: string }[];
  /** From row to row, ms; guessed as 1,000 when no column tells it. */
  readonly everyMs: number;
}

/** Signals that a profile may have. */
const mostSignals = 1_024;
const defaultEveryMs = 1_000;

interface DraftSignal {
  readonly id: number;
  readonly name: string;
  readonly unit: string;
  readonly category: DataCategory;
  readonly column: string | number;
  readonly recorded: RecordedColumn;
}

/** Proposes a profile and a map. Without signals, when no column holds numbers alone, neither can be loaded. */
export function draftProfile(name: string, outline: RecordingOutline): ProfileDraft {
  const signals: DraftSignal[] = [];
  const skipped: { column: string | number; why: string }[] = [];
  const names = new Set<string>();
  for (const [index, recorded] of outline.columns.entries()) {
    const column = columnName(outline, index);
    const why = reasonToSkip(outline, index, signals.length);
    if (why !== undefined) {
      skipped.push({ column, why });
      continue;
    }
    const guess = guessSignal(recorded.title, index + 1);
    const unique = uniqueName(guess.name, guess.unit, names);
    names.add(unique);
    signals.push({ ...guess, id: signals.length + 1, name: unique, column, recorded });
  }
  const everyMs = outline.everyMs ?? defaultEveryMs;
  return {
    profile: profileText(name, signals, everyMs, outline.everyMs !== undefined),
    map: mapText(name, outline, signals, everyMs),
    signals: signals.map(({ name: signal, unit, category, column }) => ({ name: signal, unit, category, column })),
    skipped,
    everyMs,
  };
}

function reasonToSkip({ columns, timeColumn, unitColumn }: RecordingOutline, index: number, signals: number): string | undefined {
  const { numbers, firstOther } = columns[index] as RecordedColumn;
  if (index === unitColumn) return 'names the unit that a row belongs to';
  if (index === timeColumn) return 'is the time of the row';
  if (numbers === 0) return 'holds no numbers';
  if (firstOther !== undefined) return `line ${firstOther.line} has "${firstOther.text}", no finite number`;
  return signals < mostSignals ? undefined : `a profile has ${mostSignals} signals at most`;
}

/** The title where it names one column alone, else the number. */
function columnName({ columns, hasHeader }: RecordingOutline, index: number): string | number {
  const title = columns[index]?.title ?? '';
  const isOnly = columns.filter((column) => column.title === title).length === 1;
  return hasHeader && isOnly && title !== '' && title.length <= 200 ? title : index + 1;
}

function uniqueName(name: string, unit: string, taken: ReadonlySet<string>): string {
  let unique = name;
  for (let number = 2; taken.has(unique); number += 1) unique = numbered(name, unit, number);
  return unique;
}

function profileText(name: string, signals: readonly DraftSignal[], everyMs: number, isTimed: boolean): string {
  const sampleMs = Math.max(1, everyMs);
  return `# Proposed from a recording. Look at every unit, category and range before you rely on it; docs/profiles/README.md explains each key.
name: ${name}
title: ${name}
# The shapes below imitate the recording; with --replay and the map its very values are sent.
model: synthetic
signals:
${signals.map(signalLines).join('\n')}
shapes:
${signals.map((signal) => `  ${signal.name}: ${flow(shapeOf(signal.recorded))}`).join('\n')}
power: { source: mains }
linkPreset: office-wifi
factoryImage:
  version: 1.0.0
  application:
    id: ${name}
    initial: measuring
    context: {}
    states:
      measuring:
        description: Samples all signals${isTimed ? ' as often as the recording' : '; the recording does not tell how often'}.
        meta: { final: It measures for as long as it runs. }
        entry:
          - type: sample
            params: { signals: [${signals.map((signal) => signal.name).join(', ')}], everyMs: ${sampleMs} }
`;
}

function signalLines({ id, name, unit, category, column, recorded }: DraftSignal): string {
  const [minimum, maximum] = rangeOf(recorded);
  const title = `Column ${column}`.slice(0, 200);
  const line = flow({ id, name, unit, title, minimum, maximum, category, durable: true });
  const unknown = unit === '{unknown}' ? '; the unit is not known' : '';
  return `  # ${plain(recorded.minimum)} to ${plain(recorded.maximum)} in the recording${unknown}\n  - ${line}`;
}

/** A tenth of the span more on either side, in round numbers; what is never below 0 stays so. */
function rangeOf({ minimum, maximum }: RecordedColumn): [number, number] {
  const span = maximum - minimum || Math.max(1, Math.abs(maximum) / 10);
  const step = 10 ** (Math.floor(Math.log10(span)) - 1);
  const low = plain(Math.floor((minimum - span / 10) / step) * step);
  const high = plain(Math.ceil((maximum + span / 10) / step) * step);
  return [minimum >= 0 ? Math.max(0, low) : low, high];
}

/** What changes from row to row is noise, the rest of the deviation is wander: a cosine's deviation is its height over the root of 2. */
function shapeOf({ mean, deviation, roughness }: RecordedColumn): Record<string, number> {
  const noise = Math.min(roughness, deviation) * Math.sqrt(3);
  const wander = Math.sqrt(Math.max(0, deviation ** 2 - Math.min(roughness, deviation) ** 2)) * 2;
  const finest = Math.max(1e-9, 10 ** Math.floor(Math.log10(Math.max(deviation, Math.abs(mean) * 1e-6, 1e-6)) - 3));
  return { mean: plain(mean), wander: plain(wander), noise: plain(noise), resolution: plain(finest) };
}

function mapText(name: string, outline: RecordingOutline, signals: readonly DraftSignal[], everyMs: number): string {
  const { separator, hasHeader, hasTrailingSeparator, isCutShort, columns, unitColumn } = outline;
  const lines = [
    `# How the columns of the recording become signals of ${name}.`,
    `title: ${name}`,
    `separator: ${JSON.stringify(separator)}`,
    `header: ${hasHeader}`,
    `columns: ${columns.length}`,
    ...(hasTrailingSeparator ? ['trailingSeparator: true'] : []),
    ...(isCutShort ? ['shortRows: skipLast'] : []),
    ...(unitColumn < 0 ? [] : [`units: { column: ${JSON.stringify(columnName(outline, unitColumn))} }`]),
    ...(outline.everyMs === undefined ? ['# The recording does not tell how often its rows came.'] : []),
    `everyMs: ${everyMs}`,
    'signals:',
    ...signals.map(({ name: signal, column }) => `  - ${flow({ column, signal })}`),
  ];
  return `${lines.join('\n')}\n`;
}

/** One line of YAML: plain keys, values as JSON, which YAML reads. */
function flow(value: Readonly<Record<string, string | number | boolean>>): string {
  const entries = Object.entries(value).map(([key, one]) => `${key}: ${JSON.stringify(one)}`);
  return `{ ${entries.join(', ')} }`;
}

/** Six digits that count; no minus zero. */
function plain(value: number): number {
  return Number(value.toPrecision(6)) + 0;
}
