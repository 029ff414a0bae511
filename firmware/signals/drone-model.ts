import { drawKey, subKey } from './chance.ts';
import { clamp, levelOf, quantise, smoothNoise } from './curves.ts';
import { placeOf } from './ground-track.ts';
import type { FaultLevels, SignalModel } from './signal-model.ts';

/**
 * A quadcopter with a landing pad that charges it. Height and distance from the pad follow their commands exponentially, the route is a circle, and
 * the charge of the flight pack falls at a rate of its own in each mode: all exact over any span. When the pack is empty, the motors stop
 * at that instant and it falls.
 */

/** Places in the state. */
const nowMs = 0;
const heightM = 1;
/** Distance from the pad, m, and direction to it, rad. */
const awayM = 2;
const angle = 3;
const chargeRatio = 4;
const bearingWear = 5;
const packHealth = 6;
const unit = 7;
const isTurning = 8;
const stateLength = 9;

const climbMs = 5_000;
const fallMs = 1_500;
const travelMs = 40_000;
/** Its people carry one that came down elsewhere back to its pad. */
const carryMs = 600_000;
const roundMs = 480_000;
const chargeMs = 3_600_000;
const hourMs = 3_600_000;
/** Motors that turn on the ground take a tenth of hovering. */
const groundShare = 0.1;
/** Nearer to the pad than this it charges, m. */
const padM = 5;
const hoverA = 11;
const motors = [0, 1, 2, 3] as const;

type Parameters = Readonly<Record<string, number>>;

function isFlown(inputs: readonly number[]): boolean {
  return (inputs[0] as number) >= 0.5;
}

/** Share of the whole pack that is used in a ms. */
function usePerMs(inputs: readonly number[], state: readonly number[], faults: FaultLevels, parameters: Parameters): number {
  const work = 1 + 0.25 * levelOf(faults, 'wind-gusts') + 0.1 * levelOf(faults, 'propeller-chipped');
  const share = (inputs[1] as number) > 0.5 ? work : groundShare;
  return share / ((parameters.flightMs as number) * (state[packHealth] as number));
}

/** Moves what is flown for a span with power. */
function fly(state: number[], spanMs: number, inputs: readonly number[], parameters: Parameters): void {
  const goalM = clamp(inputs[1] as number, 0, parameters.ceilingM as number);
  const routeM = clamp(inputs[2] as number, 0, 1) * (parameters.routeM as number);
  state[heightM] = goalM + ((state[heightM] as number) - goalM) * Math.exp(-spanMs / climbMs);
  state[awayM] = routeM + ((state[awayM] as number) - routeM) * Math.exp(-spanMs / travelMs);
  state[angle] = (state[angle] as number) + (2 * Math.PI * clamp(inputs[2] as number, 0, 1) * spanMs) / roundMs;
}

/** Speed over ground, m/s: away from the pad and around it. */
function groundMps(state: readonly number[], inputs: readonly number[], parameters: Parameters): number {
  if ((state[isTurning] as number) === 0 || (state[heightM] as number) < 0.3) return 0;
  const routeM = clamp(inputs[2] as number, 0, 1) * (parameters.routeM as number);
  const outMps = (routeM - (state[awayM] as number)) / (travelMs / 1_000);
  const aroundMps = ((state[awayM] as number) * 2 * Math.PI * clamp(inputs[2] as number, 0, 1)) / (roundMs / 1_000);
  return Math.hypot(outMps, aroundMps);
}

/** See the head of this file. */
export const droneModel: SignalModel = {
  name: 'drone',
  outputs: [
    ...['heightM', 'latitudeDeg', 'longitudeDeg', 'groundSpeedMps', 'rollDeg', 'pitchDeg', 'headingDeg', 'batteryPercent', 'batteryV'],
    ...['motor1CurrentA', 'motor2CurrentA', 'motor3CurrentA', 'motor4CurrentA', 'vibrationMmPerS', 'satellitesCount', 'positionErrorM'],
  ],
  actuators: ['motors', 'heightGoalM', 'route'],
  truth: ['trueHeightM', 'trueDistanceM', 'bearingWearRatio', 'packHealthRatio'],
  parameters: {
    flightMs: { defaultValue: 1_800_000, minimum: 60_000, maximum: 36_000_000, title: 'Hovering time of a full new pack, ms' },
    routeM: { defaultValue: 400, minimum: 10, maximum: 20_000, title: 'Radius of the route around the pad, m' },
    ceilingM: { defaultValue: 120, minimum: 1, maximum: 500, title: 'Height that it never exceeds, m' },
    latitudeDeg: { defaultValue: 47.37, minimum: -85, maximum: 85, title: 'Place of the pad, deg' },
    longitudeDeg: { defaultValue: 8.54, minimum: -180, maximum: 180, title: 'Place of the pad, deg' },
  },
  faults: {
    'bearing-wear': 'The bearing of motor 3 wears out within two hours of flight at full severity: vibration and current rise.',
    'propeller-chipped': 'A chip off the propeller of motor 2: vibration, current and use of charge rise.',
    'pack-aged': 'The pack holds up to 60 % less and sags under load.',
    'satellites-lost': 'Down to 3 satellites, and the position is up to 60 m off.',
    'wind-gusts': 'Gusts: up to 12 deg of attitude, and a quarter more use of charge.',
    'compass-drift': 'The compass is up to 70 deg off.',
  },
  stateLength,
  initialise(state, _parameters, chance) {
    state.fill(0);
    state[unit] = drawKey(chance);
    state[chargeRatio] = 0.85 + 0.15 * chance();
    state[packHealth] = 1;
    state[angle] = 2 * Math.PI * chance();
  },
  step(state, dtMs, wallMs, inputs, faults, parameters) {
    state[packHealth] = 1 - 0.6 * levelOf(faults, 'pack-aged');
    let poweredMs = 0;
    if (isFlown(inputs)) {
      const use = usePerMs(inputs, state, faults, parameters);
      poweredMs = Math.min(dtMs, (state[chargeRatio] as number) / use);
      fly(state, poweredMs, inputs, parameters);
      state[chargeRatio] = poweredMs < dtMs ? 0 : (state[chargeRatio] as number) - use * poweredMs;
    } else if ((state[awayM] as number) > 0) {
      // Past this instant it lies on the pad and charges.
      const carryingMs = Math.max(0, carryMs * Math.log((state[awayM] as number) / padM));
      const chargingMs = Math.max(0, dtMs - carryingMs);
      state[awayM] = (state[awayM] as number) * Math.exp(-dtMs / carryMs);
      state[chargeRatio] = Math.min(1, (state[chargeRatio] as number) + chargingMs / chargeMs);
    } else state[chargeRatio] = Math.min(1, (state[chargeRatio] as number) + dtMs / chargeMs);
    if (poweredMs < dtMs) state[heightM] = (state[heightM] as number) * Math.exp(-(dtMs - poweredMs) / fallMs);
    state[isTurning] = isFlown(inputs) && (state[chargeRatio] as number) > 0 ? 1 : 0;
    const wear = levelOf(faults, 'bearing-wear');
    // Without the fault the bearing has been replaced.
    state[bearingWear] = wear === 0 ? 0 : Math.min(1, (state[bearingWear] as number) + (wear * poweredMs) / (2 * hourMs));
    state[nowMs] = wallMs;
  },
  read(state, inputs, faults, parameters, noise, outputs) {
    const now = state[nowMs] as number;
    const key = state[unit] as number;
    const isOn = state[isTurning] === 1;
    const isUp = isOn && (state[heightM] as number) > 0.3;
    const wear = state[bearingWear] as number;
    const chip = levelOf(faults, 'propeller-chipped');
    const gusts = isUp ? levelOf(faults, 'wind-gusts') : 0;
    const blind = levelOf(faults, 'satellites-lost');
    const errorM = 1.2 + 60 * blind;
    const off = { northM: errorM * smoothNoise(key, now / 120_000), eastM: errorM * smoothNoise(subKey(key, 1), now / 120_000) };
    const around = state[angle] as number;
    const away = state[awayM] as number;
    const place = placeOf(parameters, away * Math.cos(around) + off.northM, away * Math.sin(around) + off.eastM);
    const mps = groundMps(state, inputs, parameters);
    const share = isOn ? ((inputs[1] as number) > 0.5 ? 1 + 0.25 * gusts : groundShare) : 0;
    const course = (around * 180) / Math.PI + 90 + 70 * levelOf(faults, 'compass-drift');
    outputs[0] = quantise(Math.max(0, (state[heightM] as number) + (isUp ? 0.15 * noise(0) : 0)), 100);
    outputs[1] = quantise(place.latitudeDeg, 1e7);
    outputs[2] = quantise(place.longitudeDeg, 1e7);
    outputs[3] = quantise(Math.max(0, mps + (isUp ? 0.1 * noise(3) : 0)), 100);
    outputs[4] = quantise((isUp ? 0.8 : 0.05) * noise(4) + 12 * gusts * smoothNoise(subKey(key, 2), now / 2_000), 100);
    outputs[5] = quantise((isUp ? 0.8 : 0.05) * noise(5) - mps + 12 * gusts * smoothNoise(subKey(key, 3), now / 2_000), 100);
    outputs[6] = quantise(course - 360 * Math.floor(course / 360), 10) % 360;
    outputs[7] = quantise(100 * (state[chargeRatio] as number), 10);
    let totalA = 0;
    for (const motor of motors) {
      const burden = 1 + (motor === 2 ? 0.18 * wear : 0) + (motor === 1 ? 0.12 * chip : 0);
      const amperes = hoverA * share * burden * (1 + 0.02 * noise(9 + motor) + 0.08 * gusts * noise(13 + motor));
      outputs[9 + motor] = quantise(amperes, 100);
      totalA += amperes;
    }
    // Six lithium-polymer cells; an old pack has three times the inner resistance.
    const openV = 19.8 + 5.4 * (state[chargeRatio] as number);
    outputs[8] = quantise(openV - totalA * 0.02 * (1 + (10 * (1 - (state[packHealth] as number))) / 3), 100);
    outputs[13] = isOn ? quantise((1.4 + 11 * wear * wear + 7 * chip) * (share < 0.5 ? 0.4 : 1) * (1 + 0.1 * noise(17)), 100) : 0;
    outputs[14] = Math.round(15 - 12 * blind + (blind > 0 ? 0 : noise(18)));
    outputs[15] = quantise(errorM * (1 + 0.1 * noise(19)), 100);
  },
  readTruth(state, _parameters, truth) {
    truth[0] = state[heightM] as number;
    truth[1] = state[awayM] as number;
    truth[2] = state[bearingWear] as number;
    truth[3] = state[packHealth] as number;
  },
};
