/**
 * The proof of power cuts: one update, its revert, and the next update over the old slot are run once to count the operations of the flash; then
 * once for each operation and each kind of cut, from a fork of the device right before the job that the operation is in. Each cut boots and is
 * judged; every 16th also goes on to a confirmed image. Where a chip writes so little at once that this would take minutes, the writes of chunks are
 * sampled, which the report says. Cuts in the boot after a cut, damaged contents, seeded chains of cuts, and cuts on a flash with bad blocks that fails come on top.
 */
import { allSafetyRules, type CutKind, FirmwareStore, factoryFlash, PowerCut } from '#firmware/flash/index.js';
import type { Image } from '#proto/image/index.js';
import { createRandom } from '#proto/kit/index.js';
import type { Allowed } from './boot-oracle.ts';
import { runChains } from './cut-chains.ts';
import { damageSweep } from './damage-sweep.ts';
import { StepFailed } from './device-drive.ts';
import { attempt, makeDesk, type PartFigures, type PowerCutOrder, type ProofDesk } from './power-cut-desk.ts';
import { revertPhase, type SweptStep, updatePhase } from './power-cut-phases.ts';
import type { ProofPart, ProofReport } from './proof.ts';
import { failProof } from './prove-errors.ts';
import { runWorn } from './worn-chains.ts';

/** What the proof of power cuts says beside what all say. */
export interface PowerCutReport extends ProofReport {
  /** Operations of the flash in the update, its revert and the next update. */
  readonly operations: number;
  /** Of these the ones at which power was cut: all, or every so many within chunks. */
  readonly sweptOperations: number;
  readonly cuts: number;
  /** Cuts after which the device went on to a confirmed image. */
  readonly resumed: number;
  /** Devices that ended without a bootable verified image. */
  readonly bricks: number;
}

const kinds: readonly CutKind[] = ['before', 'torn', 'after'];
const resumesEvery = 16;
/** Operations of the writing of chunks that one phase sweeps: 1 MiB in units of 8 bytes. Beyond it, only every so many unless all are asked for. */
const mostChunkOperations = 131_072;
const defaultChains = 256;
/** Chains of cuts to one round over flashes that fail. */
const chainsToRound = 32;
/** Erases of one block in the longest chain, and more: a flash that stands fewer wears out within the proof. */
const leastErases = 64;

/**
 * Runs the proof.
 * @throws E2230 an image does not fit the plan, E2270 the images are no update, E2271 there is no case of that name, E2273 the flash would wear out
 */
export function provePowerCut(order: PowerCutOrder): PowerCutReport {
  refuse(order);
  const desk = makeDesk(order);
  const { plan, rules = allSafetyRules } = order;
  const { images, pool, ledger } = desk;
  const start = new FirmwareStore(factoryFlash(plan, images.old, pool, { key: keyOf(order.seed) }), pool, rules);
  start.boot();
  const parts: PartFigures[] = [];
  const phase = (part: string, store: FirmwareStore, steps: readonly SweptStep[], image: Image): FirmwareStore => {
    const figures: PartFigures = { part, operations: 0, sweptOperations: 0, cases: 0, resumed: 0, outcomes: {} };
    parts.push(figures);
    return sweep(desk, figures, store, steps, image);
  };
  const steps = updatePhase(images, 'old', 'new', pool);
  const updated = phase('update', start, steps, images.new);
  const waiting = start.fork();
  for (const { step } of steps.slice(0, -3)) attempt(ledger, 'revert:0:none', () => step.run(waiting));
  phase('revert', waiting, revertPhase(images, plan.bootAttempts), images.new);
  phase('next', updated, updatePhase(images, 'new', 'next', pool), images.next);
  parts.push(damageSweep(desk, start));
  const chains = order.chains ?? defaultChains;
  parts.push(runChains(desk, start, chains));
  parts.push(runWorn(desk, start, Math.max(1, Math.ceil(chains / chainsToRound))));
  const { only } = order;
  if (only !== undefined && parts.every(({ cases }) => cases === 0)) throw failProof('E2271', { message: `no case is called ${only}` });
  return reportOf(desk, parts);
}

function refuse({ from, to, plan: { enduranceErases } }: PowerCutOrder): void {
  if (enduranceErases < leastErases)
    throw failProof('E2273', { message: `a block stands ${enduranceErases} erases, the proof needs ${leastErases}` });
  const names = `${from.header.name} ${from.header.version} to ${to.header.name} ${to.header.version}`;
  if (from.digest === to.digest) throw failProof('E2270', { message: `${names}: both are the image ${from.digest.slice(0, 16)}…` });
  const [low, high] = [from.header.securityCounter, to.header.securityCounter];
  if (high < low) throw failProof('E2270', { message: `${names}: the security counter would go from ${low} down to ${high}` });
}

function sweep(desk: ProofDesk, figures: PartFigures, start: FirmwareStore, steps: readonly SweptStep[], image: Image): FirmwareStore {
  const device = start.fork();
  const every = desk.order.isFull || desk.order.only !== undefined ? 1 : strideOf(desk.order, image);
  for (const swept of steps) {
    const { operations } = device.measure((store) =>
      attempt(desk.ledger, `${figures.part}:${figures.operations}:none`, () => swept.step.run(store)),
    );
    // A chunk begins with erases and ends where the next one begins: both ends are always swept.
    for (let operation = 1; operation <= operations; operation += 1) {
      if (swept.isChunk && operation % every !== 0 && operation > every && operation < operations) continue;
      figures.sweptOperations = (figures.sweptOperations ?? 0) + 1;
      for (const kind of kinds) cutAt(desk, figures, device, swept, operation, kind, image);
    }
    figures.operations += operations;
    attempt(desk.ledger, `${figures.part}:${figures.operations}:none`, () => swept.step.run(device));
  }
  return device;
}

/** Every how many operations of a chunk the power goes. */
function strideOf({ plan, mostOperations = mostChunkOperations }: PowerCutOrder, { content }: Image): number {
  return Math.ceil(content.length / plan.writeUnitBytes / mostOperations);
}

function cutAt(
  desk: ProofDesk,
  figures: PartFigures,
  before: FirmwareStore,
  swept: SweptStep,
  operation: number,
  kind: CutKind,
  image: Image,
): void {
  const name = `${figures.part}:${figures.operations + operation}:${kind}`;
  const { only, isFull } = desk.order;
  const isWanted = only === undefined || only === name || (swept.cutsAgain && only.startsWith(`${name}:`));
  if (!isWanted) return;
  const device = before.fork();
  if (!cut(desk, name, device, operation, kind, (store) => swept.step.run(store))) return;
  figures.cases += 1;
  if (swept.cutsAgain) cutAgain(desk, figures, name, device, swept.allowed);
  const boot = desk.boot(name, device, swept.allowed, figures);
  if (boot !== undefined && (isFull || only !== undefined || figures.cases % resumesEvery === 0))
    desk.resume(name, device, boot, image, figures);
}

/** The power goes again in the boot after a cut, at every operation of it. */
function cutAgain(desk: ProofDesk, figures: PartFigures, name: string, cutDevice: FirmwareStore, allowed: Allowed): void {
  const { operations } = cutDevice.measure((store) => store.boot());
  for (let operation = 1; operation <= operations; operation += 1) {
    for (const kind of kinds) {
      const again = `${name}:${operation}:${kind}`;
      if (!desk.takes(again)) continue;
      const device = cutDevice.fork();
      if (!cut(desk, again, device, operation, kind, (store) => store.boot())) continue;
      figures.cases += 1;
      desk.boot(again, device, allowed, figures);
    }
  }
}

function cut(
  desk: ProofDesk,
  name: string,
  device: FirmwareStore,
  operation: number,
  kind: CutKind,
  job: (store: FirmwareStore) => void,
): boolean {
  device.flash.arm({ operation, kind });
  try {
    job(device);
  } catch (error) {
    if (error instanceof PowerCut) return true;
    if (!(error instanceof StepFailed)) throw error;
    desk.ledger.problem(name, error.message);
    return false;
  }
  desk.ledger.problem(name, 'the job took fewer operations than were counted');
  return false;
}

function reportOf({ ledger, order }: ProofDesk, parts: readonly PartFigures[]): PowerCutReport {
  const swept = parts.filter(({ part }) => part === 'update' || part === 'revert' || part === 'next');
  const sum = (of: (part: PartFigures) => number, among = parts): number => among.reduce((total, part) => total + of(part), 0);
  const operations = sum((part) => part.operations, swept);
  const head = { proof: 'powercut', claim: powerCutClaim, seed: order.seed, parts: parts.map((part): ProofPart => ({ ...part })) };
  return {
    ...ledger.report(head, order.only !== undefined),
    operations,
    sweptOperations: sum((part) => part.sweptOperations ?? 0, swept),
    cuts: sum(
      (part) => part.cases,
      parts.filter(({ part }) => part !== 'damage'),
    ),
    resumed: sum((part) => part.resumed),
    bricks: sum(({ outcomes }) => outcomes.brick ?? 0),
  };
}

/** What the proof says, and what it does not. */
export const powerCutClaim =
  "Proven here: Seatrial's own boot loader and installer, on its own model of this flash, keep a bootable verified image wherever power is cut. Not proven: any other boot loader, nor the flash of a real board.";

function keyOf(seed: string): number {
  return createRandom(seed, 'proof', 'flash').uint32() | 0;
}
