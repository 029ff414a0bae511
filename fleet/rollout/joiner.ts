/** Devices that come while a rollout with dynamic membership runs: they join its last wave. */
import type { GroupSelector } from '#fleet/domain/index.js';
import { isSeatrialError, messageOf } from '#proto/kit/index.js';
import { addPage, layPages, membersPerPage } from './member-pages.ts';
import { isActive } from './rollout-logic.ts';
import type { Run } from './run.ts';
import { devicesPerStep } from './steps.ts';
import { stratumOf } from './strata-logic.ts';

/** @see the head of this file */
export class Joiner {
  readonly #run: Run;
  readonly #waiting = new Set<string>();
  readonly #wanted: GroupSelector;
  readonly #excluded: GroupSelector | undefined;
  /** The last device that the look through all of them has reached; undefined: it is over. */
  #lookedUpTo: string | undefined;

  constructor(run: Run) {
    const { compileSelector } = run.context;
    const { selector, exclude } = run.record.plan;
    this.#run = run;
    this.#wanted = compileSelector(selector);
    this.#excluded = exclude === '' ? undefined : compileSelector(exclude);
  }

  /** Begins to look at all devices, a part of them a turn: who came while nobody looked. */
  start(): void {
    if (this.#isOpen) this.#lookedUpTo = '';
  }

  /** Devices are left to look at, or wait to be taken in. */
  get isBusy(): boolean {
    return this.#lookedUpTo !== undefined || this.#waiting.size > 0;
  }

  /** A device came or changed that is no member. @returns whether it may join */
  note(deviceId: string): boolean {
    if (!this.#isOpen || this.#waiting.size >= membersPerPage) return false;
    this.#waiting.add(deviceId);
    return true;
  }

  /** Takes those in that fit, a page at a time: stored, then members. */
  async join(nowMs: number): Promise<void> {
    this.#look();
    if (this.#waiting.size === 0) return;
    const run = this.#run;
    const { context, members, record, name } = run;
    const room = context.limits.rolloutDevices - members.size;
    const ids = [...this.#waiting].slice(0, Math.min(membersPerPage, room));
    for (const id of ids) this.#waiting.delete(id);
    const joining = ids.flatMap((id) => this.#candidateOf(id));
    if (joining.length === 0) return;
    const waves = new Int32Array(joining.length).fill(record.plan.waves.length - 1);
    const pages = layPages(name, joining, waves, record.plan.seed, run.pages);
    try {
      await context.book.putPages(pages);
    } catch (error) {
      if (!isSeatrialError(error)) throw error;
      for (const { id } of joining) this.#waiting.add(id);
      context.log.error('devices that join a rollout could not be stored', { rollout: name, error: messageOf(error) });
      return;
    }
    for (const page of pages) {
      const from = members.size;
      addPage(members, page, nowMs);
      run.joined(page, from);
    }
  }

  get #isOpen(): boolean {
    const { plan, state } = this.#run.record;
    return plan.membership === 'dynamic' && isActive(state);
  }

  #look(): void {
    if (this.#lookedUpTo === undefined || this.#waiting.size >= membersPerPage) return;
    const { members, context } = this.#run;
    const { devices, next } = context.devices.list({ selector: '', after: this.#lookedUpTo, limit: devicesPerStep });
    for (const { id, status } of devices) if (status === 'active' && members.indexOf(id) < 0) this.#waiting.add(id);
    this.#lookedUpTo = next;
  }

  #candidateOf(id: string): { readonly id: string; readonly stratum: string }[] {
    const { context, members, record } = this.#run;
    const device = context.devices.get(id);
    if (device?.status !== 'active' || members.indexOf(id) >= 0) return [];
    if (!this.#wanted.matches(device) || this.#excluded?.matches(device) === true) return [];
    return [{ id, stratum: stratumOf(device, record.plan.strata) }];
  }
}
