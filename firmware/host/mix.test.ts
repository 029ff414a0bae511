import { describe, expect, test } from 'vitest';
import { MixAssignment, mapMix, mixText, parseMix } from './mix.ts';

const assign = (text: string, seed: string, purpose: string, count: number, first = 0): string[] => {
  const assignment = new MixAssignment(parseMix(text, '--profile'), seed, purpose);
  return Array.from({ length: count }, (_, index) => assignment.of(first + index));
};
const share = (names: readonly string[], name: string): number => names.filter((one) => one === name).length;

describe('a mix', () => {
  test('is one name, or names with shares that add up to 100 %, in any order', () => {
    expect(parseMix('thermostat', '--profile')).toEqual([{ name: 'thermostat', perMille: 1_000 }]);
    expect(parseMix('./a=b.yaml', '--profile')).toEqual([{ name: './a=b.yaml', perMille: 1_000 }]);
    expect(mixText(parseMix('b=60%,a=39.5%,c=0.5%', '--profile'))).toBe('a=39.5%,b=60%,c=0.5%');
    expect(mixText(parseMix('a=100%', '--profile'))).toBe('a');
    expect(mapMix('b=60%,a=40%', '--profile', (name) => (name === 'a' ? '/z' : name))).toBe('/z=40%,b=60%');
  });

  test.each([
    ['', /is empty/],
    ['a=60%', /add up to 60 %/],
    ['a=60%,b=41%', /add up to 101 %/],
    ['a=60%,b', /"b" in --profile is not NAME=SHARE%/],
    ['a,b', /"a" in --profile/],
    ['a=60%,b=40.05%', /at most one decimal/],
    ['a=0%,b=100%', /"a=0%"/],
    ['a=60%,=40%', /"=40%"/],
    ['a=60%,a=40%', /names a twice/],
    [Array.from({ length: 65 }, (_, index) => `p${index}=${index === 0 ? 36 : 1}%`).join(), /65 parts, the limit is 64/],
  ])('%s: E2107', (text, message) => {
    expect(() => parseMix(text, '--profile')).toThrow(expect.objectContaining({ code: 'E2107', message: expect.stringMatching(message) }));
  });
});

describe('the assignment', () => {
  test('has the shares exactly in every block, in an order that the seed draws', () => {
    const names = assign('a=60%,b=5%,c=35%', 's', 'profile', 2_000);
    expect([share(names, 'a'), share(names, 'b'), share(names, 'c')]).toEqual([1_200, 100, 700]);
    expect(share(names.slice(0, 20), 'b')).toBe(1);
    expect(assign('a=60%,b=5%,c=35%', 's', 'profile', 2_000)).toEqual(names);
    expect(assign('a=60%,b=5%,c=35%', 't', 'profile', 2_000)).not.toEqual(names);
  });

  test('of a device is the same in a larger population and in a part of it', () => {
    const names = assign('a=50%,b=50%', 's', 'profile', 500);
    expect(assign('b=50%,a=50%', 's', 'profile', 100)).toEqual(names.slice(0, 100));
    expect(assign('a=50%,b=50%', 's', 'profile', 100, 333)).toEqual(names.slice(333, 433));
  });

  test('of two purposes is independent', () => {
    const both = assign('a=50%,b=50%', 's', 'profile', 4_000).map((name, index) => [name, index] as const);
    const links = assign('x=50%,y=50%', 's', 'link', 4_000);
    const together = both.filter(([name, index]) => name === 'a' && links[index] === 'x').length;
    // Binomial with mean 1,000 over 2,000 pairs; each pair is drawn by itself.
    expect(Math.abs(together - 1_000)).toBeLessThan(150);
  });
});
