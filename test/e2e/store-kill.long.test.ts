import { test } from 'vitest';
import { killHistory, killStore } from './store-kill-rig.ts';

const kills = 24;

test(`invariant 4: what the store was answered for is there after each of ${kills} kills -9, once`, () => killStore(kills));
test(`invariant 4: what history was answered for is there after each of ${kills} kills -9, once`, () => killHistory(kills));
