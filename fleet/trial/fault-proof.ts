/** The proof of faults: each fault in each state of a device, a trial each, and the matrix of what came of it. */
import { ProofLedger, type ProofReport, proofError } from '#firmware/prove/index.js';
import { messageOf } from '#proto/kit/index.js';
import type { FaultCase } from './fault-case.ts';
import { faultCases } from './fault-cases.ts';
import { type FaultRow, faultRows } from './fault-rows.ts';
import { type FaultId, type FaultSetting, faultTitles } from './fault-setting.ts';
import { FaultTrial } from './fault-trial.ts';

/** Virtual time in which all must be over once the fault is gone, ms. */
const convergeMs = 6 * 3_600_000;
/** Virtual time after the fault in which a unit that lags says so, ms. */
const quietMs = 5 * 60_000;

/** Which cells to run. */
export interface FaultOrder extends FaultSetting {
  /** A fault (B6), or a cell (B6:downloading.asking:cut), or its beginning; all when left out. */
  readonly only?: string | undefined;
  /** A state, or its beginning (downloading); all when left out. */
  readonly state?: string | undefined;
  /** Told before each cell, with how many there are. */
  readonly onCell?: (name: string, done: number, all: number) => void;
}

/** One cell: a state and a fault. */
export interface FaultCell {
  readonly state: string;
  readonly fault: FaultId;
  /** senseless: there is no such cell, and `why` says why. unreached: there is, and no run came to it. */
  readonly verdict: 'held' | 'failed' | 'senseless' | 'unreached';
  readonly why: string;
  /** Runs by what came of them: "updated", "rolledBack", "updated after rolledBack". */
  readonly outcomes: Readonly<Record<string, number>>;
}

/** What the proof of faults says beside what all say. */
export interface FaultReport extends ProofReport {
  readonly rows: readonly string[];
  readonly faults: typeof faultTitles;
  readonly cells: readonly FaultCell[];
  readonly runs: number;
}

/** What the proof says, and what it does not. */
export const faultClaim =
  "Proven here: with each fault in each state of an update, Seatrial's own device and manager keep what must always hold, and are done when the fault is gone. Not proven: other devices, nor faults together.";

/** What came of one run. */
type Run =
  | { readonly type: 'held' | 'failed'; readonly outcome: string; readonly misses: readonly string[] }
  | { readonly type: 'unreached'; readonly why: string };

/**
 * Runs the proof.
 * @throws E2271 when no cell is called so
 */
export async function proveFaults(order: FaultOrder): Promise<FaultReport> {
  const { only = '', state = '' } = order;
  const wanted = faultRows.flatMap((row) =>
    row.state.startsWith(state) ? faultCases.map((one) => ({ row, one, name: nameOf(row, one) })) : [],
  );
  const chosen = wanted.filter(({ name, one }) => only === '' || one.fault === only || name === only || name.startsWith(`${only}:`));
  if (chosen.length === 0)
    throw proofError('E2271', { message: `no cell is called ${only}${state === '' ? '' : ` in the state ${state}`}` });
  // A sleeper that comes once in hours would be in no state when its fault begins.
  const setting = { ...order, profile: { ...order.profile, wakePlan: { wakeEveryMs: 0, awakeMs: 0 } } };
  const isPartial = only !== '' || state !== '';
  const ledger = new ProofLedger(faultRows.map((row) => row.state));
  const cells = new Map<string, Tally>();
  let runs = 0;
  for (const [index, { row, one, name }] of chosen.entries()) {
    const key = `${row.state} ${one.fault}`;
    const tally = cells.get(key) ?? new Tally(row.state, one.fault);
    cells.set(key, tally);
    const senseless = one.senseless(row, setting);
    if (senseless !== undefined) {
      tally.senseless = senseless;
      continue;
    }
    order.onCell?.(name, index, chosen.length);
    const run = await runCell(setting, row, one, name);
    runs += 1;
    tally.take(run);
    if (run.type === 'unreached') ledger.problem(name, `not reached: ${run.why}`);
    else {
      ledger.reach(row.state);
      for (const miss of run.misses) ledger.problem(name, miss);
    }
  }
  const all = [...cells.values()].map((tally) => tally.cell());
  const head = { proof: 'faults', claim: faultClaim, seed: order.seed, parts: partsOf(all) };
  return { ...ledger.report(head, isPartial), rows: faultRows.map((row) => row.state), faults: faultTitles, cells: all, runs };
}

function nameOf({ state }: FaultRow, { fault, kind }: FaultCase): string {
  return `${fault}:${state}:${kind}`;
}

async function runCell(setting: FaultSetting, row: FaultRow, one: FaultCase, name: string): Promise<Run> {
  try {
    return await runTrial(setting, row, one, name);
  } catch (error) {
    return { type: 'failed', outcome: 'broke', misses: [`the run broke: ${messageOf(error)}`] };
  }
}

async function runTrial(setting: FaultSetting, row: FaultRow, one: FaultCase, name: string): Promise<Run> {
  const trial = await FaultTrial.start(setting, name, one.devices ?? 1, one.limits);
  trial.oracle.isExcused = row.state === 'recovery';
  if (!(await trial.reach(row)))
    return { type: 'unreached', why: `the device did not come to ${row.state}: ${trial.walk.slice(-4).join(', ')}` };
  const before = row.region === 'end' || row.state === 'recovery' ? trial.attempt?.id : undefined;
  const unmade = await one.make(trial, row);
  if (unmade !== undefined) {
    const { breaks } = trial.oracle;
    return breaks.length === 0
      ? { type: 'unreached', why: unmade }
      : { type: 'failed', outcome: 'not reached', misses: [...breaks, unmade] };
  }
  await trial.makeWell();
  const { isLasting = false } = one.outcome(row, trial);
  const misses: string[] = [];
  const settle = () => trial.until(() => trial.isSettled || (isLasting && trial.isOver), convergeMs);
  const isSettled = await settle();
  if (!isSettled) misses.push(`not over ${convergeMs / 3_600_000} h after the fault: ${trial.standing()}`);
  const first = trial.attempt?.id === before ? undefined : trial.attempt;
  // Asked again: what may have come of it can depend on what the manager still sent.
  const { ends } = one.outcome(row, trial);
  if (isSettled && first !== undefined && !ends.includes(first.state)) {
    misses.push(
      `the attempt is ${first.state}${first.cause === '' ? '' : ` (${first.cause})`}, expected ${ends.join(' or ')}: ${first.message}`,
    );
  }
  let outcome = first?.state ?? 'no attempt';
  if (isSettled && !isLasting) {
    misses.push(...(await rebooted(trial)));
    await trial.order('after');
    // Who is in recovery needs this update to come out of it.
    if (trial.oracle.isExcused) await trial.until(() => trial.state.power !== 'recovery', convergeMs);
    trial.oracle.isExcused = false;
    if (!(await settle())) misses.push(`the next update is not over after ${convergeMs / 3_600_000} h: ${trial.standing()}`);
    else if (trial.attempt?.state !== 'updated') {
      const { state, cause, message } = trial.attempt ?? {};
      misses.push(`the next update, without any fault, is ${state} (${cause}): ${message}`);
    } else outcome = `${outcome}, next updated`;
  }
  await trial.run(quietMs);
  for (const device of trial.world.devices.values()) trial.oracle.look(device, 'at the end');
  misses.push(...trial.oracle.breaks, ...(one.judge?.(trial, row) ?? []));
  return { type: misses.length === 0 ? 'held' : 'failed', outcome, misses };
}

/** A restart changes nothing: what is over stays over. */
async function rebooted(trial: FaultTrial): Promise<string[]> {
  const { firmwareVersion: before } = trial.state;
  trial.device.powerOff();
  trial.device.powerOn();
  await trial.run(1);
  const isSettled = await trial.until(() => trial.isSettled, convergeMs);
  const { firmwareVersion: after } = trial.state;
  if (!isSettled) return [`it does not come to rest after a restart: ${trial.standing()}`];
  return before === after ? [] : [`a restart changes what runs: ${before} before, ${after} after`];
}

/** Runs of one cell. */
class Tally {
  senseless = '';
  readonly #state: string;
  readonly #fault: FaultId;
  readonly #outcomes: Record<string, number> = {};
  #why = '';
  #runs = 0;
  #failed = 0;
  #unreached = 0;

  constructor(state: string, fault: FaultId) {
    this.#state = state;
    this.#fault = fault;
  }

  take(run: Run): void {
    this.#runs += 1;
    if (run.type === 'unreached') {
      this.#unreached += 1;
      this.#why = run.why;
      return;
    }
    if (run.type === 'failed') {
      this.#failed += 1;
      this.#why = run.misses[0] ?? '';
    }
    this.#outcomes[run.outcome] = (this.#outcomes[run.outcome] ?? 0) + 1;
  }

  cell(): FaultCell {
    const head = { state: this.#state, fault: this.#fault, outcomes: this.#outcomes };
    if (this.#runs === 0) return { ...head, verdict: 'senseless', why: this.senseless };
    if (this.#failed > 0) return { ...head, verdict: 'failed', why: this.#why };
    if (this.#unreached > 0) return { ...head, verdict: 'unreached', why: this.#why };
    return { ...head, verdict: 'held', why: '' };
  }
}

function partsOf(cells: readonly FaultCell[]): ProofReport['parts'] {
  return (Object.keys(faultTitles) as FaultId[]).flatMap((fault) => {
    const own = cells.filter((cell) => cell.fault === fault && cell.verdict !== 'senseless');
    if (own.length === 0) return [];
    const outcomes: Record<string, number> = {};
    for (const cell of own)
      for (const [outcome, times] of Object.entries(cell.outcomes)) outcomes[outcome] = (outcomes[outcome] ?? 0) + times;
    return [{ part: `${fault} ${faultTitles[fault]}`, cases: own.length, outcomes }];
  });
}
