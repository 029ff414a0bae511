import { expect, test } from 'vitest';
import { isSeatrialError } from '#proto/kit/index.js';
import { bootedStore, download, imageOf, smallPlan } from './flash-fixture.ts';
import { ContentPool, FirmwareStore, loadFlash, type SavedFlash, saveFlash } from './index.ts';

const pool = new ContentPool();
const old = imageOf('1.0.0');
const next = imageOf('1.1.0', { securityCounter: 2 });

function halfWay(): FirmwareStore {
  const store = bootedStore(old, pool);
  store.cutAfter(1_600, (device) => download(device, next, pool));
  return store;
}

test('a flash in the middle of an update comes back the same from JSON, shared contents apart', () => {
  const store = halfWay();
  const { saved, shared } = saveFlash(store.flash);
  const text = JSON.stringify(saved);
  expect(text.length).toBeLessThan(4_096);
  const kept = new Map(shared.map((blob) => [blob.digest, blob]));
  const loaded = loadFlash(smallPlan, JSON.parse(text), (digest) => kept.get(digest));
  expect(saveFlash(loaded).saved).toEqual(saved);
  const again = new FirmwareStore(loaded, pool);
  expect(again.boot()).toEqual(store.boot());
  expect(again.facts()).toEqual(store.facts());
  expect(download(again, next, pool)).toEqual({ type: 'ok', next: 3, chunks: 3 });
  expect(again.finish()).toEqual({ type: 'ok' });
});

const { saved } = saveFlash(halfWay().flash);
const withRegion = (change: object): SavedFlash => ({
  ...saved,
  regions: saved.regions.map((one, index) => (index === 4 ? { ...one, ...change } : one)),
});

test.each<[string, unknown, RegExp]>([
  ['nothing', undefined, /flash is no object/],
  ['a region less', { ...saved, regions: saved.regions.slice(1) }, /5 regions, not 6/],
  ['a content less', { ...saved, contents: [{ digest: 'ff' }, ...saved.contents.slice(1)] }, /content 0 .* is not there/],
  ['no list', { ...saved, contents: {} }, /contents are no list/],
  [
    'extents over each other',
    withRegion({
      extents: [
        [0, 80, 0, 0],
        [40, 80, 0, 0],
      ],
    }),
    /extent 40,80,0,0/,
  ],
  ['an extent past the end', withRegion({ extents: [[98_304, 98_305, 0, 0]] }), /can not be/],
  ['an extent past its content', withRegion({ extents: [[0, 90_000, 0, 0]] }), /can not be/],
  ['a bad block past the end', withRegion({ bad: [24] }), /24 blocks, and a bad one beyond/],
  ['counts of another flash', withRegion({ erases: [[1, 23]] }), /counts of 23/],
  ['half a block', withRegion({ bad: [0.5] }), /no whole numbers/],
])('%s is refused', (_what, value, message) => {
  try {
    loadFlash(smallPlan, value, (digest) => pool.find(digest));
  } catch (error) {
    if (!isSeatrialError(error, 'E2231')) throw error;
    expect(error.message).toMatch(message);
    return;
  }
  throw new Error('was taken');
});
