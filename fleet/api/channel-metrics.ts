import type { Manager } from '#fleet/domain/index.js';
import type { MetricPage } from './metric-page.ts';

/** Most sub-devices of each class: a label a gateway would grow without bounds. */
const classes: readonly (readonly [name: string, most: number])[] = [
  ['1-10', 10],
  ['11-100', 100],
  ['101-1000', 1_000],
  ['over-1000', Number.POSITIVE_INFINITY],
];

/** What sockets of gateway devices carry. */
export function addChannelMetrics({ connections }: Pick<Manager, 'connections'>, page: MetricPage): void {
  page.gauge('channels', 'Sub-devices that are attached to sockets of gateway devices', () =>
    connections.channelsOfGateways().reduce((sum, size) => sum + size, 0),
  );
  page.gauges('gateways', 'Sockets that carry sub-devices, by how many', 'subDevices', () =>
    Object.fromEntries(gatewaysBySize(connections.channelsOfGateways())),
  );
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
