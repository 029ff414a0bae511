import { addCharge, type Battery, chargePercentAt } from '#firmware/logic/index.js';
import { createRandom, noiseKey } from '#proto/kit/index.js';
import type { DeviceKind } from './device-kind.ts';

const noFaults: Map<string, number> = new Map();
const noneStuck: Map<number, number> = new Map();

/** The hidden truth of one unit and its sensors. Nothing is stepped while nobody looks. */
export class Physics {
  readonly #kind: DeviceKind;
  readonly #state: number[];
  /** Actuators, in the order of the model's inputs. */
  #inputs: number[];
  #faults: Map<string, number> = noFaults;
  /** Value that each output holds since its sensor is stuck. */
  #stuck: Map<number, number> = noneStuck;
  readonly #noiseKey: number;
  #steppedAtMs: number;
  /** True until the first step: even one of no time tells the model what the time is. */
  #isFresh = true;
  readonly #battery: Battery | undefined;

  /**
   * @param nowMs ms of the application clock
   * @param saved the state of a unit that comes back; a new unit when undefined
   * @param battery of the device, for models that read its charge; undefined on mains
   */
  constructor(kind: DeviceKind, seed: string, id: string, nowMs: number, saved: readonly number[] | undefined, battery?: Battery) {
    const random = createRandom(seed, id, 'physics');
    this.#kind = kind;
    if (saved !== undefined && saved.length === kind.model.stateLength) this.#state = [...saved];
    else {
      this.#state = new Array<number>(kind.model.stateLength).fill(0);
      kind.model.initialise(this.#state, kind.profile.parameters, () => random.float());
    }
    this.#inputs = [...kind.initialInputs];
    this.#noiseKey = noiseKey(seed, id, 'sensors');
    this.#steppedAtMs = nowMs;
    this.#battery = battery;
  }

  /** Severity of each fault that is on. */
  get faults(): ReadonlyMap<string, number> {
    return this.#faults;
  }

  /**
   * Moves the truth to now, and fills kind.outputs with what the sensors say.
   * @param nowMs ms of the application clock
   * @param wallMs the application clock's wall, ms since 1970-01-01T00:00Z: the sun does not follow a device's own clock
   */
  read(nowMs: number, wallMs: number): void {
    this.#step(nowMs, wallMs);
    const kind = this.#kind;
    kind.noiseKey = this.#noiseKey;
    kind.noiseTick = Math.floor(nowMs) | 0;
    if (kind.model.readsCharge === true)
      this.#inputs[kind.model.actuators.length] = this.#battery === undefined ? 1 : chargePercentAt(this.#battery, nowMs) / 100;
    kind.model.read(this.#state, this.#inputs, this.#faults, kind.profile.parameters, kind.noise, kind.outputs);
    if (this.#stuck !== noneStuck) for (const [output, value] of this.#stuck) kind.outputs[output] = value;
  }

  /** The state, so that the unit can come back as the same. */
  save(): number[] {
    return [...this.#state];
  }

  /** The hidden truth by name. */
  truth(nowMs: number, wallMs: number): Record<string, number> {
    this.#step(nowMs, wallMs);
    const { model, profile } = this.#kind;
    const values = model.truth.map(() => 0);
    model.readTruth(this.#state, profile.parameters, values);
    return Object.fromEntries(model.truth.map((name, index) => [name, values[index] ?? 0]));
  }

  /** Drives an actuator from now on. One that the model does not know moves nothing. */
  actuate(actuator: string, value: number, nowMs: number, wallMs: number): void {
    const index = this.#kind.model.actuators.indexOf(actuator);
    if (index < 0) return;
    this.#step(nowMs, wallMs);
    this.#inputs[index] = value;
  }

  /** A reset lets go of all actuators. */
  reset(nowMs: number, wallMs: number): void {
    this.#step(nowMs, wallMs);
    this.#inputs = [...this.#kind.initialInputs];
  }

  /** @param severity 0 takes the fault away */
  setFault(name: string, severity: number, nowMs: number, wallMs: number): void {
    this.#step(nowMs, wallMs);
    const faults = new Map(this.#faults);
    if (severity > 0) faults.set(name, severity);
    else faults.delete(name);
    this.#faults = faults.size === 0 ? noFaults : faults;
  }

  /** Signals that are stuck. */
  get stuck(): string[] {
    return [...this.#stuck.keys()].map((output) => this.#kind.model.outputs[output] ?? '');
  }

  /** Lets a signal of the model hold the value that it has now, or lets go of it. The truth goes on. */
  stick(signal: string, on: boolean, nowMs: number, wallMs: number): void {
    const output = this.#kind.outputIndex.get(signal);
    if (output === undefined) return;
    const stuck = new Map(this.#stuck);
    if (on) {
      this.read(nowMs, wallMs);
      stuck.set(output, this.#kind.outputs[output] ?? Number.NaN);
    } else stuck.delete(output);
    this.#stuck = stuck.size === 0 ? noneStuck : stuck;
  }

  #step(nowMs: number, wallMs: number): void {
    const dtMs = nowMs - this.#steppedAtMs;
    if (dtMs < 0 || (dtMs === 0 && !this.#isFresh)) return;
    this.#isFresh = false;
    this.#steppedAtMs = nowMs;
    const { model, profile } = this.#kind;
    const place = model.harvestPlace;
    const beforeMah = place === undefined ? 0 : (this.#state[place] as number);
    model.step(this.#state, dtMs, wallMs, this.#inputs, this.#faults, profile.parameters);
    if (place === undefined || this.#battery === undefined) return;
    const gainMah = (this.#state[place] as number) - beforeMah;
    if (gainMah > 0) addCharge(this.#battery, gainMah, nowMs);
  }
}
