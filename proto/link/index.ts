export { createBridge } from './bridge.ts';
export { Gate } from './gate.ts';
export {
  closeCodes,
  type Dialer,
  type Link,
  type LinkFault,
  type LinkHandler,
  maximumFragments,
  maximumFrameBytes,
  subprotocol,
} from './link.ts';
export { linkErrors } from './link-errors.ts';
export { wholeFrame } from './link-logic.ts';
export { createMemoryNetwork, type MemoryNetwork, type MemoryNetworkOptions } from './memory-network.ts';
export { type NetworkModel, type NetworkPreset, networkPreset, networkPresets } from './network-model.ts';
export { refuseHttp } from './refuse-http.ts';
export {
  type AcceptorCounters,
  createWebSocketAcceptor,
  type WebSocketAcceptor,
  type WebSocketAcceptorOptions,
} from './web-socket-acceptor.ts';
export { createWebSocketDialer, type WebSocketDialerOptions } from './web-socket-dialer.ts';
