import fc from 'fast-check';
import semver from 'semver';
import { describe, expect, test } from 'vitest';
import { isSeatrialError, SeatrialError } from '#proto/kit/index.js';
import { compileSelector } from './selector.ts';
import { selectorFields } from './selector-fields.ts';
import { testView } from './test-view.ts';

describe('selectors in CEL', () => {
  const view = testView();
  const table: [string, boolean][] = [
    ['profile == "turbofan"', true],
    ['profile != "turbofan"', false],
    ['firmware > version("1.4")', true],
    ['firmware >= version("1.10") && firmware < version("1.10.1")', true],
    ['firmware == version("1.10.0+build.7")', true],
    ['firmware in [version("1.9"), version("1.10")]', true],
    ['battery > 79', true],
    ['battery > 79.5 && battery < 81', true],
    ['battery + 1 == 81', true],
    ['1 + battery * 2 == 161', true],
    ['7 / 2 == 3', true],
    ['battery == 80', true],
    ['80 != battery', false],
    ['labels.site == "north"', true],
    ['labels["site"].startsWith("no")', true],
    ['has(labels.floor)', false],
    ['"site" in labels', true],
    ['labels.exists(key, key == "site")', true],
    ['labels.all(key, labels[key] == "north")', true],
    ['labels.floor == "1"', false],
    ['labels.floor == "1" || battery > 1', true],
    ['!(labels.floor == "1")', false],
    ['confirmed && !(status in ["revoked", "rejected"])', true],
    ['size(id) == 10', true],
    ['confirmed ? battery > 90 : battery > 10', false],
    ['lastSeenAtMs > 0', false],
    ['lastSeenAtMs > 0 || id == "engine-001"', true],
    ['id.contains("-0") // with a comment', true],
    ['1 / 0 == 1', false],
    ['1 / 0 == 1 || true', true],
  ];
  test.each(table)('%s is %s', (text, expected) => {
    expect(compileSelector(text).matches(view)).toBe(expected);
  });

  test('a device whose firmware is not known is neither below nor above', () => {
    const unknown = testView({ firmwareVersion: '' });
    expect(compileSelector('firmware < version("2")').matches(unknown)).toBe(false);
    expect(compileSelector('!(firmware < version("2"))').matches(unknown)).toBe(false);
    expect(compileSelector('version=1..2').matches(unknown)).toBe(false);
  });

  test('a field that is read once does not stay for the next device', () => {
    const selector = compileSelector('firmware < version("2")');
    expect(selector.matches(testView({ firmwareVersion: '1.0.0' }))).toBe(true);
    expect(selector.matches(testView({ firmwareVersion: '' }))).toBe(false);
  });

  test('every field of the table can be used and has a description', () => {
    const literal = {
      string: '"x"',
      double: '1',
      bool: 'true',
      version: 'version("1")',
      'map<string, string>': '{"a": "b"}',
      'map<string, double>': '{"a": 1.0}',
    };
    for (const field of selectorFields) {
      expect(field.description.length).toBeGreaterThan(5);
      expect(() => compileSelector(`${field.name} == ${literal[field.type]}`)).not.toThrow();
    }
  });
});

describe('selectors that are refused', () => {
  const table: [text: string, code: string, message: RegExp, next: RegExp][] = [
    ['', 'E1806', /empty/, /--all/],
    ['  ', 'E1806', /empty/, /--all/],
    ['thermostat', 'E1806', /"thermostat" alone/, /id=thermostat/],
    ['profile', 'E1806', /alone/, /profile=VALUE/],
    ['true', 'E1806', /alone/, /--all/],
    ['firmware > "1.4"', 'E1804', /1:1: .*version\("1\.4"\)/, /version\("1\.4"\)/],
    ['firmware == "1.4"', 'E1804', /version\("1\.4"\)/, /version/],
    ['"2.0" != firmware', 'E1804', /version\("2\.0"\)/, /version/],
    ['firmware in ["1.4"]', 'E1804', /version\("1\.4"\)/, /version/],
    ['firmware > 1.4', 'E1804', /version\("1\.4"\)/, /version/],
    ['firmware > version("abc")', 'E1804', /"abc" is no version/, /1\.4/],
    ['profil == "x"', 'E1802', /1:1: there is no "profil", did you mean "profile"/, /id, profile/],
    ['battery < 5 &&\n  stats == "x"', 'E1802', /2:3: .*did you mean "status"/, /Known/],
    ['id.startWith("a")', 'E1802', /startWith\(\), did you mean startsWith\(\)/, /Known/],
    ['id.matches("(a+)+b")', 'E1802', /matches\(\) is not allowed/, /startsWith/],
    ['cel.bind(a, id, a == id)', 'E1802', /bind/, /Known/],
    ['[1].map(x, x) == [1]', 'E1802', /map\(\)/, /Known/],
    ['battery > "a"', 'E1803', /double > string/, /Compare/],
    ['battery', 'E1806', /alone/, /battery=VALUE/],
    ['battery + 1', 'E1803', /gives double/, /Compare/],
    ['profile = "x"', 'E1801', /write ==/, /==/],
    ['profile == "x', 'E1801', /Unterminated/, /quotes/],
    ['battery > ', 'E1801', /end of text/, /caret/],
    ['profile=x,', 'E1807', /neither key=value/, /CEL/],
    ['profile=x,y', 'E1807', /"y"/, /CEL/],
    ['profil=x', 'E1807', /did you mean "profile"/, /labels\.profil=VALUE/],
    ['battery=full', 'E1807', /is a number/, /CEL/],
    ['confirmed=yes', 'E1807', /true or false/, /CEL/],
    ['version=new', 'E1807', /neither a version/, /version=1\.2\.\.1\.4/],
    ['version=1..2..3', 'E1807', /neither a version/, /version=1\.2\.\.1\.4/],
    ['id=a*', 'E1801', /write ==/, /caret/],
    [`id == "${'x'.repeat(2_000)}"`, 'E1805', /2008 characters of at most 2000/, /Shorten/],
    [`${'('.repeat(60)}confirmed${')'.repeat(60)}`, 'E1805', /./, /Shorten/],
    ['labels.all(a, labels.all(b, labels.all(c, a == b)))', 'E1805', /cost \d+ of at most/, /Shorten/],
    [`battery > ${'1+'.repeat(300)}1`, 'E1805', /./, /Shorten/],
  ];
  test.each(table)('%j: %s', (text, code, message, next) => {
    const error = caught(() => compileSelector(text));
    expect(isSeatrialError(error, code), String(error)).toBe(true);
    expect((error as SeatrialError).message).toMatch(message);
    expect((error as SeatrialError).next).toMatch(next);
  });

  test('the caret stands below the word', () => {
    const error = caught(() => compileSelector('battery > 5 && profil == "x"')) as SeatrialError;
    const [, line, caret] = error.message.split('\n') as [string, string, string];
    expect(line.slice(caret.indexOf('^'))).toBe('profil == "x"');
    expect(error.at).toEqual({ file: 'selector', line: 1, column: 16 });
  });

  test('2,000 characters are allowed', () => {
    expect(() => compileSelector(`id == "${'x'.repeat(1_993)}"`)).toThrow(/2001 characters/);
    expect(() => compileSelector(`id == "${'x'.repeat(1_992)}"`)).not.toThrow();
  });

  test('everything only when the caller allows it', () => {
    expect(compileSelector('', { allowAll: true }).matches(testView())).toBe(true);
    expect(() => compileSelector('x', { allowAll: true })).toThrow(/alone/);
  });
});

describe('short selectors', () => {
  const version = fc.tuple(fc.integer({ min: 0, max: 3 }), fc.integer({ min: 0, max: 12 }), fc.integer({ min: 0, max: 3 }));
  const text = version.map((places) => places.join('.'));
  const value = fc.constantFrom('north', 'south', 'a-b', '7');
  const views = fc
    .record({ profile: value, site: fc.option(value), firmware: text, battery: fc.integer({ min: 0, max: 5 }) })
    .map(({ profile, site, firmware, battery }) =>
      testView({ profile, labels: site === null ? {} : { site }, firmwareVersion: firmware, batteryPercent: battery }),
    );
  // Each part with what it means in plain TypeScript: the oracle does not go through CEL.
  type Part = { readonly text: string; readonly holds: (view: ReturnType<typeof testView>) => boolean };
  const part: fc.Arbitrary<Part> = fc.oneof(
    fc.tuple(value, fc.boolean()).map(([word, no]) => ({
      text: `profile${no ? '!=' : '='}${word}`,
      holds: (view: ReturnType<typeof testView>) => (view.profile === word) !== no,
    })),
    fc.tuple(value, fc.boolean(), fc.constantFrom('', 'labels.')).map(([word, no, prefix]) => ({
      text: `${prefix}site${no ? '!=' : '='}${word}`,
      holds: (view: ReturnType<typeof testView>) => (view.labels.site === word) !== no,
    })),
    fc.tuple(fc.integer({ min: 0, max: 5 }), fc.boolean()).map(([number, no]) => ({
      text: `battery${no ? '!=' : '='}${number}`,
      holds: (view: ReturnType<typeof testView>) => (view.batteryPercent === number) !== no,
    })),
    fc.tuple(version, version, fc.integer({ min: 1, max: 3 }), fc.boolean()).map(([low, high, places, no]) => {
      const range = `${low.slice(0, places).join('.')} - ${high.slice(0, places).join('.')}`;
      return {
        text: `version${no ? '!=' : '='}${range.replace(' - ', '..')}`,
        holds: (view: ReturnType<typeof testView>) => semver.satisfies(view.firmwareVersion, range) !== no,
      };
    }),
  );

  test('mean what their parts mean, all together', () => {
    fc.assert(
      fc.property(fc.array(part, { minLength: 1, maxLength: 4 }), views, (parts, view) => {
        const short = compileSelector(parts.map((one) => one.text).join(','));
        const expected = parts.every((one) => one.holds(view));
        expect(short.matches(view)).toBe(expected);
        expect(compileSelector(short.cel).matches(view)).toBe(expected);
      }),
      { numRuns: 300 },
    );
  });

  test('version=1.4 is all of 1.4, version=1.4.2 that one', () => {
    const of = (firmwareVersion: string) => testView({ firmwareVersion });
    expect(compileSelector('version=1.4').matches(of('1.4.9'))).toBe(true);
    expect(compileSelector('version=1.4').matches(of('1.5.0-rc.1'))).toBe(false);
    expect(compileSelector('version=1.4.2').matches(of('1.4.2'))).toBe(true);
    expect(compileSelector('version=1.4.2').matches(of('1.4.3'))).toBe(false);
  });
});

test('random text gives a selector or a SeatrialError, and a selector never throws', () => {
  const words = fc.constantFrom(
    ...['id', 'profile', 'firmware', 'battery', 'labels', '==', '!=', '=', '<', '&&', '||', '!', '(', ')', '[', ']', '{', '}', '.', ','],
    ...['?', ':', '"a"', "'b'", '1', '2.5', '-', '+', '*', '/', '%', 'in', 'has', 'size', 'version', 'exists', 'true', 'null', '\n', ' '],
    ...['1u', '9223372036854775807', 'b"x"', 'r"\\"', '//', 'cel', 'type', '\u0000', 'ü', '🚲'],
  );
  const text = fc.oneof(
    fc.string({ maxLength: 60 }),
    fc.array(words, { maxLength: 14 }).map((all) => all.join('')),
  );
  const view = testView();
  fc.assert(
    fc.property(text, (candidate) => {
      try {
        expect(typeof compileSelector(candidate).matches(view)).toBe('boolean');
      } catch (error) {
        if (!(error instanceof SeatrialError)) throw error;
        expect(error.code).toMatch(/^E18\d\d$/);
      }
    }),
    { numRuns: 3_000 },
  );
});

function caught(work: () => unknown): unknown {
  try {
    work();
  } catch (error) {
    return error;
  }
  return undefined;
}
