import { closeSync, openSync, writeSync } from 'node:fs';
import type { Device, DeviceHooks } from '#firmware/device/index.js';
import { type Clock, messageOf, type SeatrialError, TimerTask } from '#proto/kit/index.js';
import { fail } from './host-errors.ts';
import type { FrameEnd, LedgerLine } from './ledger-file.ts';

/** Lines wait for so many characters, or so long, before they are written together. */
const mostWaitingCharacters = 262_144;
const writeEveryMs = 500;

/** A durable frame that is under way. */
interface OpenFrame {
  readonly boot: number;
  readonly sequence: number;
  readonly madeAtMs: number | null;
  readonly readings: number | null;
  readonly signals: readonly string[];
  readonly timesMs: readonly number[];
  sentAtMs: number | null;
  sends: number;
}

/** What a run is called in its ledger. */
export interface LedgerRun {
  readonly population: string;
  readonly run: number;
  /** Number of the process, from 0. */
  readonly process: number;
}

type Hooks = Required<Pick<DeviceHooks, 'frameMade' | 'frameSent' | 'frameRejected' | 'frameDropped' | 'acknowledged'>>;

/**
 * Writes a line for every durable frame of a process's devices when it comes to its end. Lines wait in at most 256 KiB of memory; then the process
 * writes them before it goes on. So a slow disk slows the devices, which their lateness shows, and no line is left out. The first write that fails
 * ends the ledger: nothing follows it, and the owner is told.
 */
export class LedgerWriter extends TimerTask {
  readonly hooks: Hooks;
  readonly #file: string;
  readonly #run: LedgerRun;
  readonly #clock: Clock;
  readonly #onFailed: (error: SeatrialError) => void;
  readonly #open = new Map<string, OpenFrame[]>();
  /** Undefined once it ended. */
  #descriptor: number | undefined;
  #waiting: string[] = [];
  #waitingCharacters = 0;
  #frames = 0;
  #hasBegun = false;

  /**
   * Goes on at the end of the file.
   * @param onFailed told once
   * @throws E2131 when it can not be opened
   */
  constructor(file: string, run: LedgerRun, clock: Clock, onFailed: (error: SeatrialError) => void) {
    super();
    this.#file = file;
    this.#run = run;
    this.#clock = clock;
    this.#onFailed = onFailed;
    this.#descriptor = openLedger(file);
    this.hooks = {
      frameMade: (device, boot, sequence, isDurable, readings, baseTimeMs, signalIds, offsetsMs) => {
        if (isDurable) this.#made(device, boot, sequence, readings, timesOf(readings, baseTimeMs, offsetsMs), signalIds);
      },
      frameSent: (device, boot, sequence) => this.#sent(device.id, boot, sequence),
      frameRejected: (device, boot, sequence) => this.#endOne(device.id, boot, sequence, 'rejected'),
      frameDropped: (device, boot, sequence) => this.#endOne(device.id, boot, sequence, 'dropped'),
      acknowledged: (device, boot, sequence) => this.#acknowledged(device.id, boot, sequence),
    };
  }

  /** The run begins: before it nothing is written, so a start that failed leaves nothing behind. */
  begin(): void {
    this.#hasBegun = true;
    this.#write({ type: 'run', ...this.#run, startedAtMs: this.#clock.wallMs() });
    this.#clock.schedule(this, this.#clock.nowMs() + writeEveryMs);
  }

  /** Frames that a device kept from the run before: what is in them stands in the ledger of that run. */
  restore(id: string, frames: readonly { readonly boot: number; readonly sequence: number }[]): void {
    if (frames.length === 0) return;
    const unknown = { madeAtMs: null, readings: null, signals: [], timesMs: [], sentAtMs: null, sends: 0 };
    this.#open.set(
      id,
      frames.map(({ boot, sequence }) => ({ ...unknown, boot, sequence })),
    );
  }

  /** What is under way is kept for the next run; the ledger of this one is complete. @throws E2131 */
  close(): void {
    this.#clock.cancel(this);
    if (this.#hasBegun) {
      for (const [id, frames] of this.#open) for (const frame of frames) this.#end(id, frame, 'kept');
      this.#write({ type: 'end', ...this.#run, frames: this.#frames, endedAtMs: this.#clock.wallMs() });
    }
    this.#open.clear();
    let failure: SeatrialError | undefined;
    this.#flush((error) => {
      failure = error;
    });
    if (this.#descriptor !== undefined) closeSync(this.#descriptor);
    this.#descriptor = undefined;
    if (failure !== undefined) throw failure;
  }

  override fire(nowMs: number): void {
    this.#flush(this.#onFailed);
    if (this.#descriptor !== undefined) this.#clock.schedule(this, nowMs + writeEveryMs);
  }

  #made(
    device: Device,
    boot: number,
    sequence: number,
    readings: number,
    timesMs: readonly number[],
    signalIds: ArrayLike<number> | undefined,
  ): void {
    const frame = {
      boot,
      sequence,
      madeAtMs: Math.round(this.#clock.wallMs()),
      readings,
      signals: signalIds === undefined ? [] : signalsOf(device, signalIds, readings),
      timesMs,
      sentAtMs: null,
      sends: 0,
    };
    const frames = this.#open.get(device.id);
    if (frames === undefined) this.#open.set(device.id, [frame]);
    else frames.push(frame);
  }

  #sent(id: string, boot: number, sequence: number): void {
    // Durable frames only, in their order: the one that goes out is near the end unless much waits.
    const frame = this.#open.get(id)?.findLast((one) => one.boot === boot && one.sequence === sequence);
    if (frame === undefined) return;
    frame.sends += 1;
    frame.sentAtMs ??= Math.round(this.#clock.wallMs());
  }

  #acknowledged(id: string, boot: number, sequence: number): void {
    const frames = this.#open.get(id);
    if (frames === undefined) return;
    let count = 0;
    for (const frame of frames) {
      if (frame.boot > boot || (frame.boot === boot && frame.sequence > sequence)) break;
      this.#end(id, frame, 'acknowledged');
      count += 1;
    }
    frames.splice(0, count);
  }

  #endOne(id: string, boot: number, sequence: number, end: FrameEnd): void {
    const frames = this.#open.get(id) ?? [];
    const at = frames.findIndex((frame) => frame.boot === boot && frame.sequence === sequence);
    const [frame] = at < 0 ? [] : frames.splice(at, 1);
    if (frame !== undefined) this.#end(id, frame, end);
  }

  #end(device: string, frame: OpenFrame, end: FrameEnd): void {
    this.#frames += 1;
    this.#write({ type: 'frame', device, end, ...frame, endedAtMs: Math.round(this.#clock.wallMs()) });
  }

  #write(line: LedgerLine): void {
    if (this.#descriptor === undefined) return;
    const text = `${JSON.stringify(line)}\n`;
    this.#waiting.push(text);
    this.#waitingCharacters += text.length;
    if (this.#waitingCharacters >= mostWaitingCharacters) this.#flush(this.#onFailed);
  }

  #flush(onFailed: (error: SeatrialError) => void): void {
    if (this.#descriptor === undefined || this.#waiting.length === 0) return;
    const bytes = Buffer.from(this.#waiting.join(''));
    this.#waiting = [];
    this.#waitingCharacters = 0;
    try {
      for (let at = 0; at < bytes.length; ) at += writeSync(this.#descriptor, bytes, at);
    } catch (error) {
      closeSync(this.#descriptor);
      this.#descriptor = undefined;
      onFailed(fail('E2131', { message: `${this.#file}: ${messageOf(error)}`, at: { file: this.#file }, cause: error }));
    }
  }
}

/** Opens a ledger to go on at its end; several processes may, since each writes whole lines at once. @throws E2131 */
function openLedger(file: string): number {
  try {
    return openSync(file, 'a', 0o600);
  } catch (error) {
    throw fail('E2131', { message: `${file}: ${messageOf(error)}`, at: { file }, cause: error });
  }
}

/** The times of a frame's sets, each once. */
function timesOf(readings: number, baseTimeMs: number, offsetsMs: ArrayLike<number> | undefined): number[] {
  if (offsetsMs === undefined) return [baseTimeMs];
  const times = new Set<number>();
  for (let index = 0; index < readings; index += 1) times.add(baseTimeMs + (offsetsMs[index] ?? 0));
  return [...times];
}

/** The names of a frame's signals, each once: every set has all of them. */
function signalsOf({ kind }: Device, signalIds: ArrayLike<number>, readings: number): string[] {
  const ids = new Set<number>();
  for (let index = 0; index < readings; index += 1) ids.add(signalIds[index] ?? 0);
  return kind.profile.signals.filter((signal) => ids.has(signal.id)).map((signal) => signal.name);
}
