import { resolve } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { imageLimits } from '#proto/image/index.js';
import { BenchChild } from './child.ts';
import { type Bench, type Metric, median } from './metric.ts';
import { measureTransfers, type TransferFigures } from './ota-transfer.ts';
import { debianPayloads, deltaFigures, figuresText, installedPayloads, type RealPayloads } from './real-payloads.ts';

const sockets = 1_000;
const rounds = 3;
const warmUpMs = 1_000;
const measureMs = 3_000;
const deltaRounds = 5;
const devices = 10_000;
const imageBytes = 262_144;

/** What moving images costs: deltas of real binaries, the rate of a bare ws pair with frames of one chunk, and a fleet that is updated at once. */
export const otaBench: Bench = {
  name: 'ota',
  title: `deltas of real binaries, median of ${deltaRounds}; a bare pair with ${sockets} sockets and frames of ${imageLimits.chunkBytes} bytes, median of ${rounds}`,
  async run(tell) {
    const metrics = await deltaMetrics(tell);
    const rates: number[] = [];
    for (let round = 0; round < rounds; round += 1) {
      const rate = await bareRate();
      rates.push(rate);
      tell(`round ${round + 1}: bare ${(rate / 1_048_576).toFixed(0)} MiB/s`);
    }
    const bare = median(rates);
    const figures = await measureTransfers({ devices, imageBytes }, tell);
    return [...metrics, { name: 'bare32k', value: bare / 1_048_576, unit: 'MiB/s' }, ...transferMetrics(figures, bare)];
  },
};

function transferMetrics(figures: TransferFigures, bare: number): Metric[] {
  return [
    { name: 'images', value: figures.bytesPerSecond / 1_048_576, unit: 'MiB/s' },
    { name: 'imagesOverBare', value: figures.bytesPerSecond / bare, unit: 'of the pair', limit: { atLeast: 0.55 } },
    { name: 'deviceUpdating', value: figures.bytesADevice / 1_024, unit: 'KiB/device', limit: { atMost: 32 } },
    { name: 'wholeFleet', value: figures.wholeMs / 1_000, unit: 's' },
    { name: 'longestTurn', value: figures.longestTurnMs, unit: 'ms' },
  ];
}

async function deltaMetrics(tell: (line: string) => void): Promise<Metric[]> {
  const debian = await debianPayloads();
  const installed = installedPayloads(resolve(import.meta.dirname, '../..'));
  const payloads = [debian, installed].filter((one): one is RealPayloads => {
    if (typeof one === 'string') tell(`left out: ${one}`);
    return typeof one !== 'string';
  });
  return payloads.flatMap((one) => {
    const all = Array.from({ length: deltaRounds }, () => deltaFigures(one));
    const [first] = all;
    if (first === undefined) return [];
    tell(figuresText(one, first));
    const name = one === debian ? 'debian' : 'npm';
    const mibPerS = (ms: number): number => (first.fullBytes * 1_000) / 1_048_576 / ms;
    return [
      { name: `${name}Share`, value: first.deltaBytes / first.fullBytes, unit: 'of the image' },
      { name: `${name}Build`, value: mibPerS(median(all.map(({ buildMs }) => buildMs))), unit: 'MiB/s' },
      { name: `${name}Apply`, value: mibPerS(median(all.map(({ applyMs }) => applyMs))), unit: 'MiB/s' },
    ];
  });
}

/** Bytes a second that a bare pair moves. */
async function bareRate(): Promise<number> {
  const source = new BenchChild('./bare-source-process.ts');
  const sink = new BenchChild('./bare-sink-process.ts');
  const url = await source.call<string>('listen');
  await sink.call('connect', { url, sockets });
  await source.call('run', { frameBytes: imageLimits.chunkBytes });
  await sleep(warmUpMs);
  const from = await sink.call<number>('bytes');
  const fromMs = performance.now();
  await sleep(measureMs);
  const rate = (((await sink.call<number>('bytes')) - from) * 1_000) / (performance.now() - fromMs);
  await sink.stop();
  await source.stop();
  return rate;
}
