import { Gauge, type Registry } from 'prom-client';
import type { Manager } from '#fleet/domain/index.js';

/** Most sub-devices of each class: a label a gateway would grow without bounds. */
const classes: readonly (readonly [name: string, most: number])[] = [
  ['1-10', 10],
  ['11-100', 100],
  ['101-1000', 1_000],
  ['over-1000', Number.POSITIVE_INFINITY],
];

/** What sockets of gateway devices carry. */
export function addChannelMetrics(manager: Manager, registry: Registry): void {
  const channels: Gauge = new Gauge({
    name: 'seatrial_channels',
    help: 'Sub-devices that are attached to sockets of gateway devices',
    registers: [registry],
    collect: () => channels.set(manager.connections.channelsOfGateways().reduce((sum, size) => sum + size, 0)),
  });
  const gateways: Gauge<string> = new Gauge({
    name: 'seatrial_gateways',
    help: 'Sockets that carry sub-devices, by how many',
    labelNames: ['subDevices'],
    registers: [registry],
    collect: () => {
      for (const [subDevices, count] of gatewaysBySize(manager.connections.channelsOfGateways())) gateways.set({ subDevices }, count);
    },
  });
}

/** How many sockets are of each class. */
export function gatewaysBySize(sizes: readonly number[]): ReadonlyMap<string, number> {
  const counts = new Map(classes.map(([name]) => [name, 0]));
  for (const size of sizes) {
    const name = classes.find(([, most]) => size <= most)?.[0] ?? '';
    counts.set(name, (counts.get(name) ?? 0) + 1);
  }
  return counts;
}
