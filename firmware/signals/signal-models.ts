import { autonomousCarModel } from './autonomous-car-model.ts';
import { beaconModel } from './beacon-model.ts';
import { bikeLockModel } from './bike-lock-model.ts';
import { connectedCarModel } from './connected-car-model.ts';
import { droneModel } from './drone-model.ts';
import { heartMonitorModel } from './heart-monitor-model.ts';
import { intrusionSensorModel } from './intrusion-sensor-model.ts';
import { pillTrackerModel } from './pill-tracker-model.ts';
import { recordingModel } from './recording-model.ts';
import type { SignalModel } from './signal-model.ts';
import { smartMeterModel } from './smart-meter-model.ts';
import { soilSensorModel } from './soil-sensor-model.ts';
import { streetLampModel } from './street-lamp-model.ts';
import { streetLightModel } from './street-light-model.ts';
import { syntheticModel } from './synthetic-model.ts';
import { thermostatModel } from './thermostat-model.ts';
import { turbofanModel } from './turbofan-model.ts';
import { wearableModel } from './wearable-model.ts';

/** By name. */
const models: readonly SignalModel[] = [
  autonomousCarModel,
  beaconModel,
  bikeLockModel,
  connectedCarModel,
  droneModel,
  heartMonitorModel,
  intrusionSensorModel,
  pillTrackerModel,
  recordingModel,
  smartMeterModel,
  soilSensorModel,
  streetLampModel,
  streetLightModel,
  syntheticModel,
  thermostatModel,
  turbofanModel,
  wearableModel,
];

/** All signal models by the name that profiles use. */
export const signalModels: ReadonlyMap<string, SignalModel> = new Map(models.map((model) => [model.name, model]));
