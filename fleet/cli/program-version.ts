import { readFileSync } from 'node:fs';

/** Version of this package, out of the package.json at the root of the checkout and of the built package alike. */
export function programVersion(): string {
  return JSON.parse(readFileSync(new URL('../../package.json', import.meta.url), 'utf8')).version;
}
