import { parseArgs } from 'node:util';
import { type Bench, type BenchOptions, isMet, type Metric } from './bench/metric.ts';

/** `npm run bench [NAME…] [-- --json] [-- --devices N]`: prints a table, or JSON; exit code 7 when a figure misses its limit. */
const benches: Readonly<Record<string, () => Promise<Bench>>> = {
  micro: async () => (await import('./bench/micro-bench.ts')).microBench,
  world: async () => (await import('./bench/world-bench.ts')).worldBench,
  wire: async () => (await import('./bench/wire-bench.ts')).wireBench,
  readings: async () => (await import('./bench/readings-bench.ts')).readingsBench,
  memory: async () => (await import('./bench/memory-bench.ts')).memoryBench,
  population: async () => (await import('./bench/population-bench.ts')).populationBench,
  gateway: async () => (await import('./bench/gateway-bench.ts')).gatewayBench,
  retention: async () => (await import('./bench/retention-bench.ts')).retentionBench,
  ota: async () => (await import('./bench/ota-bench.ts')).otaBench,
  rollout: async () => (await import('./bench/rollout-bench.ts')).rolloutBench,
  storm: async () => (await import('./bench/storm-bench.ts')).stormBench,
};

/** Benches whose number of devices can be given. */
const sized: readonly string[] = ['ota', 'rollout'];

function limitText({ limit }: Metric): string {
  if (limit === undefined) return '';
  return 'atLeast' in limit ? `>= ${limit.atLeast}` : `<= ${limit.atMost}`;
}

function valueText(value: number): string {
  if (Number.isInteger(value)) return value.toLocaleString('en-US');
  return value.toLocaleString('en-US', { maximumFractionDigits: Math.abs(value) < 10 ? 3 : Math.abs(value) < 1_000 ? 1 : 0 });
}

async function run(name: string, isJson: boolean, options: BenchOptions): Promise<boolean> {
  const bench = await (benches[name] as () => Promise<Bench>)();
  process.stderr.write(`${bench.name}: ${bench.title}\n`);
  const metrics = await bench.run((line) => process.stderr.write(`  ${line}\n`), options);
  if (isJson) {
    const rows = metrics.map(({ name: metric, value, unit, limit }) => ({
      name: metric,
      value,
      unit,
      limit: limit ?? null,
      ok: isMet({ name: metric, value, unit, ...(limit ? { limit } : {}) }),
    }));
    process.stdout.write(`${JSON.stringify({ bench: name, metrics: rows })}\n`);
  } else {
    for (const metric of metrics) {
      const verdict = metric.limit === undefined ? '' : isMet(metric) ? 'ok' : 'MISSED';
      process.stdout.write(
        `${name.padEnd(9)} ${metric.name.padEnd(22)} ${valueText(metric.value).padStart(14)} ${metric.unit.padEnd(12)} ${limitText(metric).padEnd(14)} ${verdict}\n`,
      );
    }
  }
  return metrics.every(isMet);
}

const { values, positionals } = parseArgs({
  options: { json: { type: 'boolean', default: false }, devices: { type: 'string' } },
  allowPositionals: true,
});
const unknown = positionals.filter((name) => !(name in benches));
const devices = values.devices === undefined ? undefined : Number(values.devices);
if (unknown.length > 0) {
  process.stderr.write(`no bench ${unknown.join(', ')}; there are ${Object.keys(benches).join(', ')}\n`);
  process.exitCode = 2;
} else if (devices !== undefined && (!Number.isInteger(devices) || devices < 10 || !sized.includes(positionals.join()))) {
  process.stderr.write(`--devices goes with one of the benches ${sized.join(', ')} alone: a whole number, 10 or more\n`);
  process.exitCode = 2;
} else {
  const options: BenchOptions = devices === undefined ? {} : { devices };
  let allMet = true;
  for (const name of positionals.length > 0 ? positionals : Object.keys(benches))
    allMet = (await run(name, values.json, options)) && allMet;
  process.exitCode = allMet ? 0 : 7;
}
