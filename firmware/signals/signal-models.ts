import { connectedCarModel } from './connected-car-model.ts';
import { recordingModel } from './recording-model.ts';
import type { SignalModel } from './signal-model.ts';
import { streetLampModel } from './street-lamp-model.ts';
import { streetLightModel } from './street-light-model.ts';
import { thermostatModel } from './thermostat-model.ts';
import { turbofanModel } from './turbofan-model.ts';

/** All signal models by the name that profiles use. */
export const signalModels: ReadonlyMap<string, SignalModel> = new Map(
  [turbofanModel, thermostatModel, connectedCarModel, streetLightModel, streetLampModel, recordingModel].map((model) => [
    model.name,
    model,
  ]),
);
