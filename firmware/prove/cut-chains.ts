import { type BootResult, type CutKind, type FirmwareStore, PowerCut } from '#firmware/flash/index.js';
import { createRandom, type Random } from '#proto/kit/index.js';
import type { Allowed } from './boot-oracle.ts';
import { resume } from './device-drive.ts';
import type { PartFigures, ProofDesk } from './power-cut-desk.ts';

const kinds: readonly CutKind[] = ['before', 'torn', 'after'];
/** Cuts of one chain at most, as MCUboot's own simulator does. */
const longest = 6;

/** Seeded chains of random cuts: the power goes again and again on the way, in downloads, boots and confirms, then it stays. */
export function runChains(desk: ProofDesk, start: FirmwareStore, chains: number): PartFigures {
  const figures: PartFigures = { part: 'chain', operations: 0, cases: 0, resumed: 0, outcomes: {} };
  for (let index = 0; index < chains; index += 1) {
    const name = `chain:${index}`;
    if (desk.takes(name)) runChain(desk, figures, name, start.fork(), createRandom(desk.order.seed, name, 'cuts'));
  }
  return figures;
}

function runChain(desk: ProofDesk, figures: PartFigures, name: string, device: FirmwareStore, random: Random): void {
  const { old, new: target } = desk.images;
  const high = Math.max(old.header.securityCounter, target.header.securityCounter);
  let boot: BootResult = device.boot();
  let hasConfirmed = false;
  for (let left = random.integer(2, longest); left > 0; left -= 1) {
    const from = boot;
    const isLazy = from.type === 'slot' && from.isTrial && random.float() < 0.3;
    const job = (store: FirmwareStore): void => void (isLazy ? store.boot() : resume(store, from, target, desk.pool));
    const { operations } = device.measure(job);
    const counter = device.facts().counter;
    if (operations === 0) break;
    device.flash.arm({
      operation: whereOf(random, operations),
      kind: kinds[random.integer(0, 2)] as CutKind,
    });
    try {
      job(device);
    } catch (error) {
      if (!(error instanceof PowerCut)) throw error;
    }
    figures.cases += 1;
    hasConfirmed ||= !isLazy;
    const allowed: Allowed = { trial: ['new'], confirmed: hasConfirmed ? ['old', 'new'] : ['old'], counter: [counter, high] };
    const found = desk.boot(name, device, allowed, figures);
    if (found === undefined) return;
    boot = found;
  }
  desk.resume(name, device, boot, target, figures);
}

/** Where in a job the power goes: a half of them early, as in MCUboot's simulator; the rest anywhere, or near its end, where the switch is. */
function whereOf(random: Random, operations: number): number {
  const way = random.float();
  if (way < 0.5) return random.integer(1, Math.max(1, Math.ceil(operations / 2)));
  return random.integer(way < 0.75 ? 1 : Math.max(1, operations - 40), operations);
}
