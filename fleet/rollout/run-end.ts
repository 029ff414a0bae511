/** Where members of a rollout stand once it is over and nothing of it is under way: kept, so that a restart tells no other story. */
import type { RolloutEndRecord } from '#fleet/domain/index.js';
import type { Serial } from '#proto/kit/index.js';
import { restoreEnds } from './member-ends.ts';
import { waitingBuckets } from './member-flags.ts';
import { judgeMember } from './member-turn.ts';
import type { Run } from './run.ts';
import type { RunStore } from './run-store.ts';

/** What the end asks of the engine that keeps it. */
export interface EndKeeper {
  readonly store: RunStore;
  readonly serial: Serial;
  /** It is over, and nothing of it is under way. */
  readonly isResting: () => boolean;
  /** A member stands elsewhere. */
  readonly changed: () => void;
}

/** @see the head of this file */
export class RunEnd {
  readonly #run: Run;
  readonly #keeper: EndKeeper;
  /** Where members stand was counted, and kept, when it was over. */
  isRestored = false;

  constructor(run: Run, keeper: EndKeeper) {
    this.#run = run;
    this.#keeper = keeper;
  }

  /** Members stand where they stood when it was over; false: that is not known, and they are to be judged. */
  restore(ends: readonly RolloutEndRecord[]): boolean {
    this.isRestored = restoreEnds(this.#run.members, this.#run.record, ends);
    return this.isRestored;
  }

  /** A device was taken out of the fleet: of a rollout that is over it is the one thing that still counts, as nobody is offered anything. */
  noteGone(deviceId: string): void {
    const { members, context } = this.#run;
    const index = members.indexOf(deviceId);
    const before = index < 0 ? undefined : members.bucketAt(index);
    if (before === undefined || !this.#keeper.isResting() || !waitingBuckets.has(before)) return;
    judgeMember(this.#run, index, context.clock.wallMs());
    if (members.bucketAt(index) === before) return;
    void context.tasks.run('rollout.end', () => this.#keeper.serial.run(() => this.keep(index)));
    this.#keeper.changed();
  }

  /** Devices that were taken out of the fleet while nobody listened. */
  noteGoneSince(): void {
    const { members, context } = this.#run;
    for (let index = 0; index < members.size; index += 1) {
      const deviceId = members.idAt(index);
      if (waitingBuckets.has(members.bucketAt(index)) && context.devices.get(deviceId)?.status !== 'active') this.noteGone(deviceId);
    }
  }

  /** Stores where members stand. @param index of one that is elsewhere since; left out: all */
  async keep(index?: number): Promise<void> {
    if (this.#keeper.isResting()) await this.#keeper.store.writeEnd(index);
  }
}
