import type { DeviceView } from '#fleet/domain/index.js';
import { compileCondition, mostCharacters } from './cel.ts';
import { ExpressionSource } from './expression-source.ts';
import { fieldsByName, fieldTypes } from './selector-fields.ts';
import { shorthandToCel } from './shorthand.ts';

/** Which devices are meant. */
export interface Selector {
  /** As it was written. */
  readonly text: string;
  /** The CEL it stands for: the same text when it was CEL. "true" for every device. */
  readonly cel: string;
  /** False also when it can not be told, because something about the device is not known. */
  matches(view: DeviceView): boolean;
}

/** How a selector is read. */
export interface SelectorOptions {
  /** The empty text means every device: for lists, whose caller was asked for all. False when left out: E1806. */
  readonly allowAll?: boolean;
}

/**
 * Compiles a selector: CEL over the names of selectorFields (`profile == "thermostat" && battery < 20 && firmware < version("1.10")`),
 * or short: `profile=thermostat,site!=north,version=1.2..1.4`.
 *
 * @throws E1801 to E1807
 */
export function compileSelector(text: string, options: SelectorOptions = {}): Selector {
  if (options.allowAll === true && text.trim() === '') return { text, cel: 'true', matches: () => true };
  const source = new ExpressionSource(text, 'selector');
  if (text.length > mostCharacters) throw source.error('E1805', `${text.length} characters of at most ${mostCharacters}`, mostCharacters);
  const cel = shorthandToCel(source) ?? text;
  const condition = compileCondition(cel, 'selector', fieldTypes);
  const used = [...new Set(condition.names.map((use) => use.name))].flatMap((name) => fieldsByName.get(name) ?? []);
  const values: Record<string, unknown> = {};
  return {
    text,
    cel,
    matches: (view) => {
      for (const field of used) values[field.name] = field.read(view);
      return condition.evaluate(values) === true;
    },
  };
}
