import type { SignalModel } from '#firmware/signals/index.js';
import { defaultFlashPlan, type Profile } from '#proto/profile/index.js';

/** Names of a bench device's signals: as many as a frame is to have readings. */
function signalNames(signals: number): string[] {
  return Array.from({ length: signals }, (_, index) => `signal${String.fromCharCode(65 + index)}Cel`);
}

/**
 * A device that samples `signals` signals together every everyMs, one set a frame, and does nothing else; with everyMs 0 it is idle.
 * The path of a reading is the real one; only the physics are as light as physics can be, so that the wire is measured.
 */
export function benchProfile(signals: number, everyMs: number, bootMs = 10): Profile {
  const names = signalNames(signals);
  return {
    name: `bench-${signals}`,
    title: 'Bench device',
    signals: names.map((name, index) => ({
      id: index + 1,
      name,
      unit: 'Cel',
      title: `Signal ${index + 1}`,
      minimum: -1_000,
      maximum: 1_000,
      category: 'technical',
      durable: true,
    })),
    wakePlan: { wakeEveryMs: 0, awakeMs: 0 },
    settings: [],
    commands: [],
    hardwareRevisions: ['A'],
    power: { source: 'mains' },
    linkPreset: 'lab',
    reconnect: { baseMs: 1_000, maximumMs: 32_000, stableMs: 20_000 },
    clockDriftPpm: 0,
    storeBytes: 65_536,
    bootMs,
    shapes: {},
    subDevices: [],
    memoryBytes: 262_144,
    watchdogMs: 10_000,
    // Fast writes: the wire is measured, not the chip.
    flash: { ...defaultFlashPlan, type: 'spi-nand', eraseBlockBytes: 131_072, writeUnitBytes: 2_048 },
    model: 'bench',
    parameters: {},
    actuators: {},
    truth: [],
    factoryImage: {
      version: '1.0.0',
      application: {
        id: 'bench',
        initial: 'running',
        context: {},
        states: {
          running: {
            entry: everyMs === 0 ? [] : [{ type: 'sample', params: { signals: names, everyMs, perFrame: 1 } }],
            meta: { final: 'a bench device does one thing' },
          },
        },
      },
    },
  };
}

/** Slow waves with noise. */
export function benchModel(signals: number): SignalModel {
  return {
    name: 'bench',
    outputs: signalNames(signals),
    actuators: [],
    truth: [],
    parameters: {},
    faults: {},
    stateLength: 1,
    initialise: (state, _parameters, chance) => {
      state[0] = chance() * 100;
    },
    step: (state, dtMs) => {
      state[0] = ((state[0] as number) + dtMs / 1_000) % 100;
    },
    read: (state, _inputs, _faults, _parameters, noise, outputs) => {
      for (let index = 0; index < signals; index += 1) outputs[index] = (state[0] as number) + index + noise(index);
    },
    readTruth: () => undefined,
  };
}
