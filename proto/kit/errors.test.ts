import { expect, test } from 'vitest';
import { AssertionError, assert, type ErrorTable, errorsOf, exitCodes, isSeatrialError, messageOf, SeatrialError } from './errors.ts';

const table = {
  E1001: { title: 'Too wet', why: 'It rains.', next: 'wait', exit: exitCodes.failed, status: 400 },
  E1002: { title: 'Too dry', why: 'The sun shines.', next: 'wait longer', exit: exitCodes.conflict, status: 409 },
} as const satisfies ErrorTable;
const fail = errorsOf(table);

test('an error carries its definition, and what is known beside it', () => {
  const cause = new Error('below');
  const error = fail('E1002', { message: 'humidity is 3 %, the limit is 10 %', at: { file: 'a.yaml', line: 3 }, cause, retryAfterMs: 500 });
  expect(error).toBeInstanceOf(SeatrialError);
  expect(error).toMatchObject({
    name: 'SeatrialError',
    code: 'E1002',
    message: 'humidity is 3 %, the limit is 10 %',
    next: 'wait longer',
    exit: 5,
    status: 409,
    retryAfterMs: 500,
    cause,
  });
  expect(error.at).toEqual({ file: 'a.yaml', line: 3 });
  expect(error.definition).toBe(table.E1002);
});

test('next of the detail replaces that of the catalogue', () => {
  expect(fail('E1001', { message: 'x', next: 'open the umbrella' }).next).toBe('open the umbrella');
  expect(fail('E1001', { message: 'x' }).next).toBe('wait');
});

test('isSeatrialError tells ours from others, and by code', () => {
  const error = fail('E1001', { message: 'x' });
  expect([isSeatrialError(error), isSeatrialError(error, 'E1001'), isSeatrialError(error, 'E1002')]).toEqual([true, true, false]);
  expect([isSeatrialError(new Error('x')), isSeatrialError(undefined), isSeatrialError({ code: 'E1001' }, 'E1001')]).toEqual([
    false,
    false,
    false,
  ]);
});

test('a code that is not in the table is a bug', () => {
  const wrong = errorsOf({} as ErrorTable) as unknown as typeof fail;
  expect(() => wrong('E1001', { message: 'x' })).toThrow(AssertionError);
});

test('assert and messageOf', () => {
  expect(() => assert(true, 'fine')).not.toThrow();
  expect(() => assert(false, 'broken')).toThrow(new AssertionError('broken'));
  expect([messageOf(new Error('a')), messageOf('b'), messageOf(3), messageOf(undefined)]).toEqual(['a', 'b', '3', 'undefined']);
});
