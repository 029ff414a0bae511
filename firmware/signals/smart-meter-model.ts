import { chanceAt, drawKey, subKey } from './chance.ts';
import { levelOf, quantise, smoothNoise } from './curves.ts';
import { sunAltitudeDeg } from './daylight.ts';
import { emptyRuns, runsOf, slotMs, smoothW } from './household-load.ts';
import type { FaultLevels, SignalModel } from './signal-model.ts';

/**
 * A three-phase household meter with its supply relay and, where the household has one, a photovoltaic plant. Load and generation stand still
 * between the beginnings and ends of half hours and appliance runs, so the registers are exact sums over these pieces. The meter balances its
 * phases: import and export are those of their sum.
 */

/** Places in the state. */
const household = 0;
const nowMs = 1;
const importWh = 2;
const importLowWh = 3;
const exportWh = 4;
const trueImportWh = 5;
const trueExportWh = 6;
const meanW = 7;
const plantW = 8;
const lostPhase = 9;
const stateLength = 10;

const hourMs = 3_600_000;
const dayMs = 86_400_000;
const phases = [0, 1, 2] as const;
/** Share of the smooth load on each phase. */
const smoothShare = [0.5, 0.2, 0.3] as const;
const gridV = 230;
const nominalHz = 50;
/** Volts that an ampere of the household takes from its phase: the impedance of the way to the transformer, Ohm. */
const wayOhm = 0.15;

type Parameters = Readonly<Record<string, number>>;

/** What flows in one piece of time; filled by flowAt, one object a process. */
const flow = { phaseW: [0, 0, 0], smoothW: 0, trueW: 0, measuredW: 0 };
const runs = emptyRuns();
let runsKey = 0;
let runsDay = Number.NaN;

/** The runs of the day, kept while the same household and day are asked. */
function loadRuns(key: number, day: number): void {
  if (key === runsKey && day === runsDay) return;
  runsOf(key, day, runs);
  runsKey = key;
  runsDay = day;
}

/** Power of the plant in half an hour, W, by the sun's height in its middle and the clouds. */
function generatedW(state: readonly number[], parameters: Parameters, slot: number): number {
  const peakW = state[plantW] as number;
  if (peakW === 0) return 0;
  const altitudeDeg = sunAltitudeDeg(parameters.latitudeDeg as number, 0, (slot + 0.5) * slotMs);
  if (altitudeDeg <= 0) return 0;
  const key = subKey(state[household] as number, 2);
  const clear = 0.15 + 0.85 * chanceAt(key, Math.floor(slot / 48)) * (0.6 + 0.4 * chanceAt(subKey(key, 1), slot));
  return peakW * Math.sin((altitudeDeg * Math.PI) / 180) * clear;
}

/** Fills `flow` for the instant. */
function flowAt(state: readonly number[], inputs: readonly number[], faults: FaultLevels, parameters: Parameters, wallMs: number): void {
  const { phaseW } = flow;
  const slot = Math.floor(wallMs / slotMs);
  const isConnected = (inputs[0] as number) >= 0.5;
  flow.smoothW = isConnected ? smoothW(state[household] as number, state[meanW] as number, slot) : 0;
  for (const phase of phases) phaseW[phase] = flow.smoothW * smoothShare[phase];
  if (isConnected) {
    loadRuns(state[household] as number, Math.floor(wallMs / dayMs));
    for (let run = 0; run < runs.count; run += 1) {
      if (wallMs < (runs.startMs[run] as number) || wallMs >= (runs.endMs[run] as number)) continue;
      const phase = runs.phase[run] as number;
      phaseW[phase] = (phaseW[phase] as number) + (runs.powerW[run] as number);
    }
    phaseW[0] = (phaseW[0] as number) - generatedW(state, parameters, slot);
  }
  phaseW[2] = (phaseW[2] as number) * (1 - levelOf(faults, 'phase-loss'));
  const [first = 0, second = 0, third = 0] = phaseW;
  flow.trueW = first + second + third;
  const turned = 1 - 2 * levelOf(faults, 'reversed-ct');
  flow.measuredW = (first + turned * second + third) * (1 - 0.8 * levelOf(faults, 'magnet-tamper'));
}

/** The next beginning or end of anything after an instant. */
function nextChangeMs(state: readonly number[], wallMs: number): number {
  let next = (Math.floor(wallMs / slotMs) + 1) * slotMs;
  loadRuns(state[household] as number, Math.floor(wallMs / dayMs));
  for (let run = 0; run < runs.count; run += 1) {
    const start = runs.startMs[run] as number;
    const end = runs.endMs[run] as number;
    if (start > wallMs && start < next) next = start;
    if (end > wallMs && end < next) next = end;
  }
  return next;
}

function phaseV(state: readonly number[], phase: number, faults: FaultLevels): number {
  const now = state[nowMs] as number;
  const key = subKey(state[household] as number, 20 + phase);
  // The street's own evening takes its part.
  const evening = 3 * Math.max(0, Math.cos(((now / hourMs - 19) / 24) * 2 * Math.PI));
  const volts = gridV + 3 * smoothNoise(key, now / 600_000) - evening - (wayOhm * (flow.phaseW[phase] as number)) / gridV;
  const lost = phase === 2 ? 1 - levelOf(faults, 'phase-loss') : 1;
  return (volts + 35 * levelOf(faults, 'voltage-high')) * lost;
}

/** Electronics and motors of the smooth load shift the phase, by another mix in each half hour; heating elements and the plant do not. */
function powerFactor(state: readonly number[], wallMs: number): number {
  const gross = Math.abs(flow.trueW);
  if (gross < 1) return 1;
  const shift = 0.35 + 0.3 * chanceAt(subKey(state[household] as number, 3), Math.floor(wallMs / slotMs));
  return gross / Math.hypot(gross, shift * flow.smoothW);
}

function add(state: number[], place: number, wattHours: number): void {
  state[place] = (state[place] as number) + wattHours;
}

/** See the head of this file. */
export const smartMeterModel: SignalModel = {
  name: 'smart-meter',
  outputs: [
    ...['activePowerW', 'voltageL1V', 'voltageL2V', 'voltageL3V', 'currentL1A', 'currentL2A', 'currentL3A', 'frequencyHz'],
    ...['powerFactorRatio', 'importKwh', 'importLowKwh', 'exportKwh', 'tariffCode', 'tamperCode'],
  ],
  actuators: ['supplyRelay', 'lowTariff'],
  truth: ['trueImportKwh', 'trueExportKwh', 'unmeteredKwh', 'phaseLossRatio'],
  parameters: {
    meanLoadW: { defaultValue: 260, minimum: 10, maximum: 20_000, title: 'Mean of the smooth load, W; households differ by 40 %' },
    plantPeakW: { defaultValue: 0, minimum: 0, maximum: 100_000, title: 'Peak power of the photovoltaic plant, W; 0 without one' },
    latitudeDeg: { defaultValue: 51.5, minimum: -66, maximum: 66, title: 'Latitude, deg' },
  },
  faults: {
    'phase-loss': 'Phase L3 is lost: its voltage and its load fall, to nothing at full severity.',
    'reversed-ct':
      'The current transformer of phase L2 sits the wrong way round: its power is counted backwards at full severity, not at all at half.',
    'magnet-tamper': 'A magnet on the meter: it measures up to 80 % less, and its magnetic sensor says so.',
    'cover-open': 'From severity 0.5 on the terminal cover is open.',
    'voltage-high': 'The neutral is bad: up to 35 V too much on all phases.',
  },
  stateLength,
  initialise(state, parameters, chance) {
    state.fill(0);
    state[household] = drawKey(chance);
    state[meanW] = (parameters.meanLoadW as number) * (0.6 + 0.8 * chance());
    state[plantW] = (parameters.plantPeakW as number) * (0.8 + 0.4 * chance());
    // Meters come with what the test bench left in them.
    state[importWh] = Math.floor(2_000 * chance());
    state[trueImportWh] = state[importWh];
  },
  step(state, dtMs, wallMs, inputs, faults, parameters) {
    const isLow = (inputs[1] as number) >= 0.5;
    let atMs = wallMs - dtMs;
    while (atMs < wallMs) {
      const endMs = Math.min(wallMs, nextChangeMs(state, atMs));
      flowAt(state, inputs, faults, parameters, atMs);
      const hours = (endMs - atMs) / hourMs;
      add(state, flow.measuredW >= 0 ? importWh : exportWh, Math.abs(flow.measuredW) * hours);
      if (flow.measuredW > 0 && isLow) add(state, importLowWh, flow.measuredW * hours);
      add(state, flow.trueW >= 0 ? trueImportWh : trueExportWh, Math.abs(flow.trueW) * hours);
      atMs = endMs;
    }
    state[lostPhase] = levelOf(faults, 'phase-loss');
    state[nowMs] = wallMs;
  },
  read(state, inputs, faults, parameters, noise, outputs) {
    const now = state[nowMs] as number;
    flowAt(state, inputs, faults, parameters, now);
    const magnet = levelOf(faults, 'magnet-tamper');
    outputs[0] = quantise(flow.measuredW * (1 + 0.002 * noise(0)), 1);
    for (const phase of phases) {
      const volts = phaseV(state, phase, faults);
      outputs[1 + phase] = quantise(Math.max(0, volts * (1 + 0.001 * noise(1 + phase))), 10);
      outputs[4 + phase] = volts < 20 ? 0 : quantise((Math.abs(flow.phaseW[phase] as number) / volts) * (1 - 0.8 * magnet), 100);
    }
    outputs[7] = quantise(nominalHz + 0.03 * smoothNoise(7, now / 60_000) + 0.003 * noise(7), 1_000);
    outputs[8] = quantise(powerFactor(state, now), 100);
    outputs[9] = quantise((state[importWh] as number) / 1_000, 1_000);
    outputs[10] = quantise((state[importLowWh] as number) / 1_000, 1_000);
    outputs[11] = quantise((state[exportWh] as number) / 1_000, 1_000);
    outputs[12] = (inputs[1] as number) >= 0.5 ? 1 : 0;
    outputs[13] = (magnet >= 0.1 ? 1 : 0) + (levelOf(faults, 'cover-open') >= 0.5 ? 2 : 0);
  },
  readTruth(state, _parameters, truth) {
    truth[0] = (state[trueImportWh] as number) / 1_000;
    truth[1] = (state[trueExportWh] as number) / 1_000;
    truth[2] =
      ((state[trueImportWh] as number) - (state[trueExportWh] as number) - (state[importWh] as number) + (state[exportWh] as number)) /
      1_000;
    truth[3] = state[lostPhase] as number;
  },
};
