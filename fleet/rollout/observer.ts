/** Hears what happens to the devices of a rollout: who is to be judged anew, and what counts as a failure of its health. */
import type { HealthFailure, RolloutMemberRecord } from '#fleet/domain/index.js';
import { blankMember } from './member-logic.ts';
import { isActive } from './rollout-logic.ts';
import type { Run } from './run.ts';
import { failureOfBoot, failureOfEvent } from './run-health.ts';
import { ServiceLog } from './service-log.ts';

/** @see the head of this file */
export class Observer {
  readonly #run: Run;
  readonly #onDirty: () => void;
  readonly #onStranger: (deviceId: string) => void;
  readonly #service = new ServiceLog();
  #unsubscribers: (() => void)[] = [];

  /**
   * @param onDirty something is to be judged
   * @param onStranger a device came, or changed, that is no member
   */
  constructor(run: Run, onDirty: () => void, onStranger: (deviceId: string) => void) {
    this.#run = run;
    this.#onDirty = onDirty;
    this.#onStranger = onStranger;
  }

  start(): void {
    if (this.#unsubscribers.length > 0) return;
    const { context, subject } = this.#run;
    this.#unsubscribers = [
      context.feed.subscribe({
        opened: (device, before) => {
          const failure = device.boot > before.boot ? failureOfBoot(device.resetReason) : undefined;
          if (device.boot > before.boot) {
            this.#serve(device.id, (index, nowMs, member) => this.#service.booted(index, device.resetReason, nowMs, member));
          }
          // The first boot that is heard of fails nobody.
          if (failure !== undefined && before.boot > 0) this.#fail(device.id, failure);
          this.note(device.id);
        },
        presence: (device, before) => {
          const { presence: now } = device;
          this.#serve(device.id, (index, nowMs, member) => this.#service.presence(index, { now, before, nowMs }, member));
          if (device.presence === 'offline' && before !== 'never') this.#fail(device.id, 'silence');
          this.note(device.id);
        },
        changed: (deviceId) => this.note(deviceId),
        removed: (deviceId) => this.note(deviceId),
        event: (deviceId, event) => {
          const failure = failureOfEvent(event);
          if (failure !== undefined) this.#fail(deviceId, failure);
        },
      }),
      context.updates.subscribe(({ deviceId }) => this.note(deviceId)),
      subject.subscribe((deviceId) => this.note(deviceId)),
    ];
  }

  stop(): void {
    for (const unsubscribe of this.#unsubscribers) unsubscribe();
    this.#unsubscribers = [];
  }

  /** A device is to be judged anew. */
  note(deviceId: string): void {
    const index = this.#run.members.indexOf(deviceId);
    if (index < 0) return this.#onStranger(deviceId);
    this.#run.dirty.add(index);
    this.#onDirty();
  }

  /** Keeps what a member did not serve, when something is known of it. */
  #serve(
    deviceId: string,
    count: (index: number, nowMs: number, member: RolloutMemberRecord | undefined) => RolloutMemberRecord | undefined,
  ): void {
    const { members, context } = this.#run;
    const index = members.indexOf(deviceId);
    if (index < 0) return;
    const after = count(index, context.clock.wallMs(), members.recordAt(index));
    if (after !== undefined) this.#run.keep(index, after);
  }

  #fail(deviceId: string, kind: HealthFailure): void {
    const run = this.#run;
    const { members, health, context, record } = run;
    const index = members.indexOf(deviceId);
    if (index < 0 || health.size === 0 || !isActive(record.state)) return;
    const healthFailures = health.fail(index, members.stratumAt(index), kind, context.clock.wallMs());
    if (healthFailures === undefined) return;
    run.keep(index, { ...(members.recordAt(index) ?? blankMember(run.name, deviceId)), healthFailures });
    run.hasNewEvidence = true;
    this.#onDirty();
  }
}
