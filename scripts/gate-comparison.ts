/** `node scripts/gate-comparison.ts [--devices N] [--runs N] [--seed S] [--controls]`: how gates fare on the same simulated rollouts, as the table of docs/GATES.md. */
import { parseArgs } from 'node:util';
import { comparisonPlan, type FleetKind, simulateRollout } from './gates/gate-fleet.ts';
import { controlStyles, type GateStyle, gateStyles } from './gates/gate-styles.ts';
import { table } from './machine-pages.ts';

/** Firmwares and fleets of the comparison. */
export const fleetKinds: readonly FleetKind[] = [
  { name: 'equal', title: 'equal', isBad: false },
  { name: 'lemons', title: 'equal, a few lemons make most crashes', isBad: false, frailtyShape: 0.2 },
  { name: 'silent fleet', title: 'equal, 5 % of the devices a day fall silent', isBad: false, silencePerDay: 0.05 },
  { name: 'install', title: 'install fails on 3 %', isBad: true, installFailureShare: 0.03 },
  { name: 'bricks', title: 'bricks 3 %, silently', isBad: true, brickShare: 0.03 },
  { name: 'crashes', title: 'crashes 3 times as often', isBad: true, crashRatio: 3 },
  { name: 'leak', title: 'leak: crashes 10 h after boot', isBad: true, leakHours: 10 },
];

/** What came of the rollouts of one kind under one gate. */
export interface Outcome {
  readonly kind: FleetKind;
  readonly gate: string;
  readonly runs: number;
  readonly stops: number;
  /** Devices on which the firmware had done its damage when it was stopped, or at the end. */
  readonly brokenMean: number;
  readonly broken95: number;
  /** To the stop, or to the end of the last soak: median, hours. */
  readonly medianHours: number;
  /** How often each reason stopped. */
  readonly reasons: ReadonlyMap<string, number>;
}

/** Runs the rollouts of one kind, and lets every gate judge them. */
export function compareGates(
  kind: FleetKind,
  devices: number,
  runs: number,
  seed: string,
  styles: readonly GateStyle[] = gateStyles,
): readonly Outcome[] {
  const ends = styles.map(() => ({ broken: [] as number[], hours: [] as number[], reasons: new Map<string, number>() }));
  for (let run = 0; run < runs; run += 1) {
    const history = simulateRollout(kind, devices, `${seed} ${devices} ${run}`);
    for (const [index, style] of styles.entries()) {
      const watcher = style.watch(history);
      let broken = 0;
      let end: { readonly hour: number; readonly reason: string } | undefined;
      for (const event of history.events) {
        if (end !== undefined && event.hour > end.hour + comparisonPlan.attemptHours) break;
        // After the stop only attempts that were under way break something more: offers are over, and the next hours belong to the operator.
        if (event.type === 'broken' && (end === undefined || isOfAttempt(kind))) broken += 1;
        if (end !== undefined) continue;
        const reason = watcher(event);
        if (reason !== undefined) end = { hour: event.hour, reason };
      }
      const { broken: all, hours, reasons } = ends[index] as (typeof ends)[number];
      all.push(broken);
      hours.push(end?.hour ?? history.hours);
      if (end !== undefined) reasons.set(end.reason, (reasons.get(end.reason) ?? 0) + 1);
    }
  }
  return ends.map(({ broken, hours, reasons }, index) => ({
    kind,
    gate: (styles[index] as GateStyle).name,
    runs,
    stops: [...reasons.values()].reduce((sum, count) => sum + count, 0),
    brokenMean: broken.reduce((sum, one) => sum + one, 0) / runs,
    broken95: quantile(broken, 0.95),
    medianHours: quantile(hours, 0.5),
    reasons,
  }));
}

function isOfAttempt({ installFailureShare = 0, brickShare = 0 }: FleetKind): boolean {
  return installFailureShare > 0 || brickShare > 0;
}

/** Upper end of the 95 % interval of a share (Wilson), percent. */
export function upperPercent(hits: number, runs: number): number {
  const z = 1.96;
  const share = hits / runs;
  const middle = share + (z * z) / (2 * runs);
  return (100 * (middle + z * Math.sqrt((share * (1 - share)) / runs + (z * z) / (4 * runs * runs)))) / (1 + (z * z) / runs);
}

function quantile(values: readonly number[], share: number): number {
  const sorted = values.toSorted((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.floor(share * sorted.length))] as number;
}

/** False stops and their upper bound; and of what, when there were any. */
function falseStopsOf({ runs, stops, reasons }: Outcome): string {
  const share = `${round((100 * stops) / runs)} % (≤ ${round(upperPercent(stops, runs))} %)`;
  return stops === 0 ? share : `${share} by ${[...reasons].map(([reason, count]) => `${reason} ${count}`).join(', ')}`;
}

/** Broken devices, mean and the 95th of a hundred rollouts; how many rollouts were stopped, and when half of them were over. */
function damageOf({ runs, stops, brokenMean, broken95, medianHours }: Outcome): string {
  const end = stops === 0 ? 'never stopped' : `${round((100 * stops) / runs)} % stopped, ${medianHours.toFixed(0)} h`;
  return `${round(brokenMean)} (${round(broken95)}); ${end}`;
}

/** Two tables: false stops of what is equal, damage of what is not. */
function comparisonTables(devices: number, runs: number, seed: string, styles: readonly GateStyle[]): string {
  const tableOf = (isBad: boolean, head: string, cellOf: (outcome: Outcome) => string) => {
    const kinds = fleetKinds.filter((kind) => kind.isBad === isBad);
    const outcomes = kinds.map((kind) => compareGates(kind, devices, runs, seed, styles));
    const rows = styles.map(({ name }, index) => [name, ...outcomes.map((all) => cellOf(all[index] as Outcome))]);
    return table([head, ...kinds.map(({ title }) => title)], rows);
  };
  const size = `${devices.toLocaleString('en-US')} devices`;
  return `${tableOf(false, `${size}: false stops`, falseStopsOf)}\n\n${tableOf(true, `${size}: broken, and the stop`, damageOf)}`;
}

function round(value: number): string {
  return value.toLocaleString('en-US', { maximumFractionDigits: value < 10 ? 1 : 0 });
}

if (import.meta.main) {
  const options = {
    devices: { type: 'string', default: '2000' },
    runs: { type: 'string', default: '300' },
    seed: { type: 'string', default: 'docs' },
    /** Compares control groups for silence instead of gates. */
    controls: { type: 'boolean', default: false },
  } as const;
  const { values } = parseArgs({ options });
  const devices = Number(values.devices);
  const runs = Number(values.runs);
  process.stdout.write(`${comparisonTables(devices, runs, values.seed, values.controls ? controlStyles : gateStyles)}\n`);
}
