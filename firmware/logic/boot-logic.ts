/** Parts of a boot: the record is read, the image checked, the application started. */
export type BootPart = 'read' | 'verify' | 'start';

/** Shares of the time from reset to the application's start that are not the start itself. */
const shares = { read: 0.1, verify: 0.5 } as const;

/**
 * Time that a part of the boot takes, whole ms: together they are bootMs.
 * @param bootMs from reset to the application's start, 0 or more
 */
export function bootPartMs(bootMs: number, part: BootPart): number {
  if (part !== 'start') return Math.floor(bootMs * shares[part]);
  return bootMs - bootPartMs(bootMs, 'read') - bootPartMs(bootMs, 'verify');
}
