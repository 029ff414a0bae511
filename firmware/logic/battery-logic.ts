/** Milliseconds of an hour. */
const hourMs = 3_600_000;

/** Charge in closed form: nothing is stepped while nobody looks. Changed in place. */
export interface Battery {
  readonly capacityMah: number;
  /** Charge at atMs, mAh. */
  chargeMah: number;
  /** Instant of the application clock, ms. */
  atMs: number;
  /** Steady draw since atMs, mA. */
  drawMa: number;
}

/** Charge now, mAh, 0 or more. */
export function chargeMahAt(battery: Battery, nowMs: number): number {
  return Math.max(0, battery.chargeMah - (battery.drawMa * (nowMs - battery.atMs)) / hourMs);
}

/** Charge now, percent of the capacity, 0 to 100. */
export function chargePercentAt(battery: Battery, nowMs: number): number {
  return Math.min(100, (chargeMahAt(battery, nowMs) / battery.capacityMah) * 100);
}

/** Draws so much steadily from now on, mA. */
export function setDraw(battery: Battery, drawMa: number, nowMs: number): void {
  battery.chargeMah = chargeMahAt(battery, nowMs);
  battery.atMs = nowMs;
  battery.drawMa = drawMa;
}

/** Takes charge at once, mAh. */
export function drawCharge(battery: Battery, mah: number, nowMs: number): void {
  battery.chargeMah = Math.max(0, chargeMahAt(battery, nowMs) - mah);
  battery.atMs = nowMs;
}

/** Puts charge in at once, mAh; what it can't hold is lost. */
export function addCharge(battery: Battery, mah: number, nowMs: number): void {
  battery.chargeMah = Math.min(battery.capacityMah, chargeMahAt(battery, nowMs) + mah);
  battery.atMs = nowMs;
}

/** When it will be empty if nothing changes, ms of the application clock; infinity when it never will. */
export function emptyAtMs(battery: Battery): number {
  if (battery.chargeMah <= 0) return battery.atMs;
  return battery.drawMa <= 0 ? Number.POSITIVE_INFINITY : battery.atMs + (battery.chargeMah / battery.drawMa) * hourMs;
}
