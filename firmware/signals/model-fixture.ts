/** For tests of this folder: a unit of a model, and what each fault may move. */

import { createRandom } from '#proto/kit/index.js';
import { type SignalModel, signalModels } from './index.ts';

const startMs = Date.UTC(2026, 2, 1, 6);
export const hourMs = 3_600_000;

/** One unit of a model with its defaults. */
export class Unit {
  readonly model: SignalModel;
  readonly state: number[];
  readonly faults = new Map<string, number>();
  readonly inputs: number[];
  readonly parameters: Record<string, number>;
  wallMs = startMs;

  constructor(name: string, owner = 'unit', parameters: Readonly<Record<string, number>> = {}) {
    const model = signalModels.get(name);
    if (model === undefined) throw new Error(`no model ${name}`);
    this.model = model;
    this.parameters = Object.fromEntries(Object.entries(model.parameters).map(([key, { defaultValue }]) => [key, defaultValue]));
    Object.assign(this.parameters, parameters);
    this.state = new Array<number>(model.stateLength).fill(0);
    // Behind the actuators a full battery, for the models that read it.
    this.inputs = [...model.actuators.map(() => 0), 1];
    const random = createRandom('seed', owner, 'physics');
    model.initialise(this.state, this.parameters, () => random.float());
  }
  step(dtMs: number): this {
    this.wallMs += dtMs;
    this.model.step(this.state, dtMs, this.wallMs, this.inputs, this.faults, this.parameters);
    return this;
  }
  read(noise: (index: number) => number = () => 0): Record<string, number> {
    const outputs = this.model.outputs.map(() => Number.NaN);
    this.model.read(this.state, this.inputs, this.faults, this.parameters, noise, outputs);
    return Object.fromEntries(this.model.outputs.map((name, index) => [name, outputs[index] as number]));
  }
  truth(): Record<string, number> {
    const truth = this.model.truth.map(() => Number.NaN);
    this.model.readTruth(this.state, this.parameters, truth);
    return Object.fromEntries(this.model.truth.map((name, index) => [name, truth[index] as number]));
  }
}

/** What a fault may move. */
export interface Moved {
  /** Outputs that it may move; all others must stay as in the unit without it. */
  readonly outputs: readonly string[];
  /** True when half a day need not show it in all of them. */
  readonly mayStay?: boolean;
  /** How long and how often to look; 12 hours, 60 times when left out. */
  readonly spanHours?: number;
  readonly looks?: number;
  /** What the actuators are told; 1 when left out. */
  readonly told?: number;
}

/** What a flight moves: where the pack is empty at another time, all of it differs from then on. */
const untilEmpty = [
  ...['heightM', 'latitudeDeg', 'longitudeDeg', 'groundSpeedMps', 'rollDeg', 'pitchDeg', 'headingDeg', 'batteryPercent', 'batteryV'],
  ...['motor1CurrentA', 'motor2CurrentA', 'motor3CurrentA', 'motor4CurrentA', 'vibrationMmPerS'],
];

/** By model and fault. */
export const moved: Readonly<Record<string, Moved>> = {
  'autonomous-car lidar-soiled': { outputs: ['lidarHealthPercent', 'localisationErrorM', 'latitudeDeg', 'longitudeDeg'] },
  'autonomous-car camera-blinded': { outputs: ['cameraHealthPercent'] },
  'autonomous-car localisation-drift': { outputs: ['localisationErrorM', 'latitudeDeg', 'longitudeDeg'] },
  'autonomous-car cooling-weak': { outputs: ['computeTempC'] },
  'autonomous-car brake-channel-lost': { outputs: ['brakeChannelsCount'] },
  'autonomous-car steering-channel-lost': { outputs: ['steeringChannelsCount'] },
  'autonomous-car compute-channel-lost': { outputs: ['computeChannelsCount', 'computeLoadPercent'] },
  'beacon antenna-detuned': { outputs: ['rssiDbm', 'heardPercent'] },
  'beacon interference': { outputs: ['heardPercent'] },
  'beacon carried-away': { outputs: ['rssiDbm', 'heardPercent'] },
  'beacon sensor-offset': { outputs: ['tempC'] },
  'bike-lock theft': { outputs: ['latitudeDeg', 'longitudeDeg', 'speedKmh', 'accelerationMps2'] },
  'bike-lock saw-attack': { outputs: ['accelerationMps2', 'tamperCode'] },
  'bike-lock bolt-jammed': { outputs: ['boltCode'] },
  'bike-lock position-poor': { outputs: ['latitudeDeg', 'longitudeDeg', 'positionErrorM'] },
  'drone bearing-wear': { outputs: ['motor3CurrentA', 'vibrationMmPerS', 'batteryV'] },
  'drone propeller-chipped': { mayStay: true, outputs: untilEmpty },
  'drone pack-aged': { mayStay: true, outputs: untilEmpty },
  'drone satellites-lost': { outputs: ['satellitesCount', 'positionErrorM', 'latitudeDeg', 'longitudeDeg'] },
  'drone wind-gusts': { mayStay: true, outputs: untilEmpty },
  'drone compass-drift': { outputs: ['headingDeg'] },
  'intrusion-sensor intruder': { outputs: ['motionCode', 'contactCode'] },
  'intrusion-sensor pir-masked': { outputs: ['motionCode'] },
  'intrusion-sensor magnet-lost': { outputs: ['contactCode'] },
  'intrusion-sensor cover-open': { outputs: ['tamperCode'] },
  'intrusion-sensor radio-jamming': { outputs: ['radioNoiseDbm'] },
  'intrusion-sensor pir-false-alarm': { outputs: ['motionCode'] },
  'smart-meter phase-loss': { outputs: ['voltageL3V', 'currentL3A', 'activePowerW', 'importKwh', 'importLowKwh', 'powerFactorRatio'] },
  'smart-meter reversed-ct': { outputs: ['activePowerW', 'importKwh', 'importLowKwh', 'exportKwh'] },
  'smart-meter magnet-tamper': {
    outputs: ['activePowerW', 'currentL1A', 'currentL2A', 'currentL3A', 'importKwh', 'importLowKwh', 'tamperCode'],
  },
  'smart-meter cover-open': { outputs: ['tamperCode'] },
  'smart-meter voltage-high': { outputs: ['voltageL1V', 'voltageL2V', 'voltageL3V', 'currentL1A', 'currentL2A', 'currentL3A'] },
  'soil-sensor probe-air-gap': { outputs: ['soilMoisturePercent', 'conductivityUsPerCm'] },
  'soil-sensor moisture-drift': { outputs: ['soilMoisturePercent'] },
  'soil-sensor irrigation-leak': { outputs: ['soilMoisturePercent', 'conductivityUsPerCm'] },
  'soil-sensor panel-dirty': { outputs: ['solarMa'] },
  'turbofan compressor-wear': {
    mayStay: true,
    outputs: ['egtC', 'n2Percent', 'oilTempC', 'oilPressureKpa', 'vibrationN2MmPerS', 'fuelFlowKgPerS'],
  },
  'turbofan oil-leak': { outputs: ['oilPressureKpa', 'oilTempC'] },
  'turbofan vibration-imbalance': { outputs: ['vibrationN1MmPerS'] },
  'turbofan sensor-stuck-egt': { outputs: ['egtC'] },
  'turbofan sensor-drift': { outputs: ['egtC'] },
  'thermostat window-open': { outputs: ['roomTempC'] },
  'thermostat heater-weak': { outputs: ['roomTempC'] },
  'thermostat sensor-offset': { outputs: ['roomTempC'] },
  // A hotter or colder engine also breathes warmer or colder air and idles differently.
  'connected-car coolant-leak': { outputs: ['coolantTempC'] },
  'connected-car thermostat-stuck-open': {
    mayStay: true,
    outputs: ['coolantTempC', 'intakeAirTempC', 'catalystTempC', 'engineSpeedRpm', 'airFlowGPerS', 'timingAdvanceDeg'],
  },
  'connected-car alternator-weak': { outputs: ['controlModuleVoltageV'] },
  'connected-car maf-drift': { outputs: ['airFlowGPerS', 'longTermFuelTrimPercent'] },
  'heart-monitor lead-fracture': {
    outputs: ['leadOhm', 'sensedMv', 'heartRatePerMin', 'variabilityMs', 'longestIntervalMs', 'rhythmCode'],
  },
  'heart-monitor insulation-breach': { outputs: ['leadOhm', 'sensedMv'] },
  'heart-monitor sensing-loss': { outputs: ['sensedMv', 'heartRatePerMin', 'variabilityMs', 'longestIntervalMs', 'rhythmCode'] },
  'heart-monitor premature-depletion': { outputs: ['batteryV'] },
  'heart-monitor atrial-fibrillation': {
    outputs: ['fibrillationPercent', 'heartRatePerMin', 'variabilityMs', 'longestIntervalMs', 'rhythmCode'],
  },
  'heart-monitor long-pauses': { outputs: ['longestIntervalMs', 'rhythmCode'] },
  'wearable loose-strap': { outputs: ['heartRatePerMin'] },
  'wearable charger-broken': { spanHours: 96, looks: 96, outputs: ['chargingCode'] },
  'wearable charging-forgotten': {
    mayStay: true,
    spanHours: 96,
    looks: 96,
    outputs: ['chargingCode', 'wornCode', 'heartRatePerMin', 'skinTempC', 'stepsCount', 'cadencePerMin', 'activityCode'],
  },
  'wearable steps-overcounted': { outputs: ['stepsCount'] },
  'wearable fever': { outputs: ['heartRatePerMin', 'skinTempC'] },
  'pill-tracker doses-forgotten': { mayStay: true, outputs: ['lidCode', 'dosesLeftCount'] },
  'pill-tracker lid-switch-stuck': { spanHours: 36, looks: 5_000, outputs: ['lidCode'] },
  'pill-tracker scale-drift': { outputs: ['dosesLeftCount'] },
  'pill-tracker seal-broken': { outputs: ['boxHumidityPercent'] },
  'pill-tracker in-the-sun': { outputs: ['boxTempC'] },
  'street-light photocell-stuck': { outputs: ['ambientLx'] },
  'street-light phase-loss': { outputs: ['voltageL2V', 'currentL2A', 'powerW', 'energyKwh'] },
  'street-light supply-sag': { outputs: ['voltageL1V', 'voltageL2V', 'voltageL3V', 'currentL1A', 'currentL2A', 'currentL3A'] },
  'street-light lamps-out': { outputs: ['currentL1A', 'currentL2A', 'currentL3A', 'powerW', 'energyKwh'] },
  'street-light water-ingress': { outputs: ['waterMm', 'residualCurrentMa', 'cabinetHumidityPercent'] },
  'street-light door-open': { outputs: ['doorCode', 'cabinetTempC', 'cabinetHumidityPercent'] },
  'street-lamp driver-failure': {
    outputs: ['powerW', 'supplyCurrentA', 'powerFactorRatio', 'housingTempC', 'lightLm', 'flickerPercent', 'burnTimeH', 'energyKwh'],
  },
  'street-lamp lamp-dark': {
    outputs: ['powerW', 'supplyCurrentA', 'powerFactorRatio', 'housingTempC', 'lightLm', 'flickerPercent', 'burnTimeH', 'energyKwh'],
  },
  'street-lamp day-burner': {
    told: 0,
    outputs: ['powerW', 'supplyCurrentA', 'powerFactorRatio', 'housingTempC', 'lightLm', 'flickerPercent', 'burnTimeH', 'energyKwh'],
  },
  'street-lamp flicker': { outputs: ['lightLm', 'flickerPercent'] },
  // Half a day wears little.
  'street-lamp heat-sink-fouled': { mayStay: true, outputs: ['housingTempC', 'lightLm'] },
  'street-lamp photocell-stuck': { outputs: ['ambientLx'] },
};
