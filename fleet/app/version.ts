import { readFileSync } from 'node:fs';

/** Version of this package: from package.json, which stands at the root of the checkout and of the built package alike. */
export const version: string = JSON.parse(readFileSync(new URL('../../package.json', import.meta.url), 'utf8')).version;
