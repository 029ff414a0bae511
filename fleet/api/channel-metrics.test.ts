import { expect, test } from 'vitest';
import { gatewaysBySize } from './channel-metrics.ts';

test('sockets by what they carry: four classes, whatever there is', () => {
  expect(Object.fromEntries(gatewaysBySize([]))).toEqual({ '1-10': 0, '11-100': 0, '101-1000': 0, 'over-1000': 0 });
  expect(Object.fromEntries(gatewaysBySize([1, 10, 11, 100, 101, 1_000, 1_001, 65_535]))).toEqual({
    '1-10': 2,
    '11-100': 2,
    '101-1000': 2,
    'over-1000': 2,
  });
});
