import { pathText } from '#proto/yaml/index.js';
import { applicationLimits } from './application-schema.ts';
import { failImage } from './image-errors.ts';

/** Counts what was copied, against applicationLimits. */
interface Tally {
  values: number;
  characters: number;
}

/**
 * Copies a value that is plain JSON data, so that nothing of the giver's (getters, prototypes, cycles) goes further.
 * @throws E1510 when it is none, or beyond applicationLimits
 */
export function copyPlainData(value: unknown): unknown {
  return copy(value, [], { values: 0, characters: 0 });
}

function copy(value: unknown, path: (string | number)[], tally: Tally): unknown {
  tally.values += 1;
  if (tally.values > applicationLimits.values) throw failImage('E1510', { message: `more than ${applicationLimits.values} values` });
  if (path.length > applicationLimits.depth)
    throw failImage('E1510', { message: `deeper than ${applicationLimits.depth} levels at ${pathText(path.slice(0, 8))}…` });
  if (typeof value === 'string') return countText(value, tally);
  if (typeof value === 'boolean') return value;
  if (typeof value === 'number') {
    if (Number.isFinite(value)) return value;
    throw failImage('E1510', { message: `${where(path)}: ${value} is no finite number` });
  }
  if (Array.isArray(value)) {
    const list: unknown[] = [];
    // By index: holes of a sparse list count too.
    for (let index = 0; index < value.length; index += 1) {
      path.push(index);
      list.push(copy(value[index], path, tally));
      path.pop();
    }
    return list;
  }
  if (typeof value === 'object' && value !== null) return copyObject(value, path, tally);
  throw failImage('E1510', { message: `${where(path)}: ${value === null ? 'null' : typeof value} is not allowed` });
}

function copyObject(value: object, path: (string | number)[], tally: Tally): unknown {
  const prototype: unknown = Object.getPrototypeOf(value);
  if (prototype !== Object.prototype && prototype !== null)
    throw failImage('E1510', { message: `${where(path)}: expected a plain object` });
  const result: Record<string, unknown> = {};
  for (const [key, descriptor] of Object.entries(Object.getOwnPropertyDescriptors(value))) {
    path.push(countText(key, tally));
    if (!('value' in descriptor) || descriptor.enumerable !== true)
      throw failImage('E1510', { message: `${where(path)}: expected plain data` });
    if (key === '__proto__') throw failImage('E1510', { message: `${where(path)}: this key is reserved` });
    result[key] = copy(descriptor.value, path, tally);
    path.pop();
  }
  return result;
}

function countText(text: string, tally: Tally): string {
  tally.characters += text.length;
  if (tally.characters > applicationLimits.characters)
    throw failImage('E1510', { message: `more than ${applicationLimits.characters} characters` });
  return text;
}

function where(path: readonly (string | number)[]): string {
  return pathText(path, 'the application');
}
