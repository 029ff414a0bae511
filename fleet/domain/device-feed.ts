import type { DeviceRecord, Presence } from './records.ts';

/** A device with how it can be heard. */
export type PresentDevice = DeviceRecord & { readonly presence: Presence };

/**
 * What happens to devices, for areas that keep figures about them. Nothing of it waits, and nothing of it throws. Records are live ones: who wants
 * to keep something of them copies it.
 */
export interface DeviceListener {
  /**
   * A Hello was accepted; the record has the new boot and reset reason. Its presence comes to be online right after it.
   * @param before its boot until then; 0 before the first. The object is used again for the next call
   */
  readonly opened?: (device: DeviceRecord, before: { readonly boot: number }) => void;
  readonly presence?: (device: PresentDevice, before: Presence) => void;
  /**
   * Labels, status, hold, battery by a step of 1 %, supply, link, image confirmed, or wanted or reported configuration changed; or it was enrolled, or
   * goes on with another key.
   */
  readonly changed?: (deviceId: string) => void;
  /** It is forgotten, or another device takes its name: then `changed` follows. */
  readonly removed?: (deviceId: string) => void;
  /**
   * It sent an event, once it is accepted: kind as in EventKind in lower case, name in dot.case. One that history lost comes again.
   */
  readonly event?: (deviceId: string, event: { readonly kind: string; readonly name: string; readonly boot: number }) => void;
}

/** Who wants to hear of devices. */
export interface DeviceFeed {
  /** Returns the unsubscriber. */
  subscribe(listener: DeviceListener): () => void;
  /**
   * Missed wake-ups, or heartbeats of a device that is always on, up to now; 0 while it is heard. Infinity when it was never heard, or is not known.
   * What it missed while the manager was away does not count, nor do the ten minutes after: all come back then.
   */
  missedWakeUps(deviceId: string): number;
}
