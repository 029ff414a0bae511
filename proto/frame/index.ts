export type { DecodeCounters, DeviceFrame, FleetFrame, TelemetryFrame } from './frame.ts';
