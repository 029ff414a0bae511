/** Zones that are remembered: labels of devices name them, so their number has to have a bound. */
const mostZones = 1_000;

/** True for names of the IANA database; offsets such as +01:00 know no summer time, and are none. */
export function isTimeZone(name: string): boolean {
  return !/^[+-]/.test(name) && formatOf(name) !== undefined;
}

const formats = new Map<string, Intl.DateTimeFormat | undefined>();

/** The format that reads the clock on the wall in a zone; undefined where there is none. Made once a zone: that is what costs. */
function formatOf(timeZone: string): Intl.DateTimeFormat | undefined {
  if (formats.has(timeZone)) return formats.get(timeZone);
  let format: Intl.DateTimeFormat | undefined;
  try {
    format = new Intl.DateTimeFormat('en-US', {
      timeZone,
      hourCycle: 'h23',
      year: 'numeric',
      month: 'numeric',
      day: 'numeric',
      hour: 'numeric',
      minute: 'numeric',
      second: 'numeric',
    });
  } catch (error) {
    if (!(error instanceof RangeError)) throw error;
  }
  if (formats.size >= mostZones) formats.clear();
  formats.set(timeZone, format);
  return format;
}
