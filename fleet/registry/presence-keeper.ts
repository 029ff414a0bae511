import type { Presence } from '#fleet/domain/index.js';
import { TimerTask } from '#proto/kit/index.js';
import type { DeviceState } from './device-state.ts';
import { expiredKeyMessage } from './key-logic.ts';
import { type PresenceGroup, PresenceGroups } from './presence-groups.ts';
import { type MissedFacts, missedWakeUps, presenceOf } from './presence-logic.ts';
import { refuseForNow } from './refusals.ts';
import type { RegistryContext } from './registry-context.ts';
import type { SoftWriter } from './soft-writer.ts';

/** When a device whose old key has run out may come with its new one, ms. */
const newKeyRetryMs = 1_000;

/** Keeps presence up to date: at once when something happens to a device, and by a sweep for what only time brings. */
export class PresenceKeeper extends TimerTask {
  readonly #context: RegistryContext;
  readonly #softWriter: SoftWriter;
  readonly #facts = {
    connected: false,
    lastSeenAtMs: 0,
    heartbeatMs: 0,
    wakeEveryMs: 0,
    wakeExpectedAtMs: 0,
    graceMs: 0,
    nowMs: 0,
    listeningSinceMs: 0,
  };
  #entries = 0;
  readonly #groups: PresenceGroups;
  readonly #unsaid = new Map<Presence, number>();

  constructor(context: RegistryContext, softWriter: SoftWriter) {
    super();
    this.#context = context;
    this.#softWriter = softWriter;
    this.#groups = new PresenceGroups(context.limits.presenceEntries);
  }

  /** Judges all devices without a word on the timeline (nothing happened: the manager started), then sweeps. */
  start(): void {
    const { state, clock } = this.#context;
    const nowMs = clock.wallMs();
    this.#facts.listeningSinceMs = nowMs;
    for (const device of state.devices.values()) state.devices.setPresence(device, this.#judge(device, nowMs));
    this.#arm();
  }

  stop(): void {
    this.#context.clock.cancel(this);
    this.#sayRest();
  }

  override fire(): void {
    const { state, clock, limits } = this.#context;
    this.#sayRest();
    const nowMs = clock.wallMs();
    for (const device of state.devices.values()) {
      // Nearly all devices at nearly all times: online, and heard within a heartbeat.
      const isPlain = device.presence === 'online' && device.connected && nowMs - device.lastSeenAtMs <= limits.heartbeatMs;
      if (device.usesPreviousKey && device.connected && nowMs >= device.previousKeyUntilMs) this.#endOldKey(device, nowMs);
      if (!isPlain) this.#refreshAt(device, nowMs);
      if (device.lastSeenAtMs - device.storedSeenAtMs >= limits.seenStoreMs) this.#softWriter.mark(device);
    }
    this.#arm();
  }

  /** Judges one device now. */
  refresh(device: DeviceState): void {
    this.#refreshAt(device, this.#context.clock.wallMs());
  }

  /** @see missedWakeUps of presence-logic.ts; Infinity for one that is not known */
  missedWakeUps(deviceId: string): number {
    const { state, clock } = this.#context;
    const device = state.devices.byId(deviceId);
    return device === undefined ? Number.POSITIVE_INFINITY : missedWakeUps(this.#factsOf(device, clock.wallMs()));
  }

  /** The overlap is over while a session of the old key is open. The device may come at once with its new one. */
  #endOldKey(device: DeviceState, nowMs: number): void {
    const refusal = refuseForNow('bad-signature', expiredKeyMessage(device.id, device, nowMs), newKeyRetryMs);
    this.#context.connections().disconnect(device.key, refusal);
  }

  #arm(): void {
    const { clock, limits } = this.#context;
    clock.schedule(this, clock.nowMs() + limits.presenceSweepMs);
  }

  #judge(device: DeviceState, nowMs: number): Presence {
    return presenceOf(this.#factsOf(device, nowMs));
  }

  /** One object for all: this is asked of every device in every sweep. */
  #factsOf(device: DeviceState, nowMs: number): MissedFacts {
    const facts = this.#facts;
    facts.connected = device.connected;
    facts.lastSeenAtMs = device.lastSeenAtMs;
    facts.heartbeatMs = this.#context.limits.heartbeatMs;
    facts.wakeEveryMs = device.wakeEveryMs;
    facts.wakeExpectedAtMs = device.wakeExpectedAtMs;
    facts.graceMs = this.#context.limits.presenceGraceMs;
    facts.nowMs = nowMs;
    return facts;
  }

  #refreshAt(device: DeviceState, nowMs: number): void {
    const presence = this.#judge(device, nowMs);
    if (presence === device.presence) return;
    const before = device.presence;
    this.#context.state.devices.setPresence(device, presence);
    this.#context.feed.presence(device, before);
    if (device.status === 'active') this.#say(device, before, presence);
  }

  #say(device: DeviceState, before: Presence, presence: Presence): void {
    const { id: deviceId, gatewayId, lastSeenAtMs } = device;
    const change = { deviceId, before, presence, lastSeenAtMs };
    if (gatewayId === '') this.#sayOne(change);
    else if (!this.#groups.add(gatewayId, change)) this.#leaveUnsaid(presence, 1);
  }

  #sayOne({ deviceId, before, presence, lastSeenAtMs }: Omit<PresenceGroup, 'count' | 'gatewayId'>): void {
    if (this.#entries >= this.#context.limits.presenceEntries) return this.#leaveUnsaid(presence, 1);
    this.#entries += 1;
    this.#context.journal.timeline({
      source: 'device',
      kind: `device.${presence}`,
      deviceId,
      message: before === 'never' ? `${deviceId} is ${presence} for the first time` : `${deviceId} is ${presence}, was ${before}`,
      detail: { before, lastSeenAtMs },
    });
  }

  /** One sub-device by its own name, several as one line about their gateway device. */
  #sayGroup(group: PresenceGroup): void {
    const { gatewayId, presence, count } = group;
    if (count === 1) return this.#sayOne(group);
    if (this.#entries >= this.#context.limits.presenceEntries) return this.#leaveUnsaid(presence, count);
    this.#entries += 1;
    this.#context.journal.timeline({
      source: 'device',
      kind: `subdevices.${presence}`,
      deviceId: gatewayId,
      message: `${count} sub-devices of ${gatewayId} are ${presence}`,
      detail: { count, first: group.deviceId },
    });
  }

  #leaveUnsaid(presence: Presence, count: number): void {
    this.#unsaid.set(presence, (this.#unsaid.get(presence) ?? 0) + count);
  }

  /** One line a gateway device for what happened to its units, and one for all changes that had no room since the last sweep. */
  #sayRest(): void {
    for (const group of this.#groups.take()) this.#sayGroup(group);
    this.#entries = 0;
    if (this.#unsaid.size === 0) return;
    const counts = [...this.#unsaid].map(([presence, count]) => `${count} ${presence}`).join(', ');
    this.#context.journal.timeline({
      source: 'system',
      kind: 'presence.summary',
      deviceId: '',
      message: `more devices changed their presence: ${counts}`,
      detail: Object.fromEntries(this.#unsaid),
    });
    this.#unsaid.clear();
  }
}
