import { test } from 'vitest';
import { killHistory, killStore } from './store-kill-rig.ts';

/** The first kills; store-kill.long.test.ts has as many as showed that an appender of DuckDB alone loses the exactness. */
const kills = 4;

test(`invariant 4: what the store was answered for is there after each of ${kills} kills -9, once`, () => killStore(kills));
test(`invariant 4: what history was answered for is there after each of ${kills} kills -9, once`, () => killHistory(kills));
