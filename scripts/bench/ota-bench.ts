import { resolve } from 'node:path';
import { type Bench, type Metric, median } from './metric.ts';
import { measureTransfers, type TransferFigures } from './ota-transfer.ts';
import { debianPayloads, deltaFigures, figuresText, installedPayloads, type RealPayloads } from './real-payloads.ts';

const deltaRounds = 5;
const allDevices = 10_000;
const imageBytes = 262_144;

/** What moving images costs: deltas of real binaries, and a fleet whose contents move all at once, over the rate of a bare ws pair with frames of one chunk. */
export const otaBench: Bench = {
  name: 'ota',
  title: `deltas of real binaries, median of ${deltaRounds}, or one with --devices; ${allDevices} devices that take ${imageBytes} bytes each, against bare pairs before and after`,
  async run(tell, { devices }) {
    // A run with fewer devices is a short one.
    const metrics = await deltaMetrics(devices === undefined ? deltaRounds : 1, tell);
    return [...metrics, ...transferMetrics(await measureTransfers({ devices: devices ?? allDevices, imageBytes }, tell))];
  },
};

function transferMetrics({ images, bare, ...figures }: TransferFigures): Metric[] {
  const bytesPerSecond = mean(bare.map((one) => one.bytesPerSecond));
  const cpuNsPerKib = mean(bare.map((one) => one.cpuNsPerKib));
  return [
    { name: 'bare32k', value: bytesPerSecond / 1_048_576, unit: 'MiB/s' },
    { name: 'images', value: images.bytesPerSecond / 1_048_576, unit: 'MiB/s' },
    { name: 'imagesOverBare', value: images.bytesPerSecond / bytesPerSecond, unit: 'of the pair', limit: { atLeast: 0.55 } },
    { name: 'bareCpu', value: cpuNsPerKib, unit: 'ns/KiB' },
    { name: 'imagesCpu', value: images.cpuNsPerKib, unit: 'ns/KiB' },
    { name: 'managerCpu', value: figures.managerCpuNsPerKib, unit: 'ns/KiB' },
    { name: 'deviceUpdating', value: figures.bytesADevice / 1_024, unit: 'KiB/device', limit: { atMost: 32 } },
    { name: 'managerUpdating', value: figures.managerBytesADevice / 1_024, unit: 'KiB/device' },
    { name: 'checks', value: figures.checkMs / 1_000, unit: 's' },
    { name: 'contentsToConfirmed', value: figures.updateMs / 1_000, unit: 's' },
    { name: 'longestTurn', value: figures.longestTurnMs, unit: 'ms' },
    { name: 'longestMovingTurn', value: figures.longestMovingTurnMs, unit: 'ms' },
  ];
}

function mean(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}

async function deltaMetrics(rounds: number, tell: (line: string) => void): Promise<Metric[]> {
  const debian = await debianPayloads();
  const installed = installedPayloads(resolve(import.meta.dirname, '../..'));
  const payloads = [debian, installed].filter((one): one is RealPayloads => {
    if (typeof one === 'string') tell(`left out: ${one}`);
    return typeof one !== 'string';
  });
  return payloads.flatMap((one) => {
    const all = Array.from({ length: rounds }, () => deltaFigures(one));
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
