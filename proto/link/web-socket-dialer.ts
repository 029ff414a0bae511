import type { createConnection, TcpNetConnectOpts } from 'node:net';
import { messageOf } from '#proto/kit/index.js';
import { type Dialer, type Link, type LinkHandler, maximumFragments, maximumFrameBytes, subprotocol } from './link.ts';
import { linkError, numberInRange } from './link-errors.ts';
import { connectReading } from './reading-socket.ts';
import { LinkedWebSocket, WebSocketLink } from './web-socket-link.ts';

/** How a device reaches its fleet manager. */
export interface WebSocketDialerOptions {
  /** ws:// or wss:// address of the fleet manager's device path. */
  readonly url: string;
  /** Certificates, PEM, that sign the fleet manager's own; those of the system when left out. */
  readonly ca?: string;
  /** Time without any progress of the opening handshake, ms, 100 to 300,000. */
  readonly handshakeTimeoutMs: number;
  /** Largest frame that is taken, bytes, 1,024 to 1,048,576; 65,536 when left out. */
  readonly maximumFrameBytes?: number;
  /** Time that the other side has to answer a close, ms, 100 to 60,000; 5,000 when left out. */
  readonly closeTimeoutMs?: number;
}

/** Limits that ws shares between both sides; a message in more fragments is no frame of ours. */
export function sharedOptions(options: { readonly maximumFrameBytes?: number; readonly closeTimeoutMs?: number }) {
  return {
    perMessageDeflate: false,
    // Texts are refused whatever their bytes are.
    skipUTF8Validation: true,
    maxPayload: numberInRange('maximumFrameBytes', options.maximumFrameBytes ?? maximumFrameBytes, 1_024, 1_048_576),
    maxFragments: maximumFragments,
    closeTimeout: numberInRange('closeTimeoutMs', options.closeTimeoutMs ?? 5_000, 100, 60_000),
  };
}

/**
 * Opens WebSocket links to one fleet manager.
 * @throws E1201 for a wrong address, E1202 for a number out of its range
 */
export function createWebSocketDialer(options: WebSocketDialerOptions): Dialer {
  const url = parseUrl(options.url);
  const shared = sharedOptions(options);
  const clientOptions = {
    ...shared,
    handshakeTimeout: numberInRange('handshakeTimeoutMs', options.handshakeTimeoutMs, 100, 300_000),
    ...(options.ca === undefined ? {} : { ca: options.ca }),
    // TLS reads by itself.
    ...(url.protocol === 'ws:' ? { createConnection: readingConnection(shared.maxPayload) } : {}),
  };
  return {
    dial(handler: LinkHandler): Link {
      return new WebSocketLink(new LinkedWebSocket(url, subprotocol, clientOptions), undefined, url.host, handler, undefined);
    },
  };
}

/** Of the shapes of createConnection ws uses this one. */
function readingConnection(mostBytes: number): typeof createConnection {
  return ((options: TcpNetConnectOpts) => connectReading(options, mostBytes)) as typeof createConnection;
}

function parseUrl(text: string): URL {
  let url: URL;
  try {
    url = new URL(text);
  } catch (error) {
    throw linkError('E1201', { message: `"${text}" is no address: ${messageOf(error)}`, cause: error });
  }
  if ((url.protocol !== 'ws:' && url.protocol !== 'wss:') || url.hash !== '') {
    throw linkError('E1201', { message: `"${text}" is no ws:// or wss:// address without a fragment` });
  }
  return url;
}
