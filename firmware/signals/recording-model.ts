import type { SignalModel } from './signal-model.ts';

/** No physics at all: for profiles whose signals come only from a recording. */
export const recordingModel: SignalModel = {
  name: 'recording',
  outputs: [],
  actuators: [],
  truth: [],
  parameters: {},
  faults: {},
  stateLength: 0,
  initialise: () => undefined,
  step: () => undefined,
  read: () => undefined,
  readTruth: () => undefined,
};
