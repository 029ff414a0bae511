/** Attacks on the transfer and on what is assigned: A7 to A14, A18, A20. */

import { createHash } from 'node:crypto';
import type { UpdateCauseName } from '#proto/frame/index.js';
import { buildDelta, type Image, readDelta } from '#proto/image/index.js';
import type { AttackBench } from './attack-bench.ts';
import { type Attacked, counterBefore, deviceCase, missesOf } from './attack-case.ts';
import { type Answer, type Asked, deviceId } from './attack-fleet.ts';
import { AttackRepository } from './attack-repository.ts';
import type { AttackCase } from './attack-types.ts';

const partBytes = 32_768;
/** The image that the attacks of this page are about. */
const attackVersion = '91.0.0';
const hourMs = 3_600_000;

const refused = (...causes: UpdateCauseName[]) => ({ causes });

function imageOf(bench: AttackBench): Image {
  return bench.repository.image(attackVersion, { securityCounter: counterBefore });
}

/** Publishes and offers the image honestly, with a script for the answers. */
function scripted(bench: AttackBench, answer: (asked: Asked, honest: Answer, image: Image) => Answer): Attacked {
  const image = imageOf(bench);
  bench.repository.publish([image]);
  bench.fleet.script = { answer: (asked, honest) => answer(asked, honest, image) };
  return { end: bench.end(bench.offer(image)) };
}

/** Bytes of half of the parts; 0 for a content of one part. */
function halfOf(content: Uint8Array): number {
  return Math.floor(Math.ceil(content.length / partBytes) / 2) * partBytes;
}

const partial: readonly AttackCase[] = [
  deviceCase('A7', 'the first half of the content, then nothing', { causes: ['unavailable', 'slow-retrieval'], contentShare: 1 }, (bench) =>
    scripted(bench, ({ piece, offset }, honest, { content }) => {
      if (piece !== 'content' || honest.type !== 'bytes') return honest;
      const half = halfOf(content);
      return offset >= half ? { type: 'silence' } : { ...honest, bytes: content.subarray(0, half), totalBytes: content.length };
    }),
  ),
  deviceCase('A7', 'the first half of one image, the second of another', { causes: ['content-damaged'], contentShare: 8 }, (bench) => {
    const other = bench.repository.image('92.0.0', {}, imageOf(bench).header.payloadBytes).content;
    return scripted(bench, ({ piece }, honest, { content }) => {
      if (piece !== 'content') return honest;
      const half = halfOf(content);
      return { type: 'bytes', version: 0, bytes: Buffer.concat([content.subarray(0, half), other.subarray(half)]) };
    });
  }),
  deviceCase(
    'A7',
    'power cut with half of the content stored, then nothing more',
    { causes: ['unavailable', 'slow-retrieval'], contentShare: 2 },
    (bench) => {
      const { fleet, repository } = bench;
      const image = imageOf(bench);
      const half = halfOf(image.content);
      repository.publish([image]);
      fleet.script = {
        answer: ({ piece, offset }, honest) => {
          if (piece !== 'content' || honest.type !== 'bytes') return honest;
          return offset >= half
            ? { type: 'silence' }
            : { ...honest, bytes: honest.bytes.subarray(0, half), totalBytes: image.content.length };
        },
      };
      const attemptId = bench.offer(image);
      bench.until(() => bench.fetchedBytes >= half, hourMs);
      // Time for the flash to write what came.
      bench.clock.advanceBy(10_000);
      const misses = bench.powerCycle() ? [] : ['with half an image it did not come back'];
      if (bench.runningDigest !== bench.newest.digest) misses.push('it booted something else than the image before');
      const asked = fleet.asked.length;
      const end = bench.end(attemptId);
      const offsets = fleet.asked.slice(asked).flatMap(({ piece, offset }) => (piece === 'content' ? [offset] : []));
      // Parts that share an erase block with one that is missing are written anew.
      const { eraseBlockBytes } = bench.flash.geometry.plan;
      const kept = half - (half % Math.max(partBytes, eraseBlockBytes));
      if (offsets[0] !== kept) misses.push(`after the power cut it went on from byte ${offsets[0]}, ${kept} bytes were kept`);
      return { end, misses };
    },
  ),
];

/** Content after which more comes than was signed. */
const longer = (image: Image, extra: number): Answer => ({
  type: 'bytes',
  version: 0,
  bytes: Buffer.concat([image.content, new Uint8Array(extra).fill(0x5a)]),
});

const endless: readonly AttackCase[] = [
  deviceCase(
    'A8',
    'content of 64 MiB in place of what was signed',
    { causes: ['endless-data', 'extraneous-data'], contentShare: 6 },
    (bench) =>
      scripted(bench, (asked, honest, image) =>
        asked.piece === 'content' ? ({ ...longer(image, 1_048_576), totalBytes: 67_108_864 } as Answer) : honest,
      ),
  ),
  deviceCase('A8', 'a timestamp of 64 MiB', refused('endless-data', 'too-large'), (bench) =>
    scripted(bench, (asked, honest) =>
      asked.piece === 'timestamp' ? { type: 'bytes', version: 99, bytes: new Uint8Array(1_048_576), totalBytes: 67_108_864 } : honest,
    ),
  ),
  deviceCase('A8', 'targets longer than the snapshot says', refused('endless-data', 'too-large', 'mix-and-match'), (bench) =>
    scripted(bench, (asked, honest) =>
      asked.piece === 'targets' && honest.type === 'bytes'
        ? { ...honest, bytes: Buffer.concat([honest.bytes, new Uint8Array(500_000).fill(0x20)]) }
        : honest,
    ),
  ),
];

const slow: readonly AttackCase[] = [
  deviceCase('A9', 'content at 50 bytes a second', { causes: ['slow-retrieval'], contentShare: 1 }, (bench) =>
    scripted(bench, (asked, honest) => (asked.piece === 'content' && honest.type === 'bytes' ? { ...honest, bytesPerSecond: 50 } : honest)),
  ),
  deviceCase('A9', 'metadata that never comes whole: one part, then nothing', refused('unavailable', 'slow-retrieval'), (bench) =>
    scripted(bench, (asked, honest) => (asked.piece === 'targets' ? { type: 'silence' } : honest)),
  ),
];

/** Requests that a device may make in a day: one in half a minute. */
const mostRetries = 2_880;

/** Gaps between requests for a piece, ms. */
function gapsOf(bench: AttackBench, piece: Asked['piece'], fromMs: number): number[] {
  const times = bench.fleet.asked.filter((one) => one.piece === piece && one.atMs >= fromMs).map(({ atMs }) => atMs);
  return times.slice(1).map((atMs, index) => atMs - (times[index] as number));
}

/** How it asked again and again: more than twice, not in step, within bounds. */
function retriesJudged(gaps: readonly number[]): { readonly did: string; readonly misses: readonly string[] } {
  const misses: string[] = [];
  if (gaps.length < 2) misses.push(`it asked ${gaps.length + 1} times, at least 3 are expected`);
  if (gaps.length > mostRetries) misses.push(`it asked ${gaps.length + 1} times, at most ${mostRetries + 1} are expected`);
  if (new Set(gaps.map((gap) => Math.round(gap))).size < Math.min(gaps.length, 2))
    misses.push(`it asked every ${gaps[0]} ms: without jitter`);
  const spanS = Math.round(gaps.reduce((sum, gap) => sum + gap, 0) / 1_000);
  return { did: `asked ${gaps.length + 1} times in ${spanS} s`, misses };
}

const dropped: readonly AttackCase[] = [
  deviceCase(
    'A10',
    'all that the device asks for is lost on the way',
    { causes: ['unavailable'], also: 'after asking again and again, with jitter' },
    (bench) => {
      const image = imageOf(bench);
      bench.repository.publish([image]);
      const times: number[] = [];
      bench.fleet.script = {
        drops: (type) => {
          if (type === 'pieceRequest') times.push(bench.clock.nowMs());
          return type === 'pieceRequest';
        },
      };
      const end = bench.end(bench.offer(image));
      return { end, ...retriesJudged(times.slice(1).map((atMs, index) => atMs - (times[index] as number))) };
    },
  ),
];

const extraneous: readonly AttackCase[] = [
  deviceCase(
    'A11',
    'a payload of 5,000 bytes behind the signed content',
    { causes: ['extraneous-data', 'endless-data'], contentShare: 6 },
    (bench) => scripted(bench, (asked, honest, image) => (asked.piece === 'content' ? longer(image, 5_000) : honest)),
  ),
  deviceCase('A11', 'parts of a delta that nobody asked for', { also: 'without them' }, (bench) => {
    const image = imageOf(bench);
    bench.repository.publish([image]);
    bench.fleet.script = {
      outgoing: (frame) => {
        if (frame.type !== 'piecePart') return [frame];
        const stray = { ...frame.body, piece: 7, version: 0, offset: 0, totalBytes: 4_096, bytes: new Uint8Array(4_096) };
        return [frame, { channel: 0, type: 'piecePart', body: stray }];
      },
    };
    const end = bench.end(bench.offer(image));
    const misses = end?.runningDigest === image.digest ? [] : ['it runs something else than was signed'];
    return { end, misses };
  }),
];

const mirror: readonly AttackCase[] = [
  deviceCase(
    'A12',
    'all connections led to another host with keys of its own',
    refused('bad-signature', 'rollback', 'modified'),
    (bench) => {
      const { fleet, repository, clock } = bench;
      const theirs = new AttackRepository(`${repository.seed} mirror`, clock, repository.profile);
      const image = theirs.image(attackVersion, { securityCounter: counterBefore });
      for (let version = 1; version < 9; version += 1) theirs.renew();
      theirs.publish([image]);
      fleet.repository = theirs;
      const attemptId = 'mirrored';
      const end = bench.end(bench.offer(image, { attemptId, assignment: theirs.assign({ deviceId, attemptId }, image) }));
      fleet.repository = repository;
      return { end };
    },
  ),
  deviceCase('A12', 'a mirror with the true metadata and another content', { causes: ['content-damaged'], contentShare: 8 }, (bench) =>
    scripted(bench, (asked, honest, { content }) =>
      asked.piece === 'content' ? { type: 'bytes', version: 0, bytes: Uint8Array.from(content, (byte) => byte ^ 0xff) } : honest,
    ),
  ),
];

const wrongDevice: readonly AttackCase[] = [
  deviceCase('A13', 'an image for another profile, signed and assigned', refused('wrong-hardware'), (bench) => {
    const image = bench.repository.image(attackVersion, { profiles: ['other-hardware'], securityCounter: counterBefore });
    bench.repository.publish([image]);
    return { end: bench.end(bench.offer(image)) };
  }),
  deviceCase('A13', 'an image for another hardware revision, signed and assigned', refused('wrong-hardware'), (bench) => {
    const image = bench.repository.image(attackVersion, { hardwareRevisions: ['none-such'], securityCounter: counterBefore });
    bench.repository.publish([image]);
    return { end: bench.end(bench.offer(image)) };
  }),
  deviceCase('A13', 'an image of a format that is still to come, signed and assigned', refused('unknown-format'), (bench) => {
    const image = imageOf(bench);
    // Chunks of another size: field 8 of the header as a varint. What the targets say of it is right.
    const headerBytes = Buffer.concat([image.headerBytes, Buffer.from([(8 << 3) | 0, 0x80, 0x80, 0x04])]);
    const future: Image = { ...image, headerBytes, digest: createHash('sha256').update(headerBytes).digest('hex') };
    bench.repository.publish([future]);
    return { end: bench.end(bench.offer(future)) };
  }),
  deviceCase('A13', 'an image that needs a newer version than runs', refused('version-too-old'), (bench) => {
    const image = bench.repository.image('92.0.0', { minimumVersion: '91.5.0', securityCounter: counterBefore });
    bench.repository.publish([image]);
    return { end: bench.end(bench.offer(image)) };
  }),
];

/** Offers the image by a delta alone. */
function byDelta(
  bench: AttackBench,
  base: Image,
  deltaOf: (frame: Uint8Array) => Uint8Array = (frame) => frame,
  baseDigest = base.digest,
): Attacked {
  const image = imageOf(bench);
  bench.repository.publish([image]);
  const deltaBytes = deltaOf(readDelta(buildDelta(base, image)).frame);
  const delta = { baseDigest, bytes: deltaBytes.length, digest: createHash('sha256').update(deltaBytes).digest('hex') };
  const asksBefore = bench.fleet.asked.filter(({ piece }) => piece === 'content').length;
  const end = bench.end(bench.offer(image, { delta, deltaBytes, fullAllowed: false }));
  const asks = bench.fleet.asked.filter(({ piece }) => piece === 'content').length - asksBefore;
  return { end, misses: asks === 0 ? [] : [`it asked ${asks} times for the whole image, which was forbidden`] };
}

const also = 'never asks for the whole image';
const precursor: readonly AttackCase[] = [
  deviceCase('A14', 'a delta for another base', { causes: ['wrong-base'], also }, (bench) =>
    byDelta(bench, bench.repository.image('80.0.0')),
  ),
  deviceCase(
    'A14',
    'a delta of another base that claims to be for this one',
    { causes: ['delta-unusable'], contentShare: 8, also },
    (bench) => byDelta(bench, bench.repository.image('80.0.0', {}, undefined, attackVersion), undefined, bench.newest.digest),
  ),
  deviceCase('A14', 'a delta for this base with bytes that are none', { causes: ['delta-unusable'], contentShare: 8, also }, (bench) =>
    byDelta(bench, bench.newest, (frame) => new Uint8Array(frame.length).fill(0x5a)),
  ),
];

const unapproved: readonly AttackCase[] = [
  deviceCase('A18', 'the offer of another device, replayed', refused('not-assigned'), (bench) => {
    const image = imageOf(bench);
    bench.repository.publish([image]);
    const attemptId = 'of-another';
    return {
      end: bench.end(bench.offer(image, { attemptId, assignment: bench.repository.assign({ deviceId: 'another-1', attemptId }, image) })),
    };
  }),
  deviceCase('A18', 'the assignment of an attempt that is over, replayed under a new number', refused('not-assigned'), (bench) => {
    const { repository } = bench;
    const old = repository.image('90.1.0', { securityCounter: counterBefore });
    repository.publish([old]);
    const attemptId = 'over';
    const assignment = repository.assign({ deviceId, attemptId }, old);
    bench.end(bench.offer(old, { attemptId, assignment }));
    const miss = bench.honest('90.2.0', counterBefore);
    return { end: bench.end(bench.offer(old, { attemptId: 'again', assignment })), misses: missesOf(miss) };
  }),
];

const denial: readonly AttackCase[] = [
  deviceCase(
    'A20',
    'no metadata: the fleet answers that it is busy',
    { causes: ['unavailable'], also: 'after asking again and again, with jitter' },
    (bench) => {
      const fromMs = bench.clock.nowMs();
      const attacked = scripted(bench, (asked, honest) =>
        asked.piece === 'timestamp' ? { type: 'absent', cause: 'busy', retryAfterMs: 1_000 } : honest,
      );
      return { ...attacked, ...retriesJudged(gapsOf(bench, 'timestamp', fromMs)) };
    },
  ),
  deviceCase('A20', 'no fleet for a day in the middle of the update', { also: 'goes on running meanwhile' }, (bench) => {
    const { fleet, network } = bench;
    const image = imageOf(bench);
    bench.repository.publish([image]);
    const attemptId = bench.offer(image);
    const before = fleet.asked.length;
    bench.until(() => fleet.asked.length > before, hourMs);
    network.block(deviceId, true);
    bench.clock.advanceBy(24 * hourMs);
    const { power } = bench.device.state;
    network.block(deviceId, false);
    // The device may sleep for a day more: a fleet that is back signs its timestamp anew.
    fleet.script = {
      answer: (asked, honest) => {
        if (asked.piece !== 'timestamp') return honest;
        bench.repository.renew();
        return { type: 'bytes', ...bench.repository.timestamp };
      },
    };
    return { end: bench.end(attemptId), misses: power === 'running' ? [] : [`meanwhile its power was ${power}`] };
  }),
];

/** Attacks on the transfer and the assignment. */
export const transferCases: readonly AttackCase[] = [
  ...partial,
  ...endless,
  ...slow,
  ...dropped,
  ...extraneous,
  ...mirror,
  ...wrongDevice,
  ...precursor,
  ...unapproved,
  ...denial,
];
