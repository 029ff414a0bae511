import type { DeviceService, LiveAlarm, LiveDevice, LiveState, MonitorService } from '#fleet/domain/index.js';

/** Rows of a page: what is made into text in one turn. */
const pageRows = 1_000;

/** Devices and alarms of a manager, as queries see them. */
export function liveStateOf(devices: Pick<DeviceService, 'list'>, monitor: Pick<MonitorService, 'alarms'>): LiveState {
  return {
    *devices() {
      for (let after: string | undefined = ''; after !== undefined; ) {
        const page = devices.list({ selector: '', after, limit: pageRows });
        yield page.devices.map(
          (view): LiveDevice => ({
            device: view.id,
            profile: view.profile,
            status: view.status,
            presence: view.presence,
            firmware: view.firmwareVersion,
            labels: view.labels,
            gateway: view.gatewayId,
            openAlarms: view.openAlarms,
            lastSeenMs: orNull(view.lastSeenAtMs),
          }),
        );
        after = page.next;
      }
    },
    *alarms() {
      for (let after: string | undefined, isFirst = true; isFirst || after !== undefined; isFirst = false) {
        const page = monitor.alarms({ state: 'all', limit: pageRows, ...(after === undefined ? {} : { after }) });
        yield page.map(
          (alarm): LiveAlarm => ({
            id: Number(alarm.id),
            device: alarm.deviceId,
            rule: alarm.rule,
            severity: alarm.severity,
            state: alarm.state,
            title: alarm.title,
            reason: alarm.reason,
            raisedMs: alarm.raisedAtMs,
            clearedMs: orNull(alarm.clearedAtMs),
            acknowledgedMs: orNull(alarm.acknowledgedAtMs),
            acknowledgedBy: alarm.acknowledgedBy,
            note: alarm.note,
          }),
        );
        after = page.length < pageRows ? undefined : page.at(-1)?.id;
      }
    },
  };
}

function orNull(ms: number): number | null {
  return ms === 0 ? null : ms;
}
