import { expect, test } from 'vitest';
import { MemoryLog, silentLog } from './log.ts';

test('a memory log keeps the newest lines up to its limit, of children too', () => {
  const log = new MemoryLog(3);
  log.info('one');
  const child = log.child({ device: 'd' });
  child.warn('two', { count: 2 });
  child.child({ part: 'link' }).debug('three');
  expect(log.lines.length).toBe(3);
  log.error('four');
  expect(log.lines).toEqual([
    { level: 'warn', text: 'two', fields: { device: 'd', count: 2 } },
    { level: 'debug', text: 'three', fields: { device: 'd', part: 'link' } },
    { level: 'error', text: 'four', fields: {} },
  ]);
});

test('the silent log takes all and keeps nothing', () => {
  for (const level of ['debug', 'info', 'warn', 'error'] as const) expect(silentLog[level]('x')).toBeUndefined();
  expect(silentLog.child({ a: 1 })).toBe(silentLog);
});
