import { z } from 'zod';
import type { PublicProfile } from '#proto/profile/index.js';
import { checkValue, closestWord, pathText, readYaml, type YamlText } from '#proto/yaml/index.js';
import { failSignals } from './signals-errors.ts';

const column = z.union([z.number().int().min(1).max(4_096), z.string().min(1).max(200)]);

/** A map file: how the columns of a recording become signals. */
const replayMapSchema = z.strictObject({
  /** For a person. */
  title: z.string().max(200),
  /** What stands between two values: one character, or `whitespace` for any run of blanks and tabs. */
  separator: z.union([z.literal('whitespace'), z.string().length(1)]),
  /** True when the first line names the columns. */
  header: z.boolean(),
  /** Columns of a row, 1 to 4,096; those of the header when left out. */
  columns: z.number().int().min(1).max(4_096).exactOptional(),
  /** A separator may end a row. */
  trailingSeparator: z.boolean().default(false),
  /** What happens to a row with too few columns: refuse the file, skip the row, or skip it only as the last one (a file that was cut). */
  shortRows: z.enum(['refuse', 'skip', 'skipLast']).default('refuse'),
  /** Texts that stand for a value that is missing: a row with one of them in a mapped column is skipped. */
  missing: z.array(z.string().min(1).max(40)).max(16).default([]),
  /** The column that says which unit a row belongs to: one device each. Left out: a file is one device. */
  units: z
    .strictObject({
      column,
      /** Whole numbers are filled up with zeros to so many digits, so that names sort. */
      digits: z.number().int().min(1).max(12).default(1),
    })
    .exactOptional(),
  /** Time from row to row, ms of application time, 1 to 86,400,000. */
  everyMs: z.number().int().min(1).max(86_400_000),
  signals: z
    .array(
      z.strictObject({
        column,
        signal: z.string().min(1).max(64),
        /** The value is column * scale + offset; with neither it is the very number of the file. */
        scale: z.number().exactOptional(),
        offset: z.number().exactOptional(),
      }),
    )
    .min(1)
    .max(1_024),
});

/** A map file, checked. */
export type ReplayMap = z.output<typeof replayMapSchema>;

/**
 * Reads a map from its YAML text and checks it against the profile.
 * @throws E1010 to E1014 for its form, E1534 and E1535 for its sense; each with file, line and column
 */
export function readReplayMap(text: string, file: string, profile: Pick<PublicProfile, 'name' | 'signals'>): ReplayMap {
  const yaml = readYaml(text, file);
  const checked = checkValue(replayMapSchema, yaml.value);
  if ('problems' in checked) throw yaml.failure(checked.problems);
  checkMap(checked.value, profile, yaml);
  return checked.value;
}

function checkMap(map: ReplayMap, profile: Pick<PublicProfile, 'name' | 'signals'>, yaml: YamlText): void {
  const fail = (code: 'E1534' | 'E1535', path: readonly (string | number)[], message: string): never => {
    throw failSignals(code, { message: `${pathText(path)}: ${message}`, at: yaml.place(path) });
  };
  if (!map.header && map.columns === undefined) fail('E1535', [], 'without a header line the map has to say how many columns there are');
  if (/[0-9+\-.eE\n\r"]/.test(map.separator) && map.separator !== 'whitespace')
    fail('E1535', ['separator'], 'a separator is no digit, sign, quote, letter e or end of a line');
  const checkColumn = (named: string | number, path: readonly (string | number)[]): void => {
    if (typeof named === 'string' && !map.header) fail('E1534', path, `column "${named}" has a name, but the file has no header line`);
    if (typeof named === 'number' && named > (map.columns ?? named)) fail('E1534', path, `column ${named} of ${map.columns} columns`);
  };
  if (map.units !== undefined) checkColumn(map.units.column, ['units', 'column']);
  const names = profile.signals.map((signal) => signal.name);
  const signals = new Set<string>();
  for (const [index, { signal, column: named }] of map.signals.entries()) {
    checkColumn(named, ['signals', index, 'column']);
    const path = ['signals', index, 'signal'];
    if (signals.has(signal)) fail('E1535', path, `signal "${signal}" comes twice`);
    signals.add(signal);
    if (names.includes(signal)) continue;
    const meant = closestWord(signal, names);
    fail('E1535', path, `profile ${profile.name} has no signal "${signal}"${meant === undefined ? '' : `, did you mean "${meant}"?`}`);
  }
}
