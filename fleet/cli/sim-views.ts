import type { FaultEntry } from '#firmware/host/index.js';
import type { Item } from './field-paths.ts';
import type { View } from './view.ts';

/** Devices of a population as the simulation knows them. */
export const simDeviceView: View = {
  kind: 'SimulatedDeviceList',
  name: 'id',
  columns: [
    { header: 'ID', field: 'id' },
    { header: 'PROFILE', field: 'profile' },
    { header: 'POWER', field: 'power', as: 'state' },
    { header: 'LINK', field: 'link', as: 'state' },
    { header: 'DUTY', field: 'duty' },
    { header: 'VERSION', field: 'firmwareVersion' },
    { header: 'UPDATE', field: 'updateState', as: 'state' },
    { header: 'BOOT', field: 'boot', as: 'count' },
    { header: 'BUFFERED', field: 'bufferedFrames', as: 'count' },
    { header: 'DROPPED', field: 'droppedFrames', as: 'count' },
    { header: 'FAULTS', field: 'faultNames' },
  ],
};

/** Faults that are on. */
export const faultView: View = {
  kind: 'FaultList',
  name: 'id',
  columns: [
    { header: 'ID', field: 'id' },
    { header: 'FAULT', field: 'fault' },
    { header: 'SEVERITY', field: 'severity' },
    { header: 'SIGNAL', field: 'signal' },
    { header: 'LINK', field: 'network' },
    { header: 'DETAIL', field: 'detail' },
    { header: 'SELECTOR', field: 'selector' },
    { header: 'DEVICES', field: 'devices', as: 'count' },
    { header: 'UNTIL', field: 'until' },
  ],
};

/** Faults that there are. */
export const faultKindView: View = {
  kind: 'FaultKindList',
  name: 'name',
  columns: [
    { header: 'FAULT', field: 'name' },
    { header: 'LASTS', field: 'lasts', as: 'state' },
    { header: 'NEEDS', field: 'needs' },
    { header: 'TAKES', field: 'takes' },
    { header: 'DOES', field: 'does' },
  ],
};

/** A fault as an object of the command line. */
export function faultItem(entry: FaultEntry): Item {
  return { apiVersion: 'seatrial/v1', kind: 'Fault', ...entry };
}
