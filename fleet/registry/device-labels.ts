import type { DeviceRecord, LabelChange } from '#fleet/domain/index.js';
import { failRegistry } from './registry-errors.ts';
import { checkLabels } from './request-logic.ts';

/** The labels after a change. Throws E1708 when they are out of range, or a key is both set and removed. */
export function changedLabels(labels: DeviceRecord['labels'], { set, remove }: LabelChange): DeviceRecord['labels'] {
  checkLabels(set);
  const both = remove.find((key) => Object.hasOwn(set, key));
  if (both !== undefined) throw failRegistry('E1708', { message: `label ${both} is both set and removed` });
  const kept = Object.entries(labels).filter(([key]) => !remove.includes(key));
  const changed = { ...Object.fromEntries(kept), ...set };
  checkLabels(changed);
  return changed;
}

/** The change in words: "site=north old-". */
export function labelSummary({ set, remove }: LabelChange): string {
  return [...Object.entries(set).map(([key, value]) => `${key}=${value}`), ...remove.map((key) => `${key}-`)].join(' ');
}
