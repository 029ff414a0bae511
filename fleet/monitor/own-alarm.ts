import type { AlarmRecord, OwnAlarms } from '#fleet/domain/index.js';
import type { Clock } from '#proto/kit/index.js';
import type { AlarmBook } from './alarm-book.ts';

/** Raises or clears an alarm of the manager itself: it has no device, and its rule is in no rule file. Says whether one was raised. */
export function setOwnAlarm(book: AlarmBook, clock: Clock, rule: string, condition: Parameters<OwnAlarms['set']>[1]): boolean {
  const atMs = clock.wallMs();
  const known = openOwnAlarm(book, rule);
  if (condition === undefined) {
    if (known !== undefined) book.step(known.id, { type: 'condition.cleared', atMs });
    return false;
  }
  const { severity, title, reason, values } = condition;
  if (known === undefined)
    return book.create({ rule, ruleVersion: 0, deviceId: '', severity, title, raisedAtMs: atMs, reason, values }) !== undefined;
  // It holds already, or holds again after it had returned.
  return book.step(known.id, { type: 'condition.raised', atMs, reason, values }) !== undefined;
}

/** Asked often where nothing is open, as by hooks at each delivery: then the book is not walked. */
function openOwnAlarm(book: AlarmBook, rule: string): AlarmRecord | undefined {
  if (book.openOf('') === 0) return undefined;
  for (const alarm of book.open()) if (alarm.deviceId === '' && alarm.rule === rule) return alarm;
  return undefined;
}
