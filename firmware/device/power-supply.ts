import { type Battery, chargeMahAt, chargePercentAt, drawCharge } from '#firmware/logic/index.js';
import type { DeviceMachineEvent } from '#firmware/machines/index.js';
import type { Clock } from '#proto/kit/index.js';

/** Whose power it is. */
export interface PowerOwner {
  /** That the battery's charge goes by. */
  readonly applicationClock: Clock;
  send(event: DeviceMachineEvent): void;
}

/** Where a device's power comes from: its battery, whoever cuts and gives power, and faults that hold it off. */
export class PowerSupply {
  readonly #owner: PowerOwner;
  /** Undefined for a device on mains. */
  readonly battery: Battery | undefined;
  /** False while somebody cut its power. */
  #isSupplied = true;
  /** A fault holds it off. */
  #isHeldOff = false;

  constructor(owner: PowerOwner, battery: Battery | undefined) {
    this.#owner = owner;
    this.battery = battery;
  }

  /** Whether it has power but for want of charge. */
  get isOn(): boolean {
    return this.#isSupplied && !this.#isHeldOff;
  }

  off(): void {
    this.#isSupplied = false;
    this.#owner.send({ type: 'power.off' });
  }

  on(): void {
    this.#isSupplied = true;
    if (this.#isHeldOff) return;
    const nowMs = this.#owner.applicationClock.nowMs();
    // Who gives power to a unit with an empty battery has put in a new one.
    if (this.battery !== undefined && chargeMahAt(this.battery, nowMs) === 0) {
      this.battery.chargeMah = this.battery.capacityMah;
      this.battery.atMs = nowMs;
    }
    this.#owner.send({ type: 'power.on' });
  }

  /** @param isHeld until it is called with false: power that comes meanwhile does nothing */
  holdOff(isHeld: boolean): void {
    this.#isHeldOff = isHeld;
    if (isHeld) this.#owner.send({ type: 'power.off' });
    else if (this.#isSupplied) this.on();
  }

  /** The battery has another charge: the device may have been off for want of charge alone. */
  recharged(): void {
    if (this.isOn && this.percent() > 0) this.#owner.send({ type: 'power.on' });
  }

  /** Charge, 0 to 100 %; 100 on mains. */
  percent(): number {
    return this.battery === undefined ? 100 : chargePercentAt(this.battery, this.#owner.applicationClock.nowMs());
  }

  /** Takes charge for frames that were sent. @param frameUah of one, 0 or more */
  drawFrames(sent: number, frameUah: number): void {
    if (this.battery !== undefined && frameUah > 0)
      drawCharge(this.battery, (sent * frameUah) / 1_000, this.#owner.applicationClock.nowMs());
  }
}
