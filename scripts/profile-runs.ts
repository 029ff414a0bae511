/** What the plot of a profile's page shows. */
export interface ProfileRun {
  /** From the first boot, ms. */
  readonly spanMs: number;
  /** Wall clock at power-on, ms since 1970-01-01T00:00Z; 12 January 2026, 00:00 UTC when left out, a Monday. */
  readonly startWallMs?: number;
  /** One panel each. */
  readonly signals: readonly string[];
  /** A fault of the model, and the severity (1 when left out) from atMs on. */
  readonly fault?: { readonly name: string; readonly atMs: number; readonly severity?: number };
  /** What a reader is to look at. */
  readonly look: string;
}

const hourMs = 3_600_000;
const dayMs = 24 * hourMs;

/** By profile: every shipped one has an entry. */
export const profileRuns: Readonly<Record<string, ProfileRun>> = {
  thermostat: {
    spanMs: 2 * dayMs,
    signals: ['roomTempC', 'outsideTempC', 'heaterPowerW'],
    fault: { name: 'window-open', atMs: 32 * hourMs },
    look: 'The heater holds the room at 21 Cel until somebody opens the window.',
  },
  turbofan: {
    spanMs: 2 * dayMs,
    signals: ['egtC', 'n1Percent', 'oilPressureKpa', 'altitudeM'],
    fault: { name: 'oil-leak', atMs: dayMs },
    look: 'Flight by flight the oil pressure falls once the leak begins, until the application reports it.',
  },
  'connected-car': {
    spanMs: 3 * hourMs,
    signals: ['vehicleSpeedKmh', 'engineSpeedRpm', 'coolantTempC', 'controlModuleVoltageV'],
    fault: { name: 'coolant-leak', atMs: hourMs },
    look: 'Half-hour drives with stops between them; without coolant the warm engine overheats.',
  },
  'street-light': {
    spanMs: 2 * dayMs,
    signals: ['ambientLx', 'levelPercent', 'powerW', 'cabinetTempC'],
    look: 'The photocell sees the dusk, the lamps burn, and the plan of the night dims them.',
  },
  'street-lamp': {
    spanMs: 2 * dayMs,
    signals: ['levelPercent', 'powerW', 'lightLm', 'housingTempC'],
    look: 'One lamp through two winter nights.',
  },
  beacon: {
    spanMs: 4 * dayMs,
    signals: ['rssiDbm', 'heardPercent', 'tempC', 'batteryV'],
    look: 'The thing wanders about the site, and the cell gives less in the cold.',
  },
  'intrusion-sensor': {
    spanMs: 2 * dayMs,
    signals: ['motionCode', 'radioNoiseDbm', 'roomTempC', 'batteryV'],
    fault: { name: 'radio-jamming', atMs: dayMs },
    look: 'A house where people come and go, until somebody jams the radio.',
  },
  'smart-meter': {
    spanMs: 3 * dayMs,
    signals: ['activePowerW', 'voltageL1V', 'powerFactorRatio', 'importKwh'],
    look: 'Three days of a household, with its mornings and evenings.',
  },
  'soil-sensor': {
    spanMs: 14 * dayMs,
    startWallMs: Date.UTC(2026, 5, 1),
    signals: ['soilMoisturePercent', 'soilTempC', 'solarMa', 'batteryV'],
    look: 'Two weeks of June: rain wets the soil, the sun dries it and charges the cell.',
  },
  'bike-lock': {
    spanMs: 3 * dayMs,
    signals: ['speedKmh', 'boltCode', 'riddenKm', 'batteryV'],
    look: 'Rides between places, locked at each end.',
  },
  'autonomous-car': {
    spanMs: 3 * hourMs,
    signals: ['speedKmh', 'steeringDeg', 'lidarHealthPercent', 'batteryPercent'],
    fault: { name: 'lidar-soiled', atMs: 1.5 * hourMs },
    look: 'A shuttle on its route, until dirt on the lidar makes it look for a safe stop.',
  },
  drone: {
    spanMs: 80 * 60_000,
    signals: ['heightM', 'groundSpeedMps', 'batteryPercent', 'vibrationMmPerS'],
    fault: { name: 'propeller-chipped', atMs: 45 * 60_000 },
    look: 'It flies every half an hour; with a chipped propeller the vibration sends it home early.',
  },
  'heart-monitor': {
    spanMs: 5 * dayMs,
    signals: ['heartRatePerMin', 'activityPercent', 'longestIntervalMs', 'fibrillationPercent'],
    fault: { name: 'atrial-fibrillation', atMs: 2.5 * dayMs },
    look: 'Days and nights of a heart; then the episodes of fibrillation become long and frequent.',
  },
  wearable: {
    spanMs: 3 * dayMs,
    signals: ['heartRatePerMin', 'stepsCount', 'skinTempC', 'batteryPercent'],
    look: 'Three days: steps, sleep, and the charger in the evening.',
  },
  'pill-tracker': {
    spanMs: 6 * dayMs,
    signals: ['dosesLeftCount', 'boxTempC', 'boxHumidityPercent'],
    fault: { name: 'doses-forgotten', atMs: 3 * dayMs },
    look: 'A dose in the morning and one in the evening, until they are forgotten.',
  },
};
