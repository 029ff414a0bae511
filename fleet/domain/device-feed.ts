import type { DeviceRecord, DeviceView, Presence } from './records.ts';

/** What happens to devices, for areas that keep figures about them. Nothing of it waits, and nothing of it throws. */
export interface DeviceListener {
  /** A Hello was accepted; the record has the new boot and reset reason. @param before its boot and reset reason until then; 0 before the first. */
  readonly opened?: (device: DeviceRecord, before: { readonly boot: number }) => void;
  readonly presence?: (device: DeviceView, before: Presence) => void;
  /** Labels, status, hold, battery by a step of 1 %, or reported configuration changed; or it was enrolled. */
  readonly changed?: (deviceId: string) => void;
  /** It is forgotten. */
  readonly removed?: (deviceId: string) => void;
  /** It sent an event, once it is accepted: kind as in EventKind in lower case, name in dot.case. */
  readonly event?: (deviceId: string, event: { readonly kind: string; readonly name: string }) => void;
}

/** Who wants to hear of devices. */
export interface DeviceFeed {
  /** Returns the unsubscriber. */
  subscribe(listener: DeviceListener): () => void;
  /** Missed wake-ups, or heartbeats of a device that is always on, up to now; 0 while it is heard. Infinity when it was never heard. */
  missedWakeUps(deviceId: string): number;
}
