import { expect, test } from 'vitest';
import { createRandom, noiseAt, noiseKey, systemRandomBytes, systemSeed } from './random.ts';

const many = 20_000;
const numbersOf = (count: number, next: () => number) => Array.from({ length: count }, next);
const mean = (numbers: readonly number[]) => numbers.reduce((sum, number) => sum + number, 0) / numbers.length;
function deviation(numbers: readonly number[]): number {
  const middle = mean(numbers);
  return Math.sqrt(mean(numbers.map((number) => (number - middle) ** 2)));
}

test('a stream follows from seed, owner and purpose alone', () => {
  const draw = (seed: string, owner: string, purpose: string) => {
    const random = createRandom(seed, owner, purpose);
    return numbersOf(5, () => random.uint32());
  };
  expect(draw('s', 'a', 'p')).toEqual(draw('s', 'a', 'p'));
  const streams = [
    draw('s', 'a', 'p'),
    draw('t', 'a', 'p'),
    draw('s', 'b', 'p'),
    draw('s', 'a', 'q'),
    draw('sa', '', 'p'),
    draw('s', 'ap', ''),
  ];
  expect(new Set(streams.map(String)).size).toBe(streams.length);
});

test('its first numbers are pinned, so that old seeds stay good', () => {
  const random = createRandom('seed', 'owner', 'purpose');
  expect(numbersOf(4, () => random.uint32())).toMatchInlineSnapshot(`
    [
      382537005,
      917529181,
      3512082106,
      2434479079,
    ]
  `);
});

test('float is even over 0 to 1', () => {
  const random = createRandom('s', 'a', 'float');
  const numbers = numbersOf(many, () => random.float());
  expect(Math.min(...numbers)).toBeGreaterThanOrEqual(0);
  expect(Math.max(...numbers)).toBeLessThan(1);
  expect(mean(numbers)).toBeCloseTo(0.5, 2);
  expect(deviation(numbers)).toBeCloseTo(Math.sqrt(1 / 12), 2);
});

test('integer takes both ends and all between', () => {
  const random = createRandom('s', 'a', 'integer');
  const counts = new Map<number, number>();
  for (let index = 0; index < many; index += 1) {
    const number = random.integer(-2, 2);
    counts.set(number, (counts.get(number) ?? 0) + 1);
  }
  expect([...counts.keys()].sort((a, b) => a - b)).toEqual([-2, -1, 0, 1, 2]);
  for (const count of counts.values()) expect(Math.abs(count - many / 5)).toBeLessThan(many / 50);
  expect(random.integer(7, 7)).toBe(7);
});

test('normal has mean 0 and deviation 1', () => {
  const random = createRandom('s', 'a', 'normal');
  const numbers = numbersOf(many, () => random.normal());
  expect(Math.abs(mean(numbers))).toBeLessThan(0.03);
  expect(Math.abs(deviation(numbers) - 1)).toBeLessThan(0.03);
  expect(numbers.every(Number.isFinite)).toBe(true);
});

test('bytes have the length asked for and use all values', () => {
  const random = createRandom('s', 'a', 'bytes');
  expect(random.bytes(0).length).toBe(0);
  expect(new Set(random.bytes(65_536)).size).toBe(256);
});

test('noise is a function of key and tick, spread over -1 to 1', () => {
  const key = noiseKey('s', 'a', 'noise');
  expect(key).toBe(noiseKey('s', 'a', 'noise'));
  expect(key).not.toBe(noiseKey('s', 'b', 'noise'));
  const numbers = Array.from({ length: many }, (_, tick) => noiseAt(key, tick));
  expect(numbers.slice(0, 10)).toEqual(Array.from({ length: 10 }, (_, tick) => noiseAt(key, tick)));
  expect(Math.min(...numbers)).toBeGreaterThanOrEqual(-1);
  expect(Math.max(...numbers)).toBeLessThan(1);
  expect(Math.abs(mean(numbers))).toBeLessThan(0.02);
  expect(deviation(numbers)).toBeCloseTo(Math.sqrt(1 / 3), 1);
  const pairs = numbers.slice(1).map((number, index) => number * (numbers[index] as number));
  expect(Math.abs(mean(pairs))).toBeLessThan(0.02);
});

test('the machine gives bytes and seeds that differ', () => {
  expect(systemRandomBytes(32).length).toBe(32);
  expect(systemRandomBytes(32)).not.toEqual(systemRandomBytes(32));
  expect(systemSeed()).toMatch(/^[0-9a-f]{16}$/);
  expect(systemSeed()).not.toBe(systemSeed());
});
