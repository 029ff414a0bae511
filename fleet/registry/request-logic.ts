import type { Actor } from '#fleet/domain/index.js';
import { failRegistry } from './registry-errors.ts';

/** A year of 366 days, ms: longest life of a token. */
export const longestTokenMs = 31_622_400_000;
/** Most uses of an enrolment token. */
export const mostTokenUses = 1_000_000;

/** Throws E1708 unless value is a whole number from low to high. */
export function checkWhole(name: string, value: number, low: number, high: number): void {
  if (Number.isInteger(value) && value >= low && value <= high) return;
  throw failRegistry('E1708', { message: `${name} is ${value}, its range is ${low} to ${high}` });
}

/** Throws E1708 unless text has low to high characters. */
export function checkText(name: string, text: string, low: number, high: number): void {
  if (text.length >= low && text.length <= high) return;
  throw failRegistry('E1708', { message: `${name} has ${text.length} characters, its range is ${low} to ${high}` });
}

/** Throws E1708 unless the labels are at most 16, with keys of 1 to 63 of a-z 0-9 . _ - and values up to 256 characters. */
export function checkLabels(labels: Readonly<Record<string, string>>): void {
  const entries = Object.entries(labels);
  checkWhole('the number of labels', entries.length, 0, 16);
  for (const [key, value] of entries) {
    if (!/^[a-z0-9][a-z0-9._-]{0,62}$/.test(key)) {
      throw failRegistry('E1708', { message: `label ${JSON.stringify(key.slice(0, 80))} is not 1 to 63 of a-z 0-9 . _ -` });
    }
    checkText(`the value of label ${key}`, value, 0, 256);
  }
}

/** Throws E1708 when the reason or name of an actor is longer than the audit takes. */
export function checkActor(by: Actor): void {
  checkText('the name of the actor', by.name, 1, 200);
  checkText('the reason', by.reason, 0, 1_000);
}
