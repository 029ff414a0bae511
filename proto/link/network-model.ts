import { linkError, numberInRange } from './link-errors.ts';

/** How a network behaves, one direction at a time. A model with nothing but zeros and no limits still delivers through the clock. */
export interface NetworkModel {
  /** One way, ms, 0 to 600,000. */
  readonly latencyMs: number;
  /** Added to the latency of each frame, evenly drawn from 0 to this, ms, 0 to 600,000. Frames never pass each other. */
  readonly jitterMs: number;
  /** Frames leave one after the other at this rate; 1 or more, Infinity without limit. */
  readonly bytesPerSecond: number;
  /**
   * Burst loss (Gilbert and Elliott): chance that a packet begins a burst, and that one within it ends it. A lost packet is sent again
   * after a time that doubles, so loss is seen as a stall and then a burst, never as a missing frame. undefined for none.
   */
  readonly loss: { readonly begin: number; readonly end: number } | undefined;
  /** Bytes that the network holds before the sender sees them queued, 0 to 16,777,216. */
  readonly bufferBytes: number;
  /** Bytes under way at which the connection breaks, 65,536 to 1,073,741,824. */
  readonly maximumQueuedBytes: number;
}

const still = {
  latencyMs: 0,
  jitterMs: 0,
  bytesPerSecond: Number.POSITIVE_INFINITY,
  loss: undefined,
  bufferBytes: 65_536,
  maximumQueuedBytes: 16_777_216,
};

/**
 * Networks by name. These are assumptions, named so that they can be judged and changed. Sources: NB-IoT latency of 837 ms (Ugwuanyi et al.,
 * Electronics 10:2224); burst loss of 3.2 % in bursts of 3.3 packets from end 0.3 and begin 0.01 (the ITU's Gilbert-Elliott form as
 * tc-netem has it, numbers are ours); all other numbers are ours.
 */
export const networkPresets = {
  /** A cable on the bench: no delay. */
  lab: still,
  /** Shared Wi-Fi with now and then a lost packet. */
  'office-wifi': { ...still, latencyMs: 4, jitterMs: 8, bytesPerSecond: 2_500_000, loss: { begin: 0.002, end: 0.5 } },
  /** Narrow-band cellular: slow, thin, lossy in bursts. */
  'farm-nbiot': { ...still, latencyMs: 837, jitterMs: 400, bytesPerSecond: 3_000, loss: { begin: 0.01, end: 0.3 }, bufferBytes: 8_192 },
  /** Wired, short, quick. */
  'factory-ethernet': { ...still, latencyMs: 0.4, jitterMs: 0.2, bytesPerSecond: 12_500_000 },
  /** What a device must still survive: slow, jittery, lost in long bursts. */
  hostile: { ...still, latencyMs: 300, jitterMs: 700, bytesPerSecond: 16_000, loss: { begin: 0.05, end: 0.15 }, bufferBytes: 8_192 },
} as const satisfies Readonly<Record<string, NetworkModel>>;

/** Name of a preset. */
export type NetworkPreset = keyof typeof networkPresets;

/**
 * The preset of a name.
 * @throws E1203 when there is none
 */
export function networkPreset(name: string): NetworkModel {
  if (Object.hasOwn(networkPresets, name)) return networkPresets[name as NetworkPreset];
  throw linkError('E1203', { message: `"${name}" is no network preset; there are ${Object.keys(networkPresets).join(', ')}` });
}

/**
 * Gives the model back when its numbers are in their ranges.
 * @throws E1202 when one is not
 */
export function checkedModel(model: NetworkModel): NetworkModel {
  numberInRange('latencyMs', model.latencyMs, 0, 600_000);
  numberInRange('jitterMs', model.jitterMs, 0, 600_000);
  numberInRange('bytesPerSecond', model.bytesPerSecond, 1, Number.POSITIVE_INFINITY);
  numberInRange('bufferBytes', model.bufferBytes, 0, 16_777_216);
  numberInRange('maximumQueuedBytes', model.maximumQueuedBytes, 65_536, 1_073_741_824);
  if (model.loss !== undefined) {
    numberInRange('loss.begin', model.loss.begin, 0, 1);
    // Below this a burst would not end within the retries that TCP makes.
    numberInRange('loss.end', model.loss.end, 0.01, 1);
  }
  return model;
}
