import { expect, test } from 'vitest';
import { applicationStates } from './application-states.ts';
import { drawPlot } from './profile-plot.ts';

const hourMs = 3_600_000;
const panel = {
  title: 'a < b',
  points: Array.from({ length: 5_000 }, (_, index) => ({ atMs: index * 5_000, value: Math.sin(index / 100) })),
};

test('a plot is the same again, small, and text is escaped', () => {
  const svg = drawPlot('a "run"', 7 * hourMs, [panel], [{ atMs: hourMs, text: 'fault & more' }]);
  expect(drawPlot('a "run"', 7 * hourMs, [panel], [{ atMs: hourMs, text: 'fault & more' }])).toBe(svg);
  expect(svg.length).toBeLessThan(20_000);
  expect(svg).toContain('a &lt; b');
  expect(svg).toContain('aria-label="a &quot;run&quot;"');
  expect(svg).toContain('fault &amp; more');
  expect(svg).toContain('>hours<');
});

test('gathering keeps the extremes, and a flat line is drawn', () => {
  const points = panel.points.map(({ atMs }, index) => ({ atMs, value: index === 2_345 ? 9 : 1 }));
  const svg = drawPlot('one peak', 7 * hourMs, [{ title: 'peak', points }], []);
  expect(svg).toContain('>9<');
  expect(svg).toMatch(/points="[^"]*,24 /);
  expect(drawPlot('flat', hourMs, [{ title: 'flat', points: points.slice(0, 10) }], [])).not.toContain('NaN');
});

test('no line is drawn over a time without readings; a signal that is rare all along has no gaps', () => {
  const lines = (points: { atMs: number; value: number }[]) =>
    drawPlot('gaps', 7 * hourMs, [{ title: 'gaps', points }], []).match(/<polyline/g)?.length;
  expect(lines(panel.points.filter(({ atMs }) => atMs < hourMs || atMs > 2 * hourMs))).toBe(2);
  expect(lines(Array.from({ length: 7 }, (_, index) => ({ atMs: index * hourMs, value: index })))).toBe(1);
});

test('states tell in words what they do', () => {
  const rows = applicationStates({
    id: 'a',
    initial: 'on',
    context: {},
    states: {
      on: {
        description: 'On.',
        entry: [
          { type: 'sample', params: { signals: ['a', 'b', 'c', 'd', 'e'], everyMs: 60_000 } },
          { type: 'watch', params: { signal: 'a', above: { context: 'limit' }, event: 'a.high' } },
        ],
        states: { deep: { entry: [{ type: 'report', params: { name: 'deep.in' } }] } },
      },
    },
  });
  expect(rows).toEqual([
    ['`on`', 'On.', 'samples a, b, c and 2 more every 1 min; watches a above limit (`a.high`)'],
    ['`on.deep`', '', 'reports `deep.in`'],
  ]);
});
