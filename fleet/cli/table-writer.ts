import { createRequire } from 'node:module';
import { stripVTControlCharacters } from 'node:util';
import type measure from 'string-width';

let measured: typeof measure | undefined;

/** Loaded for the first text that needs it: its pattern of emoji alone takes a fifth of the time in which a command starts. */
function stringWidth(text: string): number {
  measured ??= (createRequire(import.meta.url)('string-width') as typeof import('string-width')).default;
  return measured(text);
}

/** Text that takes this many columns at most: cut with an ellipsis, by what is seen and not by code units. */
export function clip(text: string, columns: number): string {
  if (widthOf(text) <= columns) return text;
  let taken = '';
  let width = 0;
  for (const { segment } of new Intl.Segmenter().segment(text)) {
    width += stringWidth(segment);
    if (width > columns - 1) break;
    taken += segment;
  }
  return `${taken}…`;
}

/** A drawn line that takes so many columns at most; one that is cut loses its colours. */
export function clipStyled(line: string, columns: number): string {
  return widthOf(line) <= columns ? line : clip(stripVTControlCharacters(line), columns);
}

/**
 * A line as several that take so many columns at most, broken between words. A word that is wider stands alone.
 * @param indent spaces before all lines but the first; half of the columns at most
 */
export function wrap(line: string, columns: number, indent: number): string[] {
  if (widthOf(line) <= columns) return [line];
  const space = ' '.repeat(Math.min(indent, Math.floor(columns / 2)));
  const lines: string[] = [];
  let current = '';
  // The end of a bar such as "[==  ]" is no word of its own.
  for (const word of line.split(/(?<= )(?=[^ \]])/)) {
    if (current.trim() !== '' && widthOf((current + word).trimEnd()) > columns) {
      lines.push(current.trimEnd());
      current = space;
    }
    current += word;
  }
  return [...lines, current.trimEnd()];
}

/**
 * Lines of a table for a terminal: a header, columns two spaces apart, the widest columns cut until all fits.
 * @param rows cells by row; control characters are shown as spaces, so that data cannot steer the terminal
 * @param columns width of the terminal, 20 or more
 * @param right which columns stand at the right
 */
export function tableLines(
  headers: readonly string[],
  rows: readonly (readonly string[])[],
  columns: number,
  right: readonly boolean[],
): string[] {
  const cells = [headers, ...rows].map((row) => row.map(plain));
  const widths = headers.map((_, column) => cells.reduce((most, row) => Math.max(most, widthOf(row[column] ?? '')), 0));
  const gaps = 2 * (headers.length - 1);
  for (let over = sum(widths) + gaps - columns; over > 0; over = sum(widths) + gaps - columns) {
    const widest = widths.indexOf(Math.max(...widths));
    const second = Math.max(0, ...widths.filter((_, column) => column !== widest));
    const width = widths[widest] ?? 0;
    // Narrow the widest to the second widest in one step, then all together one by one; six columns stay in any case.
    const next = Math.max(6, Math.min(width - 1, Math.max(width - over, second)));
    if (next >= width) break;
    widths[widest] = next;
  }
  return cells.map((row) =>
    row
      .map((cell, column) => pad(cell, widths[column] ?? 0, right[column] === true))
      .join('  ')
      .trimEnd(),
  );
}

function pad(cell: string, width: number, atRight: boolean): string {
  const text = clip(cell, width);
  const space = ' '.repeat(Math.max(0, width - widthOf(text)));
  return atRight ? space + text : text + space;
}

/** Most cells are plain ASCII: nothing has to be looked up for these. */
function widthOf(text: string): number {
  return /^[\x20-\x7e]*$/.test(text) ? text.length : stringWidth(text);
}

function plain(text: string): string {
  // biome-ignore lint/suspicious/noControlCharactersInRegex: control characters are what is taken out
  return text.replaceAll(/[\u0000-\u001f\u007f-\u009f]/g, ' ');
}

function sum(numbers: readonly number[]): number {
  return numbers.reduce((total, number) => total + number, 0);
}
