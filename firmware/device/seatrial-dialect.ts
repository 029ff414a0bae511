import {
  commandOutcomes,
  decodeFleetFrame,
  encodeDeviceFrame,
  encodeTelemetry,
  eventKinds,
  FleetFrameHead,
  linkKinds,
  onChannel,
  pieces,
  resetReasons,
  supplies,
  updateCauses,
  updateStates,
} from '#proto/frame/index.js';
import { profileDefinitionOf, type SettingValue } from '#proto/profile/index.js';
import type { Dialect } from './dialect.ts';

/** seatrial.v1, encoded for channel 0: what docs/PROTOCOL.md says. */
export const seatrialDialect: Dialect = {
  name: 'seatrial.v1',
  claim: (message) => encodeDeviceFrame({ channel: 0, type: 'claim', body: message }),
  hello: ({ link, ...message }) =>
    encodeDeviceFrame({
      channel: 0,
      type: 'hello',
      body: {
        ...message,
        resetReason: resetReasons.codeOf(message.resetReason),
        ...(link === undefined ? {} : { link: linkKinds.codeOf(link) }),
      },
    }),
  telemetry: (boot, sequence, baseTimeMs, count, signalIds, offsetsMs, values) =>
    encodeTelemetry(0, boot, sequence, baseTimeMs, count, signalIds, offsetsMs, values),
  event: (message) => encodeDeviceFrame({ channel: 0, type: 'event', body: { ...message, kind: eventKinds.codeOf(message.kind) } }),
  heartbeat: (batteryPercent, bufferedBytes, droppedFrames, isPowered) => {
    const supply = supplies.codeOf(isPowered ? 'external' : 'battery');
    return encodeDeviceFrame({ channel: 0, type: 'heartbeat', body: { batteryPercent, bufferedBytes, droppedFrames, supply } });
  },
  sleep: (wakeInMs) => encodeDeviceFrame({ channel: 0, type: 'sleep', body: { wakeInMs } }),
  commandResult: (commandId, outcome, message) =>
    encodeDeviceFrame({ channel: 0, type: 'commandResult', body: { commandId, outcome: commandOutcomes.codeOf(outcome), message } }),
  configurationReport: (version, settings, error) =>
    encodeDeviceFrame({
      channel: 0,
      type: 'configurationReport',
      body: { version, settings: Object.fromEntries(Object.entries(settings).map(([key, value]) => [key, wireValue(value)])), error },
    }),
  pieceRequest: ({ piece, ...rest }) =>
    encodeDeviceFrame({ channel: 0, type: 'pieceRequest', body: { ...rest, piece: pieces.codeOf(piece) } }),
  updateReport: ({ state, cause, ...rest }) =>
    encodeDeviceFrame({
      channel: 0,
      type: 'updateReport',
      body: { ...rest, state: updateStates.codeOf(state), ...(cause === undefined ? {} : { cause: updateCauses.codeOf(cause) }) },
    }),
  profileDefinition: (profile) => encodeDeviceFrame({ channel: 0, type: 'profileDefinition', body: profileDefinitionOf(profile) }),
  channels: {
    attach: (channel) => encodeDeviceFrame({ channel, type: 'attach', body: {} }),
    detach: (channel) => encodeDeviceFrame({ channel, type: 'detach', body: {} }),
    address: onChannel,
    head: new FleetFrameHead(),
  },
  decode: decodeFleetFrame,
};

function wireValue(value: SettingValue): { number: number } | { text: string } | { flag: boolean } {
  if (typeof value === 'number') return { number: value };
  return typeof value === 'string' ? { text: value } : { flag: value };
}
