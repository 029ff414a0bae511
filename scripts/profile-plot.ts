/** A drawing of signals over time, one panel a signal: the same input gives the same bytes. */

/** One panel. */
export interface Panel {
  readonly title: string;
  /** By growing time, ms from the left edge. */
  readonly points: readonly { readonly atMs: number; readonly value: number }[];
}

/** A remark at an instant: a line through all panels. */
export interface Mark {
  readonly atMs: number;
  readonly text: string;
}

const width = 760;
const left = 64;
const right = 12;
const panelHeight = 84;
const gap = 30;
const top = 24;
const foot = 34;
/** Columns in which the points are gathered: each gives its lowest and highest. */
const columns = 348;

/** Units of time, the longest first, and the steps that people count in. */
const timeScales = [
  [86_400_000, 'days', [1, 2, 5, 10, 30]],
  [3_600_000, 'hours', [1, 2, 3, 6, 12, 24]],
  [60_000, 'minutes', [1, 2, 5, 10, 15, 20, 30, 60]],
] as const;

/** An SVG for light and dark pages, with a text that says what it shows. */
export function drawPlot(description: string, spanMs: number, panels: readonly Panel[], marks: readonly Mark[]): string {
  const height = top + panels.length * (panelHeight + gap) - gap + foot;
  const parts = panels.map((panel, index) => drawPanel(panel, top + index * (panelHeight + gap), spanMs));
  const floor = height - foot;
  return `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${width} ${height}" role="img" aria-label="${escaped(description)}">
<style>
text{font:12px system-ui,sans-serif;fill:#333}.axis{fill:none;stroke:#bbb}.line{fill:none;stroke:#1461a8;stroke-width:1.2;stroke-linejoin:round}
.mark{fill:none;stroke:#b3261e;stroke-dasharray:4 3}.note{fill:#b3261e}rect{fill:#fff}
@media (prefers-color-scheme:dark){text{fill:#ddd}.axis{stroke:#555}.line{stroke:#7ab8f5}.mark{stroke:#f2837a}.note{fill:#f2837a}rect{fill:#161b22}}
</style>
<rect width="${width}" height="${height}"/>
${parts.join('\n')}
${marks.map((mark) => drawMark(mark, spanMs, floor)).join('\n')}
${drawTimes(spanMs, floor)}
</svg>
`;
}

function drawPanel({ title, points }: Panel, y: number, spanMs: number): string {
  const values = points.map(({ value }) => value);
  const [low, high] = widened(Math.min(...values), Math.max(...values));
  const place = (value: number): string => coordinate(y + panelHeight - ((value - low) / (high - low)) * panelHeight);
  const lines = withoutGaps(points, spanMs).map((part) => {
    const line = gather(part, spanMs).map(({ atMs, value }) => `${coordinate(xOf(atMs, spanMs))},${place(value)}`);
    return `<polyline class="line" points="${line.join(' ')}"/>`;
  });
  return `<text x="${left}" y="${y - 6}">${escaped(title)}</text>
<path class="axis" d="M${left} ${y}V${y + panelHeight}H${width - right}"/>
<text x="${left - 6}" y="${y + 10}" text-anchor="end">${label(high)}</text><text x="${left - 6}" y="${y + panelHeight}" text-anchor="end">${label(low)}</text>
${lines.join('')}`;
}

/** Parts between which nothing was measured for long: a line over such a time would claim readings that nobody made. */
function withoutGaps(points: Panel['points'], spanMs: number): Panel['points'][] {
  const steps = points.slice(1).map(({ atMs }, index) => atMs - (points[index]?.atMs ?? 0));
  const usual = steps.toSorted((a, b) => a - b)[Math.floor(steps.length / 2)] ?? 0;
  const parts: { atMs: number; value: number }[][] = [[]];
  for (const [index, point] of points.entries()) {
    const step = steps[index - 1] ?? 0;
    if (step > spanMs / 60 && step > 5 * usual) parts.push([]);
    parts.at(-1)?.push(point);
  }
  return parts;
}

function drawMark({ atMs, text }: Mark, spanMs: number, floor: number): string {
  const x = coordinate(xOf(atMs, spanMs));
  return `<path class="mark" d="M${x} ${top - 10}V${floor}"/><text class="note" x="${x}" y="${top - 12}" text-anchor="middle">${escaped(text)}</text>`;
}

function drawTimes(spanMs: number, floor: number): string {
  const [unitMs, unit, steps] = timeScales.find(([ms]) => spanMs >= 4 * ms) ?? timeScales[2];
  const step = steps.find((one) => one >= spanMs / unitMs / 7) ?? steps[steps.length - 1] ?? 1;
  const times: string[] = [];
  for (let count = 0; count * step * unitMs <= spanMs; count += 1) {
    const x = coordinate(xOf(count * step * unitMs, spanMs));
    times.push(`<text x="${x}" y="${floor + 16}" text-anchor="middle">${label(count * step)}</text>`);
  }
  return `${times.join('')}<text x="${width - right}" y="${floor + 30}" text-anchor="end">${unit}</text>`;
}

/** The lowest and the highest of each column, in the order in which they came. */
function gather(points: Panel['points'], spanMs: number): { atMs: number; value: number }[] {
  if (points.length <= 2 * columns) return [...points];
  const gathered: { atMs: number; value: number }[] = [];
  for (let start = 0; start < points.length; ) {
    const column = Math.floor(((points[start]?.atMs ?? 0) / spanMs) * columns);
    let end = start;
    let low = points[start];
    let high = low;
    for (; end < points.length && Math.floor(((points[end]?.atMs ?? 0) / spanMs) * columns) === column; end += 1) {
      const point = points[end];
      if (point === undefined || low === undefined || high === undefined) break;
      if (point.value < low.value) low = point;
      if (point.value > high.value) high = point;
    }
    if (low !== undefined && high !== undefined) gathered.push(...(low.atMs <= high.atMs ? [low, high] : [high, low]));
    start = Math.max(end, start + 1);
  }
  return gathered;
}

function widened(low: number, high: number): [number, number] {
  if (!Number.isFinite(low) || !Number.isFinite(high)) return [0, 1];
  return high > low ? [low, high] : [low - 1, high + 1];
}

function xOf(atMs: number, spanMs: number): number {
  return left + (atMs / spanMs) * (width - left - right);
}

/** Half a pixel is finer than anybody sees, and the same on every machine. */
function coordinate(value: number): string {
  return String(Math.round(value * 2) / 2);
}

function label(value: number): string {
  return String(Number(value.toPrecision(4)));
}

function escaped(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;').replaceAll('"', '&quot;');
}
