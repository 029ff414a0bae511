import type { Profile } from '#proto/profile/index.js';

/**
 * The physics of one kind of device. State and outputs are plain arrays of doubles owned by the device, so that a model is one shared object
 * and a device costs a few numbers. Models are stepped only when somebody looks, over any span at once (closed form).
 */
export interface SignalModel {
  /** The name that profiles use. */
  readonly name: string;
  /** Names of the outputs, in their order; profiles must define a signal for each. */
  readonly outputs: readonly string[];
  /** Names of the actuators in the order of `inputs`. */
  readonly actuators: readonly string[];
  /**
   * True when `read` wants the charge of the device's own battery: it then stands behind the actuators in `inputs`, 0 (empty) to 1 (full or
   * mains), as at the instant of reading. It moves on its own, so `step` must not use it.
   */
  readonly readsCharge?: boolean;
  /**
   * Place in the state that counts the charge which the unit harvested so far, mAh (a solar panel): the device puts its gain into its battery
   * whenever somebody looks. Left out: it harvests nothing.
   */
  readonly harvestPlace?: number;
  /** Names of the hidden truth, in their order: wear, true temperature, remaining life. */
  readonly truth: readonly string[];
  /** Numbers a profile may give, with defaults and ranges. */
  readonly parameters: Readonly<
    Record<string, { readonly defaultValue: number; readonly minimum: number; readonly maximum: number; readonly title: string }>
  >;
  /** Faults that can be made in it, with what they do. The severity runs from 0 (none) to 1. */
  readonly faults: Readonly<Record<string, string>>;
  /** Length of the state. */
  readonly stateLength: number;
  /**
   * Fills the state of a new unit: every unit differs a little.
   * @param chance numbers from 0 (with) to 1 (without), drawn from the unit's own stream
   */
  initialise(state: number[], parameters: Readonly<Record<string, number>>, chance: () => number): void;
  /**
   * Moves the state by dtMs, 0 or more, in closed form: one step of 10 s gives what ten steps of 1 s give (within rounding, and for inputs that stood still).
   * @param wallMs the instant after the step, ms since 1970-01-01T00:00Z: sun, tariffs, seasons
   */
  step(
    state: number[],
    dtMs: number,
    wallMs: number,
    inputs: readonly number[],
    faults: FaultLevels,
    parameters: Readonly<Record<string, number>>,
  ): void;
  /**
   * Reads the sensors at the state: truth plus noise.
   * @param noise evenly spread number from -1 to 1 for the n-th output at this instant
   * @param outputs filled in the order of `outputs`
   */
  read(
    state: readonly number[],
    inputs: readonly number[],
    faults: FaultLevels,
    parameters: Readonly<Record<string, number>>,
    noise: (index: number) => number,
    outputs: number[],
  ): void;
  /** Fills the hidden truth in the order of `truth`. */
  readTruth(state: readonly number[], parameters: Readonly<Record<string, number>>, truth: number[]): void;
  /** Only of a model whose signals the profile shapes: the model for one profile. */
  forProfile?(profile: ShapedProfile): SignalModel;
}

/** What a profile says of the signals of a model that takes its form from the profile. */
export type ShapedProfile = Pick<Profile, 'signals' | 'shapes' | 'actuators'>;

/** Severity of each fault that is on, 0 to 1; a fault that is missing is off. */
export type FaultLevels = ReadonlyMap<string, number>;
