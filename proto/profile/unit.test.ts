import { expect, test } from 'vitest';
import { isUnit, missingEnding } from './unit.ts';

const units = [
  ...[
    '1',
    '%',
    'Cel',
    'K',
    '[degR]',
    'kPa',
    '[psi]',
    'mm/s',
    'm/s2',
    'km/h',
    'kW.h',
    '{rpm}',
    '{cycles}/min',
    'g/s',
    '[lb_av]/s/[psi]',
    'MiBy',
  ],
  ...[
    '10*3.[ft_i]',
    '10*-6',
    'mmol/l',
    'm[H2O]',
    'cm[H2O]',
    'uS/cm',
    'dB[SPL]',
    'lx',
    '/min',
    'mAh'.slice(0, 2),
    'A.h',
    '[ppm]',
    "'",
    'deg',
    'kg{dry}/m3',
  ],
];
test.each(units)('%s is a unit', (unit) => {
  expect(isUnit(unit)).toBe(true);
});

const others = [
  '',
  ' ',
  'Celsius',
  'rpm',
  'psi',
  'C ',
  'km//h',
  'km/',
  '.m',
  'm..s',
  '{rpm',
  'k%',
  'kdeg',
  'm-',
  '0',
  'a'.repeat(33),
  '[foot]',
  'm s',
  '{a b}',
  '°C',
  'bogus2',
];
test.each(others)('"%s" is none', (unit) => {
  expect(isUnit(unit)).toBe(false);
});

test('names end with their unit where it is a common one', () => {
  expect(missingEnding('roomTempC', 'Cel')).toBeUndefined();
  expect(missingEnding('roomTemp', 'Cel')).toEqual(['C']);
  expect(missingEnding('anything', '{furlongs}')).toBeUndefined();
});
