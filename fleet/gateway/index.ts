export { createGateway, type Gateway } from './gateway.ts';
export type { GatewayParts } from './gateway-context.ts';
export { gatewayErrors } from './gateway-errors.ts';
export { defaultGatewayLimits, type GatewayLimits } from './gateway-limits.ts';
