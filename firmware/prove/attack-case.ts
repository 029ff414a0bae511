import { frameLimits, type UpdateCauseName } from '#proto/frame/index.js';
import { AttackBench } from './attack-bench.ts';
import { type Reported, said } from './attack-fleet.ts';
import type { AttackCase, AttackFinding, AttackId, AttackSetting } from './attack-types.ts';

/** What the device must do. */
export interface DeviceExpectation {
  /** Causes of which its last report names one; left out: the update ends confirmed. */
  readonly causes?: readonly UpdateCauseName[];
  /** Most bytes of the content that may have been served, in shares of the image; 0 when left out. */
  readonly contentShare?: number;
  /** Said beside what follows from the rest. */
  readonly also?: string;
}

/** What an attack hands over for judging. */
export interface Attacked {
  /** The report that ended the attempt; undefined when none came. */
  readonly end: Reported | undefined;
  /** Beside what is judged always: misses of this attack, and what the device did. */
  readonly misses?: readonly string[];
  readonly did?: string;
  /** Digest of the image that has to run after it; the one before, or when there is no cause the one that was reported, when left out. */
  readonly runs?: string;
}

/** Versions that every case begins and ends with: an honest update before the attack, and one after it. */
const versions = { before: '90.0.0', after: '99.0.0' } as const;
/** What a device in recovery says that it runs. */
const recoveryDigest = '0'.repeat(64);
/** Counter of the honest image before the attack. */
export const counterBefore = 5;

/** A case with one device: an honest update, the attack, a power cut, and an honest update again. */
export function deviceCase(
  attack: AttackId,
  injected: string,
  expectation: DeviceExpectation,
  make: (bench: AttackBench) => Attacked,
): AttackCase {
  return {
    attack,
    injected,
    expected: expectedText(expectation),
    run: (setting) => runCase(setting, expectation, make),
  };
}

function expectedText({ causes, contentShare = 0, also }: DeviceExpectation): string {
  const refusal = causes === undefined ? 'takes the update' : `reports ${causes.join(' or ')}, keeps its image`;
  const fetched = causes === undefined || contentShare > 0 ? '' : ', fetches no content';
  return `${refusal}${fetched}${also === undefined ? '' : `, ${also}`}`;
}

function runCase(setting: AttackSetting, expectation: DeviceExpectation, make: (bench: AttackBench) => Attacked): AttackFinding {
  const bench = new AttackBench(setting);
  if (!bench.start()) return { did: 'never came', misses: ['the device never came to a fleet that is honest'] };
  const first = bench.honest(versions.before, counterBefore);
  if (first !== undefined) return { did: 'no honest update', misses: [first] };

  const attacked = make(bench);

  const { end, misses = [], did } = attacked;
  const fetched = bench.fetchedBytes;
  const judged = [...misses, ...judge(bench, expectation, attacked, fetched), ...judgeAfter(bench, expectation, attacked)];
  const bytes = expectation.causes === undefined ? '' : `; ${fetched} bytes of content fetched`;
  return { did: `${did === undefined ? '' : `${did}; `}${said(end)}${bytes}`, misses: judged };
}

/** Digest that has to run after the attack. */
function digestAfter(bench: AttackBench, { causes }: DeviceExpectation, { end, runs }: Attacked): string {
  return runs ?? (causes === undefined ? (end?.runningDigest ?? '') : bench.newest.digest);
}

/** What it reported and fetched. */
function judge(bench: AttackBench, expectation: DeviceExpectation, attacked: Attacked, fetched: number): string[] {
  const { causes, contentShare = 0 } = expectation;
  const { end } = attacked;
  const misses: string[] = [];
  if (causes === undefined) {
    if (end?.state !== 'confirmed') misses.push(`it ended with ${said(end)}, expected confirmed`);
    return misses;
  }
  if (end?.cause === undefined || !causes.includes(end.cause) || end.state === 'confirmed')
    misses.push(`it ended with ${said(end)}, expected ${causes.join(' or ')}`);
  const most = contentShare * bytesInParts(bench);
  if (fetched > most) misses.push(`${fetched} bytes of content were fetched, at most ${Math.floor(most)} are expected`);
  if (end === undefined) return misses;
  const digest = digestAfter(bench, expectation, attacked);
  if (end.runningDigest !== digest) misses.push(`it reported that ${short(end.runningDigest)} runs, expected ${short(digest)}`);
  if (end.securityCounter !== counterBefore) misses.push(`its security counter is ${end.securityCounter}, it was ${counterBefore}`);
  return misses;
}

/** What the content of an image takes in whole parts, bytes: less than one is never sent. */
function bytesInParts({ repository }: AttackBench): number {
  const { partBytes } = frameLimits;
  return partBytes * Math.ceil(repository.image(versions.after).content.length / partBytes);
}

/** That it boots again what it has to run, and takes an honest update. */
function judgeAfter(bench: AttackBench, expectation: DeviceExpectation, attacked: Attacked): string[] {
  const digest = digestAfter(bench, expectation, attacked);
  bench.fleet.script = {};
  const misses = bench.powerCycle() ? [] : ['after a power cut it did not come back'];
  const greeted = bench.fleet.greetings.at(-1);
  if (greeted?.imageDigest !== digest || greeted.imageConfirmed !== (digest !== recoveryDigest))
    misses.push(`after a power cut it runs ${short(greeted?.imageDigest ?? '')}, expected ${short(digest)}, confirmed`);
  const last = bench.honest(versions.after, counterBefore + 1);
  return last === undefined ? misses : [...misses, `after the attack ${last}`];
}

/** A miss as a list. */
export function missesOf(miss: string | undefined): string[] {
  return miss === undefined ? [] : [miss];
}

function short(digest: string): string {
  return digest === '' ? 'none' : `${digest.slice(0, 12)}…`;
}
