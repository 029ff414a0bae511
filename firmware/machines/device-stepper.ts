import type { SnapshotFrom } from 'xstate';
import { createStepScope } from '#proto/machine/index.js';
import type { ReconnectPlan } from '#proto/profile/index.js';
import { deviceMachine } from './device-machine.ts';
import type { DeviceEffect, DeviceMachineEvent } from './device-setup.ts';

type Snapshot = SnapshotFrom<typeof deviceMachine>;

/** The states of all regions of a device. */
export type DeviceStates = Snapshot['value'];

/** What an event does where a device stands: the same for every device that stands there. Never written to. */
export interface DeviceStep {
  readonly standing: DeviceStanding;
  readonly effects: readonly DeviceEffect[];
}

/** Where devices stand: shared by all that stand alike. */
export interface DeviceStanding {
  readonly states: DeviceStates;
  /** @internal */
  readonly snapshot: Snapshot;
  /** Steps that were computed, by event. @internal */
  readonly steps: Map<string, DeviceStep>;
}

/** Standings that are shared, of one reconnect plan: the states times the attempts and times that devices wait for. Past it the table begins anew. */
const mostShared = 1_024;
/** Steps that are kept of a standing: all events of the vocabulary, and reasons of resets. */
const mostSteps = 128;

/**
 * Steps the device machine for all devices of one reconnect plan. XState computes a step anew each time, some 24 us: the regions, guards and entries
 * that it goes through depend on the standing and the event alone, so a step is computed once and looked up from then on. A machine of XState has no
 * hidden state beside its snapshot; that effects are data makes a step one as well.
 */
export class DeviceStepper {
  readonly #reconnect: ReconnectPlan;
  readonly #shared = new Map<string, DeviceStanding>();
  /** What the step that is computed wants done. */
  #effects: DeviceEffect[] = [];
  readonly #runner = { perform: (effect: DeviceEffect): unknown => this.#effects.push(effect) };

  constructor(reconnect: ReconnectPlan) {
    this.#reconnect = reconnect;
  }

  /** A device without power. @param isEnrolled false when it has to claim an identity first */
  begin(isEnrolled: boolean): DeviceStep {
    return this.#take(deviceMachine.getInitialSnapshot(scope, { runner: this.#runner, reconnect: this.#reconnect, isEnrolled }));
  }

  /** The step that an event causes; the same standing and no effects when it means nothing there. */
  step(standing: DeviceStanding, event: DeviceMachineEvent): DeviceStep {
    const key = keyOf(event);
    const known = key === undefined ? undefined : standing.steps.get(key);
    if (known !== undefined) return known;
    const step = this.#take(deviceMachine.transition(standing.snapshot, event, scope));
    if (key !== undefined && standing.steps.size < mostSteps) standing.steps.set(key, step);
    return step;
  }

  #take(snapshot: Snapshot): DeviceStep {
    const effects = this.#effects;
    this.#effects = [];
    return { standing: this.#standingOf(snapshot), effects };
  }

  #standingOf(snapshot: Snapshot): DeviceStanding {
    const { attempt, floorMs, isEnrolled, isResynced, resetReason } = snapshot.context;
    const key = JSON.stringify([snapshot.value, attempt, floorMs, isEnrolled, isResynced, resetReason]);
    let standing = this.#shared.get(key);
    if (standing === undefined) {
      if (this.#shared.size >= mostShared) this.#shared.clear();
      standing = { states: snapshot.value, snapshot, steps: new Map() };
      this.#shared.set(key, standing);
    }
    return standing;
  }
}

/** What an event is looked up by; undefined for one whose values are of one device alone: a nonce, a time. */
function keyOf(event: DeviceMachineEvent): string | undefined {
  switch (event.type) {
    case 'link.closed':
    case 'frame.challenge':
    case 'frame.pending':
    case 'frame.refusal':
      return undefined;
    case 'device.reset':
      return `${event.type} ${event.reason}`;
    case 'application.failed':
      return `${event.type} ${event.reason} ${event.afterMs}`;
    default:
      return event.type;
  }
}

/** Effects are data that the actions hand to the runner: they are carried out at once. */
const scope = createStepScope<typeof deviceMachine>(({ exec, info, params }) => exec?.(info, params));
