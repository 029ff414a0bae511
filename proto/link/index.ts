export { closeCodes, type Dialer, type Link, type LinkFault, type LinkHandler, maximumFrameBytes, subprotocol } from './link.ts';
