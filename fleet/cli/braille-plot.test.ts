import { expect, test } from 'vitest';
import { brailleLines, type PlotFrame, type PlotPoint } from './braille-plot.ts';

const frame: PlotFrame = { fromMs: 0, toMs: 100_000, columns: 10, rows: 3, isBraille: true };

function point(atMs: number, value: number, spread = 0): PlotPoint {
  return { atMs, value, minimum: value - spread, maximum: value + spread };
}

function plot(points: readonly PlotPoint[], more: Partial<PlotFrame> = {}): string[] {
  return brailleLines(points, { ...frame, ...more }, (ms) => `${ms / 1_000}s`);
}

test('a rising line goes from the lower left to the upper right, with its values and times beside it', () => {
  const points = Array.from({ length: 20 }, (_, index) => point(index * 5_000, index));
  expect(plot(points)).toEqual(['19 ┤⠀⠀⠀⠀⠀⠀⢀⡠⠔⠊', '   ┤⠀⠀⠀⢀⠤⠒⠁⠀⠀⠀', ' 0 ┤⡠⠔⠊⠁⠀⠀⠀⠀⠀⠀', '   └──────────', '    0s    100s']);
});

test('without Unicode there is one mark a character', () => {
  const lines = plot([point(0, 0), point(99_000, 2)], { isBraille: false });
  expect(lines[0]).toMatch(/^2 \| +\*+$/);
  expect(lines[2]).toMatch(/^0 \|\*/);
  expect(lines.join('')).not.toMatch(/[⠀-⣿]/);
});

test('a band covers from the lowest to the highest', () => {
  const lines = plot([point(0, 5, 5), point(50_000, 5, 0)], { isBraille: false });
  expect(lines.slice(0, 3).map((line) => line.split('|')[1]?.[0])).toEqual(['*', '*', '*']);
});

test('nothing joins points over a gap', () => {
  const near = [0, 1_000, 2_000, 3_000].map((atMs) => point(atMs, 1));
  const lines = plot([...near, point(99_000, 1)], { isBraille: false, rows: 2 });
  expect(lines.join('\n').match(/\*/g)).toHaveLength(2);
});

test.each([
  ['one point', [point(50_000, 7)]],
  ['a flat line', [point(0, 7), point(99_999, 7)]],
  ['points at and past the edges', [point(-5, 1), point(100_000, 2)]],
])('%s is drawn within the frame', (_what, points) => {
  const lines = plot(points);
  expect(lines).toHaveLength(5);
  for (const line of lines.slice(0, 3)) expect([...(line.split('┤')[1] ?? '')].length).toBeLessThanOrEqual(10);
});
