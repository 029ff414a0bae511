import { expect, test } from 'vitest';
import { ProxyTrust } from './proxy-trust.ts';

const trust = new ProxyTrust(['loopback', '10.0.0.0/8', '192.0.2.7', '2001:db8::/32']);

test.each([
  ['no proxy: the socket', '203.0.113.9', undefined, '203.0.113.9'],
  ['somebody who is no proxy says what he likes', '203.0.113.9', '127.0.0.1', '203.0.113.9'],
  ['a proxy that says nothing', '10.1.2.3', undefined, '10.1.2.3'],
  ['a proxy names its client', '10.1.2.3', '203.0.113.9', '203.0.113.9'],
  ['what the client wrote stands left of it', '10.1.2.3', '127.0.0.1, 10.0.0.1, 203.0.113.9', '203.0.113.9'],
  ['two proxies', '127.0.0.1', '1.2.3.4, 203.0.113.9, 10.0.0.1', '203.0.113.9'],
  ['proxies alone', '127.0.0.1', '10.0.0.1', '10.0.0.1'],
  ['rubbish ends it at the last hop that is sure', '127.0.0.1', '203.0.113.9, unknown, 10.0.0.1', '10.0.0.1'],
  ['empty', '127.0.0.1', '', '127.0.0.1'],
  ['with ports', '127.0.0.1', '203.0.113.9:4711', '203.0.113.9'],
  ['IPv6 with a port, behind a proxy of IPv6', '2001:db8::5', '[2a00::1]:4711', '2a00::1'],
  ['IPv4 in IPv6', '::ffff:10.1.2.3', '::ffff:203.0.113.9', '203.0.113.9'],
  ['at the most hops', '127.0.0.1', `9.9.9.9${', 10.0.0.1'.repeat(31)}`, '9.9.9.9'],
  ['one hop more', '127.0.0.1', `9.9.9.9${', 10.0.0.1'.repeat(32)}`, '10.0.0.1'],
])('%s', (_name, peer, forwarded, client) => {
  expect(trust.clientOf(peer, forwarded)).toBe(client);
});

test('without any proxy nothing is believed', () => {
  expect(new ProxyTrust([]).clientOf('127.0.0.1', '203.0.113.9')).toBe('127.0.0.1');
});

test.each(['', 'proxy.example', '10.0.0.0/33', '10.0.0.0/-1', '10.0.0.0/8/8', '::1/129', '10.0.0', 'LOOPBACK'])(
  '"%s" is refused',
  (text) => {
    expect(() => new ProxyTrust([text])).toThrow(expect.objectContaining({ code: 'E2314', exit: 2 }));
  },
);
