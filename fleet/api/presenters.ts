/** Records of the domain as objects of the API: pure, and the place where secrets' digests stay behind. */
import type { z } from 'zod';
import type {
  AlarmRecord,
  AlarmRuleRecord,
  ApiTokenRecord,
  AuditEntry,
  CertificateFacts,
  DeviceView,
  Dropped,
  EnrolmentTokenRecord,
  HistoryFootprint,
  HoldRecord,
  LatestReading,
  Manager,
  ProfileRecord,
  TimelineEntry,
} from '#fleet/domain/index.js';
import {
  type alarmRuleSchema,
  type alarmSchema,
  type apiTokenSchema,
  apiVersion,
  type auditSchema,
  type deviceSchema,
  type deviceValuesSchema,
  type enrolmentTokenSchema,
  type eventSchema,
  type profileSchema,
  type statusSchema,
} from './api-schemas.ts';

const at = (ms: number): string => new Date(ms).toISOString();
const atOrNever = (ms: number): string | null => (ms === 0 ? null : at(ms));

export type ApiDevice = z.output<typeof deviceSchema>;

/** All fields of a device. */
export function presentDevice(view: DeviceView, { updates }: Pick<Manager, 'updates'>): ApiDevice {
  const attempt = updates.openOf(view.id);
  return {
    apiVersion,
    kind: 'Device',
    id: view.id,
    presence: view.presence,
    status: view.status,
    profile: view.profile,
    firmwareVersion: view.firmwareVersion,
    openAlarms: view.openAlarms,
    lastSeenAt: atOrNever(view.lastSeenAtMs),
    lastConnectedAt: atOrNever(view.lastConnectedAtMs),
    enrolledAt: at(view.enrolledAtMs),
    hardwareRevision: view.hardwareRevision,
    labels: { ...view.labels },
    batteryPercent: view.batteryPercent,
    charging: view.charging ?? null,
    link: view.link ?? null,
    droppedFrames: view.droppedFrames,
    clockSkewMs: view.clockSkewMs ?? null,
    boot: view.boot,
    connection: view.connection,
    resetReason: view.resetReason,
    imageDigest: view.imageDigest,
    imageConfirmed: view.imageConfirmed,
    securityCounter: updates.securityCounterOf(view.id) ?? null,
    openAttempt: attempt === undefined ? null : { id: attempt.id, release: attempt.release, state: attempt.state },
    profileDigest: view.profileDigest,
    publicKey: view.publicKey,
    keySince: at(view.keySinceMs),
    keyUsedAt: atOrNever(view.keyUsedAtMs),
    previousPublicKey: view.previousPublicKey,
    previousKeyUntil: atOrNever(view.previousKeyUntilMs),
    tokenId: view.tokenId,
    gatewayId: view.gatewayId,
    key: view.key,
    reportedConfigurationVersion: view.reportedConfigurationVersion,
    desiredConfigurationVersion: view.desiredConfigurationVersion,
    drift: view.drift,
    configurationError: view.configurationError,
    hold: view.hold === undefined ? null : presentHold(view.hold),
  };
}

/** Without the device that it is of. */
export function presentHold({ type, release, untilMs, by, reason, atMs }: HoldRecord): NonNullable<ApiDevice['hold']> {
  return { type, release, until: atOrNever(untilMs), by, reason, at: at(atMs) };
}

/** A device with the named fields alone, beside what names it. */
export function selectFields(
  device: ApiDevice,
  fields: readonly string[] | undefined,
): Pick<ApiDevice, 'apiVersion' | 'kind' | 'id'> & Partial<ApiDevice> {
  if (fields === undefined) return device;
  const wanted = Object.entries(device).filter(([name]) => fields.includes(name));
  return { ...Object.fromEntries(wanted), apiVersion, kind: 'Device', id: device.id };
}

export function presentValues(view: DeviceView, latest: readonly LatestReading[]): z.output<typeof deviceValuesSchema> {
  return {
    apiVersion,
    kind: 'DeviceValues',
    id: view.id,
    presence: view.presence,
    openAlarms: view.openAlarms,
    items: latest.map((reading) => ({ signal: reading.signal, unit: reading.unit, at: at(reading.atMs), value: reading.value })),
  };
}

/** @param secret what devices need, only right after creation */
export function presentEnrolmentToken(record: EnrolmentTokenRecord, secret?: string): z.output<typeof enrolmentTokenSchema> {
  return {
    apiVersion,
    kind: 'EnrolmentToken',
    id: record.id,
    title: record.title,
    uses: record.uses,
    used: record.used,
    expiresAt: at(record.expiresAtMs),
    profiles: [...record.profiles],
    approve: record.approve,
    reprovision: record.reprovision,
    labels: { ...record.labels },
    createdAt: at(record.createdAtMs),
    createdBy: record.createdBy,
    revoked: record.revoked,
    ...(secret === undefined ? {} : { secret: `${record.id}:${secret}` }),
  };
}

export function presentApiToken(record: ApiTokenRecord, secret?: string): z.output<typeof apiTokenSchema> {
  return {
    apiVersion,
    kind: 'ApiToken',
    id: record.id,
    name: record.name,
    role: record.role,
    createdAt: at(record.createdAtMs),
    expiresAt: atOrNever(record.expiresAtMs),
    ...(secret === undefined ? {} : { secret }),
  };
}

export function presentAlarm(record: AlarmRecord): z.output<typeof alarmSchema> {
  return {
    apiVersion,
    kind: 'Alarm',
    id: record.id,
    severity: record.severity,
    state: record.state,
    rule: record.rule,
    ruleVersion: record.ruleVersion,
    deviceId: record.deviceId,
    title: record.title,
    reason: record.reason,
    raisedAt: at(record.raisedAtMs),
    clearedAt: atOrNever(record.clearedAtMs),
    acknowledgedAt: atOrNever(record.acknowledgedAtMs),
    acknowledgedBy: record.acknowledgedBy,
    note: record.note,
    values: { ...record.values },
  };
}

export function presentAlarmRule(record: AlarmRuleRecord): z.output<typeof alarmRuleSchema> {
  return {
    apiVersion,
    kind: 'AlarmRule',
    name: record.name,
    title: record.title,
    severity: record.severity,
    when: record.when,
    clearWhen: record.clearWhen ?? null,
    holdMs: record.holdMs,
    clearHoldMs: record.clearHoldMs,
    profiles: [...record.profiles],
    action: record.action,
    respondWithinMs: record.respondWithinMs,
    version: record.version,
  };
}

export function presentProfile(record: ProfileRecord): z.output<typeof profileSchema> {
  const { definition } = record;
  return {
    apiVersion,
    kind: 'KnownProfile',
    digest: record.digest,
    name: definition.name,
    title: definition.title,
    firstSeenAt: at(record.firstSeenAtMs),
    signals: definition.signals.map((signal) => ({ ...signal })),
    settings: definition.settings.map((setting) => ({ ...setting })),
    commands: [...definition.commands],
    wakePlan: { ...definition.wakePlan },
  };
}

export function presentEvent(entry: TimelineEntry): z.output<typeof eventSchema> {
  return {
    apiVersion,
    kind: 'Event',
    sequence: entry.sequence,
    at: at(entry.atMs),
    source: entry.source,
    event: entry.kind,
    deviceId: entry.deviceId,
    message: entry.message,
    detail: { ...entry.detail },
  };
}

export function presentAudit(entry: AuditEntry): z.output<typeof auditSchema> {
  return {
    apiVersion,
    kind: 'AuditEntry',
    sequence: entry.sequence,
    at: at(entry.atMs),
    actor: entry.actor,
    action: entry.action,
    subject: entry.subject,
    reason: entry.reason,
    detail: { ...entry.detail },
  };
}

function presentCertificate(certificate: CertificateFacts | undefined): z.output<typeof statusSchema>['certificate'] {
  if (certificate === undefined) return null;
  const { subject, names, isSelfSigned, validFromMs, expiresAtMs, file } = certificate;
  return { subject, names, selfSigned: isSelfSigned, validFrom: at(validFromMs), expiresAt: at(expiresAtMs), file };
}

/** One screen of facts out of the ports' counters. */
export function presentStatus(manager: Manager): z.output<typeof statusSchema> {
  const status = manager.status();
  const history = manager.history.health();
  const gateway = manager.connections.counters;
  const monitor = manager.monitor.counters;
  return {
    apiVersion,
    kind: 'Status',
    version: status.version,
    startedAt: at(status.startedAtMs),
    now: at(status.nowMs),
    ready: status.ready,
    reasons: [...status.reasons],
    devices: { ...manager.devices.count() },
    openAlarms: monitor.openAlarms,
    connections: gateway.connections,
    sessions: gateway.sessions,
    frames: monitor.frames,
    readings: monitor.readings,
    deviceEvents: monitor.events,
    duplicates: monitor.duplicates,
    rejected: gateway.rejected,
    refused: Object.values(gateway.refused).reduce((sum, count) => sum + count, 0),
    committedReadings: history.committedReadings,
    historyWritable: history.writable,
    historyBytes: history.bytes,
    history: presentFootprint(manager.history.footprint()),
    lastCommitMs: monitor.lastCommitMs,
    eventLoopDelayMs: status.eventLoopDelayMs,
    dataFolder: status.dataFolder,
    freeDiskBytes: status.freeDiskBytes,
    certificate: presentCertificate(status.certificate),
  };
}

function presentFootprint(footprint: HistoryFootprint): z.output<typeof statusSchema>['history'] {
  const { fullInMs, dropped } = footprint;
  const presentDropped = ({ readings, parts, events, bytes }: Dropped) => ({ readings, summaries: parts, events, bytes });
  return {
    rawBytes: footprint.rawBytes,
    summaryBytes: footprint.partsBytes,
    budgetBytes: footprint.budgetBytes,
    rawReadings: footprint.rawReadings,
    summaries: footprint.parts,
    oldestRawAt: atOrNever(footprint.oldestRawMs),
    oldestSummaryAt: atOrNever(footprint.oldestPartMs),
    fullIn: typeof fullInMs === 'number' ? 'days' : fullInMs,
    fullInDays: typeof fullInMs === 'number' ? fullInMs / 86_400_000 : null,
    dropped: { age: presentDropped(dropped.age), disk: presentDropped(dropped.disk) },
  };
}
