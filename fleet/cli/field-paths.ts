import { cliError } from './cli-errors.ts';

/** An object of the API as it came. */
export type Item = Readonly<Record<string, unknown>>;

/** The value at a path such as "detail.command"; undefined when there is none. */
export function valueAt(item: Item, path: string): unknown {
  let value: unknown = item;
  for (const key of path.split('.')) {
    if (typeof value !== 'object' || value === null) return undefined;
    value = (value as Item)[key];
  }
  return value;
}

/** Paths of all fields of the items, nested objects with dots; arrays are one field. */
export function fieldPaths(items: readonly Item[]): string[] {
  const found = new Set<string>();
  const walk = (item: Item, prefix: string): void => {
    for (const [key, value] of Object.entries(item)) {
      found.add(prefix + key);
      if (typeof value === 'object' && value !== null && !Array.isArray(value)) walk(value as Item, `${prefix}${key}.`);
    }
  };
  for (const item of items) walk(item, '');
  return [...found];
}

/** Paths of all values that have nothing within them; those of lists by their indexes: waves.0.name. */
export function leafPaths(value: unknown, path = ''): string[] {
  const entries = typeof value === 'object' && value !== null ? Object.entries(value) : [];
  if (entries.length === 0) return path === '' ? [] : [path];
  return entries.flatMap(([key, inner]) => leafPaths(inner, path === '' ? key : `${path}.${key}`));
}

/** The wanted fields of --fields. @throws E2008 when the items have none of that name */
export function parseFields(text: string, items: readonly Item[]): string[] {
  const wanted = text
    .split(',')
    .map((name) => name.trim())
    .filter((name) => name !== '');
  const known = fieldPaths(items);
  for (const name of wanted) {
    if (items.length > 0 && !known.includes(name) && !items.some((item) => valueAt(item, name) !== undefined)) {
      throw cliError('E2008', { message: `"${name}" is no field; fields: ${known.join(', ')}` });
    }
  }
  return wanted;
}

/** The item with the wanted fields alone, in their order; nested ones keep their path as their name. */
export function pick(item: Item, fields: readonly string[]): Item {
  return Object.fromEntries(fields.map((field) => [field, valueAt(item, field) ?? null]));
}

/** A value as one cell of text. */
export function cellText(value: unknown): string {
  if (value === null || value === undefined) return '';
  return typeof value === 'object' ? JSON.stringify(value) : String(value);
}

/** A cell of CSV (RFC 4180). */
export function csvCell(text: string): string {
  return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}
