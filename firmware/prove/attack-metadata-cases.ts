/** Attacks that the metadata can show: A1 to A6, A15, A17. */
import type { PieceName, UpdateCauseName } from '#proto/frame/index.js';
import type { Image } from '#proto/image/index.js';
import { canonicalJson } from '#proto/image/index.js';
import { trustLimits } from '#proto/trust/index.js';
import type { AttackBench } from './attack-bench.ts';
import { type Attacked, counterBefore, deviceCase, missesOf } from './attack-case.ts';
import { type Answer, deviceId, said } from './attack-fleet.ts';
import type { SigningChanges, Versioned } from './attack-repository.ts';
import type { AttackCase } from './attack-types.ts';

const dayMs = 86_400_000;
/** The image that the attacks of this page are about. */
const attackVersion = '91.0.0';

/** Publishes the image with wrong signatures and offers it. */
function published(bench: AttackBench, changes: SigningChanges): Attacked {
  const image = imageOf(bench);
  bench.repository.publish([image], changes);
  return { end: bench.end(bench.offer(image)) };
}

/** Publishes an image honestly and serves something else in place of a piece. */
function served(bench: AttackBench, piece: PieceName, instead: (honest: Answer, image: Image) => Answer): Attacked {
  const image = imageOf(bench);
  bench.repository.publish([image]);
  bench.fleet.script = {
    answer: (asked, honest) => {
      if (asked.piece !== piece) return honest;
      const answer = instead(honest, image);
      // The device asked for a version: whatever the bytes are, they come as that one.
      return answer.type === 'bytes' ? { ...answer, version: asked.version || answer.version } : answer;
    },
  };
  return { end: bench.end(bench.offer(image)) };
}

function imageOf(bench: AttackBench): Image {
  return bench.repository.image(attackVersion, { securityCounter: counterBefore });
}

function bytesOf({ version, bytes }: Versioned): Answer {
  return { type: 'bytes', version, bytes };
}

/** Puts something else into what was signed; the signatures stay. */
function altered(bytes: Uint8Array, change: (signed: Record<string, unknown>) => void): Uint8Array {
  const json = JSON.parse(Buffer.from(bytes).toString()) as { signed: Record<string, unknown> };
  change(json.signed);
  return Buffer.from(canonicalJson(json));
}

/** Keeps so many signatures; a second one of the first key when asked for. */
function withSignatures(bytes: Uint8Array, kept: number, isRepeated = false): Uint8Array {
  const json = JSON.parse(Buffer.from(bytes).toString()) as { signatures: unknown[] };
  const signatures = json.signatures.slice(0, kept);
  return Buffer.from(canonicalJson({ ...json, signatures: isRepeated ? [...signatures, ...signatures] : signatures }));
}

const refused = (...causes: UpdateCauseName[]) => ({ causes });

const arbitrarySoftware: readonly AttackCase[] = [
  deviceCase('A1', 'targets signed by keys that nobody knows; all other keys stolen', refused('bad-signature'), (bench) =>
    published(bench, { signers: { targets: bench.repository.strangers('targets') } }),
  ),
  deviceCase('A1', 'targets without a signature', refused('bad-signature'), (bench) => published(bench, { signers: { targets: [] } })),
  deviceCase('A1', 'timestamp signed by a key that nobody knows', refused('bad-signature'), (bench) =>
    published(bench, { signers: { timestamp: bench.repository.strangers('timestamp') } }),
  ),
  deviceCase('A1', 'snapshot signed by a key that nobody knows', refused('bad-signature'), (bench) =>
    published(bench, { signers: { snapshot: bench.repository.strangers('snapshot') } }),
  ),
  deviceCase('A1', 'a next root that names the attacker’s keys, signed by them alone', refused('bad-signature'), (bench) => {
    const { repository } = bench;
    const strangers = repository.strangers('root');
    const root = repository.nextRoot(strangers, { root: strangers, targets: repository.strangers('targets') });
    return served(bench, 'root', (honest) => (honest.type === 'absent' ? bytesOf(root) : honest));
  }),
  deviceCase('A1', 'assignment signed by a key that nobody knows', refused('bad-signature'), (bench) => {
    const image = imageOf(bench);
    bench.repository.publish([image]);
    const order = { deviceId, attemptId: 'stranger' };
    const assignment = bench.repository.assign(order, image, bench.repository.strangers('director'));
    return { end: bench.end(bench.offer(image, { attemptId: order.attemptId, assignment })) };
  }),
  deviceCase('A1', 'the header of another image under good metadata', refused('modified', 'endless-data'), (bench) =>
    served(bench, 'header', () => ({ type: 'bytes', version: 0, bytes: bench.repository.image('92.0.0').headerBytes })),
  ),
  deviceCase(
    'A1',
    'the content of another image under good metadata',
    { causes: ['content-damaged'], contentShare: 8, also: 'stores none of it' },
    (bench) => {
      const other = bench.repository.image('92.0.0', {}, imageOf(bench).header.payloadBytes).content;
      const attacked = served(bench, 'content', () => ({ type: 'bytes', version: 0, bytes: other }));
      const stored = attacked.end?.storedBytes ?? 0;
      return { ...attacked, misses: stored === 0 ? [] : [`${stored} bytes of it were stored`] };
    },
  ),
];

/** An image below the counter that the device has confirmed, signed and assigned as it should be. */
function lowCounter(bench: AttackBench): Attacked {
  const image = bench.repository.image(attackVersion, { securityCounter: counterBefore - 1 });
  bench.repository.publish([image]);
  return { end: bench.end(bench.offer(image)) };
}

/** The timestamp from before the last release. */
function oldTimestamp(bench: AttackBench, between: () => void = () => undefined): Attacked {
  const old = bench.repository.timestamp;
  const miss = bench.honest('90.1.0', counterBefore);
  between();
  const image = imageOf(bench);
  bench.repository.publish([image]);
  bench.fleet.script = { answer: (asked, honest) => (asked.piece === 'timestamp' ? bytesOf(old) : honest) };
  return { end: bench.end(bench.offer(image)), misses: missesOf(miss) };
}

const rollback: readonly AttackCase[] = [
  deviceCase('A2', 'an image with a lower security counter, signed and assigned', refused('rollback'), lowCounter),
  deviceCase('A2', 'an image with a lower security counter after a power cut', refused('rollback'), (bench) => {
    const isBack = bench.powerCycle();
    const attacked = lowCounter(bench);
    return { ...attacked, misses: isBack ? [] : ['after the power cut it did not come back'] };
  }),
  deviceCase('A2', 'snapshot and targets of the release before, newly signed by stolen online keys', refused('rollback'), (bench) => {
    const { repository } = bench;
    const old = repository.targetsVersion;
    const miss = bench.honest('90.1.0', counterBefore);
    const newest = repository.targetsVersion;
    repository.targetsVersion = old;
    repository.renew();
    const image = imageOf(bench);
    const end = bench.end(bench.offer(image));
    repository.targetsVersion = newest;
    return { end, misses: missesOf(miss) };
  }),
  deviceCase('A2', 'a root that was replaced, served as the next', refused('rollback'), (bench) => {
    bench.repository.addRoot();
    const miss = bench.honest('90.1.0', counterBefore);
    const attacked = served(bench, 'root', (honest) =>
      honest.type === 'absent' ? bytesOf(bench.repository.roots[0] as Versioned) : honest,
    );
    return { ...attacked, misses: missesOf(miss) };
  }),
  deviceCase('A2', 'an older timestamp', refused('rollback'), (bench) => oldTimestamp(bench)),
  deviceCase('A2', 'an older timestamp after a power cut', refused('rollback'), (bench) => oldTimestamp(bench, () => bench.powerCycle())),
];
/** Lets time pass with the device off, and offers with the metadata from before. */
function frozen(bench: AttackBench, offMs: number, image: Image = imageOf(bench)): Attacked {
  const { repository } = bench;
  if (image.header.version === attackVersion) repository.publish([image]);
  const isBack = bench.powerCycle(offMs);
  const end = bench.end(bench.offer(image));
  repository.addRoot();
  repository.renew();
  return { end, misses: isBack ? [] : ['after the time off it did not come back'] };
}

const freeze: readonly AttackCase[] = [
  deviceCase('A3', 'the same valid metadata for 8 days, and a release in it', refused('expired'), (bench) => frozen(bench, 8 * dayMs)),
  deviceCase('A3', 'the same, and the image that runs: as if nothing were new', refused('expired'), (bench) =>
    frozen(bench, 8 * dayMs, bench.newest),
  ),
];

/** An assignment from before, under metadata that is fresh; the fleet may tell another time than it is. */
function oldAssignment(bench: AttackBench, offMs: number, clockErrorMs: number): Attacked {
  const { fleet, repository } = bench;
  const image = imageOf(bench);
  repository.publish([image]);
  const attemptId = 'from-before';
  const assignment = repository.assign({ deviceId, attemptId }, image);
  const misses = bench.powerCycle(offMs) ? [] : ['after the time off it did not come back'];
  misses.push(...missesOf(bench.honest('90.1.0', counterBefore)));
  fleet.clockErrorMs = clockErrorMs;
  if (!bench.powerCycle()) misses.push('after the power cut it did not come back');
  const end = bench.end(bench.offer(image, { attemptId, assignment }));
  return { end, misses };
}

const offline: readonly AttackCase[] = [
  deviceCase('A4', 'off for 400 days, then the metadata from before', refused('expired'), (bench) => frozen(bench, 400 * dayMs)),
  deviceCase('A4', 'off for 30 days, then the assignment from before with fresh metadata', refused('expired'), (bench) =>
    oldAssignment(bench, 30 * dayMs, 0),
  ),
  deviceCase(
    'A4',
    'off for 8 days, then the assignment from before, and a fleet that sets the clock back before its end',
    refused('expired'),
    (bench) => oldAssignment(bench, 8 * dayMs, -3 * dayMs),
  ),
];

const fastForward: readonly AttackCase[] = [
  deviceCase(
    'A5',
    'timestamp and snapshot at their highest version by stolen keys; then these keys are rotated',
    { also: 'after refusing lower versions as rollback until the rotation' },
    (bench) => {
      const { repository } = bench;
      const { timestamp, snapshotVersion } = repository;
      const forged = repository.image('90.1.0', { securityCounter: counterBefore });
      const highest = trustLimits.version;
      repository.publish([forged], { versions: { timestamp: highest, snapshot: highest } });
      bench.end(bench.offer(forged));
      repository.timestamp = timestamp;
      repository.snapshotVersion = snapshotVersion;
      const stuck = bench.tryHonest('90.2.0', counterBefore);
      repository.rotate(['timestamp', 'snapshot']);
      repository.renew();
      const misses = stuck?.cause === 'rollback' ? [] : [`before the rotation it ended with ${said(stuck)}, expected rollback`];
      return { end: bench.tryHonest(attackVersion, counterBefore), misses, did: `before the rotation ${stuck?.cause ?? 'no refusal'}` };
    },
  ),
];

const mixAndMatch: readonly AttackCase[] = [
  deviceCase(
    'A6',
    'an image by the targets of one release, under timestamp and snapshot of the next',
    refused('mix-and-match'),
    (bench) => {
      const { repository, fleet } = bench;
      const image = imageOf(bench);
      repository.publish([image]);
      const old = repository.targets.get(repository.targetsVersion) as Uint8Array;
      repository.publish([repository.image('92.0.0', { securityCounter: counterBefore })]);
      fleet.script = {
        answer: (asked, honest) => (asked.piece === 'targets' ? { type: 'bytes', version: asked.version, bytes: old } : honest),
      };
      return { end: bench.end(bench.offer(image)) };
    },
  ),
  deviceCase('A6', 'the snapshot before under the timestamp of this release', refused('mix-and-match'), (bench) => {
    const old = bench.repository.snapshots.get(bench.repository.snapshotVersion) as Uint8Array;
    return served(bench, 'snapshot', () => bytesOf({ version: bench.repository.snapshotVersion, bytes: old }));
  }),
  deviceCase('A6', 'assignment of one image with the digest of another', refused('mix-and-match'), (bench) => {
    const { repository } = bench;
    const [image, other] = [imageOf(bench), repository.image('92.0.0', { securityCounter: counterBefore })];
    repository.publish([image, other]);
    return { end: bench.end(bench.offer(image, { digest: other.digest })) };
  }),
];

const manifest: readonly AttackCase[] = [
  deviceCase('A15', 'one field of the targets changed, signatures kept; online keys stolen', refused('modified'), (bench) =>
    published(bench, {
      altered: { targets: (bytes) => altered(bytes, (signed) => Object.assign(signed, { version: Number(signed.version) + 1 })) },
    }),
  ),
  deviceCase('A15', 'one field of the timestamp changed, signature kept', refused('modified'), (bench) =>
    served(bench, 'timestamp', (honest) => {
      if (honest.type !== 'bytes') return honest;
      return { ...honest, bytes: altered(honest.bytes, (signed) => Object.assign(signed, { version: Number(signed.version) + 1 })) };
    }),
  ),
  deviceCase('A15', 'a second timestamp of the same version, signed by the stolen key', refused('modified'), (bench) => {
    const { repository } = bench;
    const image = imageOf(bench);
    repository.publish([image], { versions: { timestamp: repository.timestamp.version } });
    return { end: bench.end(bench.offer(image)) };
  }),
  deviceCase('A15', 'the device’s name in the assignment changed, signature kept', refused('modified'), (bench) => {
    const { repository } = bench;
    const image = imageOf(bench);
    repository.publish([image]);
    const attemptId = 'renamed';
    const other = repository.assign({ deviceId: 'another-1', attemptId }, image);
    const assignment = altered(other, (signed) => Object.assign(signed, { deviceId }));
    return { end: bench.end(bench.offer(image, { attemptId, assignment })) };
  }),
  deviceCase('A15', 'one byte of the header changed: the digest of a chunk', refused('modified'), (bench) =>
    served(bench, 'header', (_honest, { header, headerBytes }) => {
      const bytes = Buffer.from(headerBytes);
      const at = bytes.indexOf(header.chunkDigests[0] as Uint8Array);
      bytes[at] = (bytes[at] as number) ^ 1;
      return { type: 'bytes', version: 0, bytes };
    }),
  ),
];

const threshold: readonly AttackCase[] = [
  deviceCase('A17', 'targets signed by 1 of 2 keys', refused('below-threshold'), (bench) =>
    published(bench, { signers: { targets: bench.repository.keys.targets.slice(0, 1) } }),
  ),
  deviceCase('A17', 'targets signed twice by the same key', refused('below-threshold', 'modified'), (bench) =>
    published(bench, { altered: { targets: (bytes) => withSignatures(bytes, 1, true) } }),
  ),
  deviceCase('A17', 'targets signed by 1 of 2 keys and a stranger', refused('below-threshold'), (bench) => {
    const { repository } = bench;
    return published(bench, { signers: { targets: [...repository.keys.targets.slice(0, 1), repository.key('stranger')] } });
  }),
  deviceCase('A17', 'a next root signed by 1 of the 2 old keys that it takes', refused('below-threshold'), (bench) => {
    const { repository } = bench;
    const [stolen] = repository.keys.root;
    const strangers = repository.strangers('root');
    const signers = stolen === undefined ? strangers : [stolen, ...strangers];
    const root = repository.nextRoot(signers, { root: strangers });
    return served(bench, 'root', (honest) => (honest.type === 'absent' ? bytesOf(root) : honest));
  }),
  deviceCase('A17', 'a next root signed by the old keys, and by 1 of the 2 new ones that it takes', refused('below-threshold'), (bench) => {
    const { repository } = bench;
    const fresh = [0, 1, 2].map((index) => repository.key(`fresh root ${index}`));
    const root = repository.nextRoot([...repository.keys.root, ...fresh.slice(0, 1)], { root: fresh });
    return served(bench, 'root', (honest) => (honest.type === 'absent' ? bytesOf(root) : honest));
  }),
];

/** Attacks on metadata, in the order of the table. */
export const metadataCases: readonly AttackCase[] = [
  ...arbitrarySoftware,
  ...rollback,
  ...freeze,
  ...offline,
  ...fastForward,
  ...mixAndMatch,
  ...manifest,
  ...threshold,
];
