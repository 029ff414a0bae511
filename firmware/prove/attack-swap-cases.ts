/** Bytes that change between a check and what relies on it: A16. */
import { ContentBlob, type Region, regions, wholeOf } from '#firmware/flash/index.js';
import type { UpdateStateName } from '#proto/frame/index.js';
import type { Image } from '#proto/image/index.js';
import type { AttackBench } from './attack-bench.ts';
import { type Attacked, counterBefore, deviceCase, missesOf } from './attack-case.ts';
import type { AttackCase } from './attack-types.ts';

const attackVersion = '91.0.0';
const partBytes = 32_768;
/** Within this all but the last parts have come, ms. */
const lateMs = 3_600_000;
/** From part to part, s: the flash has written one before the next one comes. */
const partS = 10;

/** Slots of the device: the one that runs since the last honest update, and the other one. */
function slotsOf(bench: AttackBench, image: Image): { readonly running: Region; readonly other: Region } {
  const isInA = holds(bench, regions.slotA, image);
  return isInA ? { running: regions.slotA, other: regions.slotB } : { running: regions.slotB, other: regions.slotA };
}

/** True when the header of the image stands in the slot. */
function holds({ flash }: AttackBench, region: Region, { headerBytes }: Image): boolean {
  const bytes = new Uint8Array(flash.geometry.plan.eraseBlockBytes);
  flash.read(region, 0, bytes);
  return Buffer.from(bytes).includes(Buffer.from(headerBytes).subarray(0, Math.min(headerBytes.length, 64)));
}

/** Turns bits in the middle of the content of a slot. */
function damageContent({ flash }: AttackBench, region: Region, { content }: Image): void {
  flash.damage(region, flash.geometry.plan.eraseBlockBytes + Math.floor(content.length / 2));
}

/** Puts all of one slot into the place of the other. */
function copySlot({ flash }: AttackBench, from: Region, to: Region, bytes: number): void {
  const { eraseBlockBytes } = flash.geometry.plan;
  const blocks = Math.ceil(bytes / eraseBlockBytes) + 1;
  for (let block = 0; block < blocks; block += 1) {
    const held = new Uint8Array(eraseBlockBytes);
    flash.read(from, block * eraseBlockBytes, held);
    flash.erase(to, block);
    flash.program(to, block * eraseBlockBytes, wholeOf(new ContentBlob(held)));
  }
}

/** An honest update, with hands on the flash as soon as the device reports a state. */
function swapped(bench: AttackBench, state: UpdateStateName, swap: (region: Region, image: Image) => void): Attacked {
  const image = bench.repository.image(attackVersion, { securityCounter: counterBefore });
  const { other } = slotsOf(bench, bench.newest);
  bench.repository.publish([image]);
  bench.fleet.script = { reported: (report) => report.state === state && swap(other, image) };
  return { end: bench.end(bench.offer(image)) };
}

/** The last part is late, and meanwhile somebody has his hands on the first. */
function swappedEarly(bench: AttackBench): Attacked {
  const { fleet, repository } = bench;
  const image = bench.repository.image(attackVersion, { securityCounter: counterBefore });
  const { other } = slotsOf(bench, bench.newest);
  const last = Math.floor((image.content.length - 1) / partBytes) * partBytes;
  // An image of one part leaves no time between: then it is swapped before the boot.
  if (last === 0) return swapped(bench, 'rebooting', (region) => damageContent(bench, region, image));
  repository.publish([image]);
  fleet.script = {
    answer: ({ piece }, honest) =>
      piece === 'content' && honest.type === 'bytes' ? { ...honest, bytesPerSecond: partBytes / partS } : honest,
  };
  const attemptId = bench.offer(image);
  bench.until(() => bench.fetchedBytes >= Math.max(partBytes, last - partBytes), lateMs);
  bench.clock.advanceBy((partS * 1_000) / 2);
  bench.flash.damage(other, bench.flash.geometry.plan.eraseBlockBytes);
  return { end: bench.end(attemptId) };
}

/** Attacks on stored bytes. */
export const swapCases: readonly AttackCase[] = [
  deviceCase(
    'A16',
    'content swapped in the slot before it is checked as a whole',
    { causes: ['content-damaged', 'boot-failed'], contentShare: 2 },
    swappedEarly,
  ),
  deviceCase('A16', 'content swapped in the slot after the check, before the boot', { causes: ['boot-failed'], contentShare: 2 }, (bench) =>
    swapped(bench, 'rebooting', (region, image) => damageContent(bench, region, image)),
  ),
  deviceCase(
    'A16',
    'another genuine image put into the slot after the check, before the boot',
    { causes: ['boot-failed'], contentShare: 2 },
    (bench) =>
      swapped(bench, 'rebooting', (region) => copySlot(bench, slotsOf(bench, bench.newest).running, region, bench.newest.content.length)),
  ),
  deviceCase(
    'A16',
    'the image that runs swapped in its slot, the one before still there',
    { also: 'boots the image before, then' },
    (bench) => {
      const before = bench.newest;
      const miss = bench.honest('90.1.0', counterBefore);
      damageContent(bench, slotsOf(bench, bench.newest).running, bench.newest);
      const misses = [...missesOf(miss), ...(bench.powerCycle() ? [] : ['it did not come back'])];
      if (bench.runningDigest !== before.digest) misses.push('it did not boot the image before');
      return { end: bench.tryHonest(attackVersion, counterBefore), misses };
    },
  ),
  deviceCase('A16', 'the images in both slots swapped', { also: 'waits in recovery, then' }, (bench) => {
    const { running, other } = slotsOf(bench, bench.newest);
    damageContent(bench, running, bench.newest);
    bench.flash.damage(other, 16);
    const misses = bench.powerCycle() ? [] : ['it did not come back'];
    if (!/^0+$/.test(bench.runningDigest)) misses.push(`it runs ${bench.runningDigest.slice(0, 12)}…, nothing that is whole`);
    return { end: bench.tryHonest(attackVersion, counterBefore), misses };
  }),
];
