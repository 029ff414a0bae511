import { describe, expect, test } from 'vitest';
import { errorPage } from './error-page.ts';

const row = { title: 'It broke.', why: 'Because.', next: 'fleet doctor', exit: 1, status: 500 };

describe('error page', () => {
  test('has a section a code, areas in the order of their codes', () => {
    const page = errorPage([
      { folder: 'fleet/gateway', exports: { gatewayErrors: { E1302: row, E1301: row }, fail: () => undefined } },
      { folder: 'proto/link', exports: { linkErrors: { E1201: { ...row, title: 'The link broke.' } } } },
    ]);
    expect(page.match(/^##+ .*$/gm)).toEqual(['## proto/link', '### E1201', '## fleet/gateway', '### E1301', '### E1302']);
    expect(page).toContain('### E1201\n\n**The link broke.**\n\nBecause.\n\n- Next: fleet doctor\n- Exit: 1\n- HTTP: 500\n');
  });

  test.each([
    ['a code twice', [{ folder: 'fleet/gateway', exports: { aErrors: { E1301: row }, bErrors: { E1301: row } } }], 'E1301 is defined in'],
    ['a foreign range', [{ folder: 'fleet/gateway', exports: { aErrors: { E1201: row } } }], 'E1201 is outside its range E13xx'],
    ['an area without a range', [{ folder: 'fleet/domain', exports: { aErrors: { E1201: row } } }], 'outside its range (it has none)'],
    ['no code', [{ folder: 'fleet/gateway', exports: { aErrors: { E13: row } } }], 'E13 is no code'],
    ['nothing to do next', [{ folder: 'fleet/gateway', exports: { aErrors: { E1301: { ...row, next: ' ' } } } }], 'E1301 has no next'],
  ])('refuses %s', (_name, doors, message) => expect(() => errorPage(doors)).toThrow(message));
});
