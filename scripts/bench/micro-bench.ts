import { loadShippedProfile } from '#firmware/profiles/index.js';
import { compileRule } from '#fleet/expr/index.js';
import { DeviceFrameDecoder, encodeTelemetry } from '#proto/frame/index.js';
import { loadApplication, startApplication, stepApplication } from '#proto/image/index.js';
import type { Bench } from './metric.ts';

const batch = 2_000;
const measureMs = 1_000;

/** Calls a second on one core, of each step that a frame or an event takes. */
export const microBench: Bench = {
  name: 'micro',
  title: 'encode, decode, application event, alarm rule: calls a second on one core',
  async run() {
    return [
      { name: 'encode4', value: perSecond(encoder(4)), unit: 'frames/s' },
      { name: 'encode20', value: perSecond(encoder(20)), unit: 'frames/s' },
      { name: 'decode4', value: perSecond(decoder(4)), unit: 'frames/s' },
      { name: 'decode20', value: perSecond(decoder(20)), unit: 'frames/s' },
      { name: 'machineEvent', value: perSecond(machineEvent()), unit: 'events/s', limit: { atLeast: 25_000 } },
      { name: 'rule', value: perSecond(rule()), unit: 'evaluations/s' },
    ];
  },
};

function perSecond(call: (index: number) => void): number {
  for (let index = 0; index < batch * 5; index += 1) call(index);
  const startMs = performance.now();
  let calls = 0;
  while (performance.now() - startMs < measureMs) {
    for (let index = 0; index < batch; index += 1) call(index);
    calls += batch;
  }
  return (calls * 1_000) / (performance.now() - startMs);
}

function columns(readings: number): { ids: number[]; values: number[] } {
  const ids = Array.from({ length: readings }, (_, index) => index + 1);
  return { ids, values: ids.map((id) => id * 1.25) };
}

function encoder(readings: number): (index: number) => void {
  const { ids, values } = columns(readings);
  return (index) => {
    encodeTelemetry(0, 1, index + 1, 1.8e12, readings, ids, undefined, values);
  };
}

function decoder(readings: number): (index: number) => void {
  const { ids, values } = columns(readings);
  const bytes = encodeTelemetry(0, 1, 100_000, 1.8e12, readings, ids, undefined, values);
  const decoding = new DeviceFrameDecoder();
  return () => {
    decoding.decode(bytes);
  };
}

/** The thermostat's application: the room gets cold, then warm. */
function machineEvent(): (index: number) => void {
  const profile = loadShippedProfile('thermostat');
  const loaded = loadApplication(profile.factoryImage.application, {
    signals: profile.signals.map((signal) => signal.name),
    actuators: Object.keys(profile.actuators),
    settings: profile.settings.map((setting) => setting.key),
  });
  const inputs = { nowMs: 0, batteryPercent: 100, minuteOfDay: 0, signal: () => 20 };
  const events = ['room.cold', 'room.warm'];
  let { record } = startApplication(
    loaded,
    Object.fromEntries(profile.settings.map(({ key, defaultValue }) => [key, defaultValue])),
    inputs,
  );
  return (index) => {
    ({ record } = stepApplication(loaded, record, events[index % events.length] as string, inputs));
  };
}

function rule(): (index: number) => void {
  const compiled = compileRule('egtC > 905.0 && oilPressureKpa < 200.0', undefined);
  const values = [900, 250];
  return (index) => {
    values[0] = 800 + (index % 100);
    compiled.evaluate(values);
  };
}
