import type { CommandOrder } from '#fleet/domain/index.js';
import type { PublicProfile } from '#proto/profile/index.js';
import { closestWord } from '#proto/yaml/index.js';
import { failRegistry } from './registry-errors.ts';
import { checkText, checkWhole } from './request-logic.ts';

/** What every device takes: docs/PROTOCOL.md, "Commands". */
const commonCommands: readonly string[] = ['reboot', 'identify'];
/** Thirty days, ms. */
const longestDeadlineMs = 2_592_000_000;

/** Throws E1708 for what the wire does not take, E1707 and E1745 for what the profile does not. */
export function checkOrder(order: CommandOrder, deviceId: string, profile: PublicProfile | undefined, profileName: string): void {
  checkWhole('the time to answer (timeout), ms,', order.timeoutMs, 100, 86_400_000);
  checkWhole('the deadline, ms,', order.deadlineMs, 0, longestDeadlineMs);
  const entries = Object.entries(order.arguments);
  checkWhole('the number of arguments', entries.length, 0, 16);
  for (const [key, value] of entries) {
    checkText(`the name of argument ${key.slice(0, 64)}`, key, 1, 64);
    if (typeof value === 'string') checkText(`argument ${key}`, value, 0, 1_024);
    if (typeof value === 'number' && !Number.isFinite(value)) throw failRegistry('E1708', { message: `argument ${key} is not finite` });
  }
  if (commonCommands.includes(order.name)) return;
  if (profile === undefined) throw failRegistry('E1707', { message: `device ${deviceId} has not shown its profile ${profileName} yet` });
  if (profile.commands.includes(order.name)) return;
  const known = [...commonCommands, ...profile.commands];
  const near = closestWord(order.name, known);
  const hint = near === undefined ? '' : `, did you mean ${near}?`;
  const message = `profile ${profile.name} has no command "${order.name.slice(0, 80)}"${hint}`;
  throw failRegistry('E1745', { message, next: `Known to it: ${known.join(', ')}.` });
}
