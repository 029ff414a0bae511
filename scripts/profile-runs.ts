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
  /** Commands of the fleet are not sent here; this is what a reader is to look at. */
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
    spanMs: 2 * dayMs,
    signals: ['rssiDbm', 'heardPercent', 'tempC', 'batteryV'],
    look: 'The thing wanders about the site.',
  },
  'intrusion-sensor': {
    spanMs: dayMs,
    signals: ['motionCode', 'contactCode', 'radioNoiseDbm', 'batteryV'],
    look: 'A house where people come and go.',
  },
};
