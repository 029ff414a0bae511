/** One point of a plot. */
export interface PlotPoint {
  readonly atMs: number;
  readonly value: number;
  readonly minimum: number;
  readonly maximum: number;
}

/** What a plot is drawn on. */
export interface PlotFrame {
  readonly fromMs: number;
  readonly toMs: number;
  /** Characters, 10 to 400 and 2 to 100. */
  readonly columns: number;
  readonly rows: number;
  /** False for terminals without Unicode: one mark a character instead of eight dots. */
  readonly isBraille: boolean;
}

/** Bits of the dots of a Braille character (Unicode U+2800), by column and row. */
const dots = [
  [0x01, 0x02, 0x04, 0x40],
  [0x08, 0x10, 0x20, 0x80],
] as const;

/** A canvas of dots: two by four a character, or one by one. */
class Canvas {
  readonly width: number;
  readonly height: number;
  readonly #frame: PlotFrame;
  readonly #bits: Uint8Array;

  constructor(frame: PlotFrame) {
    this.#frame = frame;
    this.width = frame.columns * (frame.isBraille ? 2 : 1);
    this.height = frame.rows * (frame.isBraille ? 4 : 1);
    this.#bits = new Uint8Array(frame.columns * frame.rows);
  }

  /** @param y from the floor */
  set(x: number, y: number): void {
    const { columns, isBraille } = this.#frame;
    const row = this.height - 1 - y;
    const [cellX, cellY] = isBraille ? [x >> 1, row >> 2] : [x, row];
    const index = cellY * columns + cellX;
    const bit = isBraille ? (dots[x & 1]?.[row & 3] ?? 0) : 1;
    this.#bits[index] = (this.#bits[index] ?? 0) | bit;
  }

  lines(): string[] {
    const { columns, rows, isBraille } = this.#frame;
    const mark = (bits: number): string => (isBraille ? String.fromCodePoint(0x2800 + bits) : bits === 0 ? ' ' : '*');
    return Array.from({ length: rows }, (_, row) =>
      Array.from(this.#bits.subarray(row * columns, (row + 1) * columns), mark)
        .join('')
        .trimEnd(),
    );
  }
}

/**
 * Draws points over time: each from its lowest to its highest, joined by a line through the values. Where more than three times the usual time
 * lies between two points, nothing joins them: nothing was stored there.
 * @param points by time; at least one
 * @returns lines from the top down, each after its label, then the times of both ends
 */
export function brailleLines(points: readonly PlotPoint[], frame: PlotFrame, timeText: (ms: number) => string): string[] {
  const low = Math.min(...points.map(({ minimum }) => minimum));
  const high = Math.max(...points.map(({ maximum }) => maximum));
  const canvas = new Canvas(frame);
  const spread = high - low || 1;
  const yOf = (value: number): number => Math.round(((value - low) / spread) * (canvas.height - 1));
  const xOf = (atMs: number): number =>
    Math.max(0, Math.min(canvas.width - 1, Math.floor(((atMs - frame.fromMs) / (frame.toMs - frame.fromMs)) * canvas.width)));
  const widestGapMs = 3 * usualGapMs(points);
  let before: PlotPoint | undefined;
  for (const point of points) {
    const x = xOf(point.atMs);
    column(canvas, x, yOf(point.minimum), yOf(point.maximum));
    if (before !== undefined && point.atMs - before.atMs <= widestGapMs)
      join(canvas, xOf(before.atMs), yOf(before.value), x, yOf(point.value));
    before = point;
  }
  return labelled(canvas.lines(), low, high, frame, timeText);
}

function column(canvas: Canvas, x: number, from: number, to: number): void {
  for (let y = from; y <= to; y += 1) canvas.set(x, y);
}

/** A straight line, one dot a step of the longer side. */
function join(canvas: Canvas, fromX: number, fromY: number, toX: number, toY: number): void {
  const steps = Math.max(Math.abs(toX - fromX), Math.abs(toY - fromY));
  for (let step = 1; step < steps; step += 1) {
    canvas.set(Math.round(fromX + ((toX - fromX) * step) / steps), Math.round(fromY + ((toY - fromY) * step) / steps));
  }
}

function usualGapMs(points: readonly PlotPoint[]): number {
  const gaps = points.slice(1).map(({ atMs }, index) => atMs - (points[index]?.atMs ?? atMs));
  gaps.sort((left, right) => left - right);
  return gaps[Math.floor(gaps.length / 2)] ?? 0;
}

function labelled(lines: readonly string[], low: number, high: number, frame: PlotFrame, timeText: (ms: number) => string): string[] {
  const [top, bottom] = [numberText(high), numberText(low)];
  const width = Math.max(top.length, bottom.length);
  const [edge, corner, floor] = frame.isBraille ? ['┤', '└', '─'] : ['|', '+', '-'];
  const rows = lines.map((line, index) => {
    const label = index === 0 ? top : index === lines.length - 1 ? bottom : '';
    return `${label.padStart(width)} ${edge}${line}`;
  });
  const [from, to] = [timeText(frame.fromMs), timeText(frame.toMs)];
  const times = `${from}${to.padStart(Math.max(to.length + 1, frame.columns - from.length))}`;
  return [...rows, `${' '.repeat(width)} ${corner}${floor.repeat(frame.columns)}`, `${' '.repeat(width + 2)}${times}`];
}

function numberText(value: number): string {
  return String(Number(value.toPrecision(6)));
}
