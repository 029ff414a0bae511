import type { IncomingMessage } from 'node:http';
import { BlockList, isIP } from 'node:net';
import { fail } from './app-errors.ts';

/** Hops of X-Forwarded-For that are looked at, from its end. */
const mostHops = 32;

/** What the word loopback stands for. */
const loopback = ['127.0.0.0/8', '::1'];

/**
 * Who a client is when proxies stand in between. A forwarded address counts only as far as each hop that wrote it is trusted: what a client puts into
 * the header by itself stands left of the address that the nearest trusted proxy saw, and is never read.
 */
export class ProxyTrust {
  readonly #trusted = new BlockList();
  readonly #isEmpty: boolean;

  /**
   * @param proxies addresses, CIDR blocks, or the word loopback
   * @throws E2314
   */
  constructor(proxies: readonly string[]) {
    this.#isEmpty = proxies.length === 0;
    for (const one of proxies.flatMap((proxy) => (proxy === 'loopback' ? loopback : [proxy]))) this.#add(one);
  }

  /** Whether headers of this address are believed. */
  isTrusted(address: string): boolean {
    const family = isIP(address);
    return !this.#isEmpty && family !== 0 && this.#trusted.check(address, family === 6 ? 'ipv6' : 'ipv4');
  }

  /**
   * Address of the client, without its port. That of the socket unless it is a trusted proxy's; else the last forwarded one that is no trusted proxy. A
   * header that breaks off (no address, too many hops) ends at the last hop that was sure.
   */
  clientOf(peer: string, forwarded: string | undefined): string {
    let client = plain(peer);
    if (forwarded === undefined || !this.isTrusted(client)) return client;
    const hops = forwarded.split(',').slice(-mostHops);
    for (const hop of hops.reverse()) {
      const address = addressOf(hop.trim());
      if (address === undefined) return client;
      client = address;
      if (!this.isTrusted(client)) return client;
    }
    return client;
  }

  /**
   * Name of a device's other end, as host:port. The port is that of the socket: with a proxy in between its own, which finds the connection in the
   * proxy's log.
   */
  remoteOf(request: IncomingMessage): string {
    const { remoteAddress = '', remotePort = 0 } = request.socket;
    return `${this.clientOf(remoteAddress, headerText(request.headers['x-forwarded-for']))}:${remotePort}`;
  }

  #add(text: string): void {
    const [address = '', bits, ...more] = text.split('/');
    const family = isIP(address);
    const mostBits = family === 6 ? 128 : 32;
    const wrong = fail('E2314', { message: `"${text}" is no address such as 10.0.0.7, no block such as 10.0.0.0/8, and not loopback` });
    if (family === 0 || more.length > 0) throw wrong;
    const type = family === 6 ? 'ipv6' : 'ipv4';
    if (bits === undefined) {
      this.#trusted.addAddress(address, type);
      return;
    }
    if (!/^\d{1,3}$/.test(bits) || Number(bits) > mostBits) throw wrong;
    this.#trusted.addSubnet(address, Number(bits), type);
  }
}

/** Node joins headers that come several times. */
function headerText(header: string | string[] | undefined): string | undefined {
  return Array.isArray(header) ? header.join(',') : header;
}

/** The address of a hop, which some proxies write with its port: 203.0.113.5:1234, [2001:db8::1]:1234. */
function addressOf(hop: string): string | undefined {
  const bare = /^\[([^\]]+)\](?::\d+)?$/.exec(hop)?.[1] ?? /^(\d+\.\d+\.\d+\.\d+):\d+$/.exec(hop)?.[1] ?? hop;
  return isIP(bare) === 0 ? undefined : plain(bare);
}

/** IPv4 as such, also where a socket for both families shows it mapped into IPv6. */
function plain(address: string): string {
  return /^::ffff:(\d+\.\d+\.\d+\.\d+)$/i.exec(address)?.[1] ?? address;
}
