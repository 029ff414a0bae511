/** The API's objects as zod schemas: the one source of checks, TypeScript types and OpenAPI. Times are ISO 8601 in UTC, null when never. */
import { z } from 'zod';

/** Version of the contract: within it fields are only added. */
export const apiVersion = 'seatrial/v1' as const;

const version = z.literal(apiVersion);
const time = z.string().describe('ISO 8601, UTC');
const timeOrNever = time.nullable().describe('ISO 8601, UTC; null: never');
const scalar = z.union([z.number(), z.string(), z.boolean()]);
const labels = z.record(z.string(), z.string());

function list<Item extends z.ZodType>(kind: string, item: Item) {
  return z.object({
    apiVersion: version,
    kind: z.literal(`${kind}List`),
    items: z.array(item),
    next: z.string().nullable().describe('Give it as `after` for the next page; null on the last'),
  });
}

/** A device. `fields` of the request may leave out all but apiVersion, kind and id. */
export const deviceSchema = z
  .object({
    apiVersion: version,
    kind: z.literal('Device'),
    id: z.string(),
    presence: z.enum(['online', 'late', 'asleep', 'offline', 'never']),
    status: z.enum(['pending', 'active', 'rejected', 'revoked', 'retired']),
    profile: z.string(),
    firmwareVersion: z.string(),
    openAlarms: z.number().describe('Alarms that are not normal'),
    lastSeenAt: timeOrNever,
    lastConnectedAt: timeOrNever,
    enrolledAt: time,
    hardwareRevision: z.string(),
    labels,
    batteryPercent: z.number(),
    charging: z.boolean().nullable().describe('Power from outside, or being charged; null: not known'),
    link: z.enum(['wired', 'wifi', 'cellular', 'low-power']).nullable().describe('What carries its frames; null: not known'),
    droppedFrames: z.number().describe('Durable frames that the device had to drop in its life'),
    clockSkewMs: z.number().nullable().describe('Clock of the device less that of the manager at the last Hello'),
    boot: z.number(),
    connection: z.number(),
    resetReason: z.string(),
    imageDigest: z.string(),
    imageConfirmed: z.boolean(),
    securityCounter: z.number().nullable().describe('What it has confirmed, by its newest report of an update; null: not known'),
    openAttempt: z
      .object({ id: z.string(), release: z.string(), state: z.string() })
      .nullable()
      .describe('The update that is under way; null: none'),
    profileDigest: z.string(),
    publicKey: z.string().describe('Ed25519, base64url'),
    keySince: time.describe('Since when this key holds the identity'),
    keyUsedAt: timeOrNever.describe('When a Hello first proved it, after a rotation; null: not yet, or there was none'),
    previousPublicKey: z.string().describe('The key before; empty when there was none'),
    previousKeyUntil: timeOrNever.describe('Until when the key before counts as well'),
    tokenId: z.string(),
    gatewayId: z.string().describe('Gateway device whose socket carried its newest session; empty when that was a socket of its own'),
    key: z.number().describe('Number of the device in history'),
    reportedConfigurationVersion: z.number(),
    desiredConfigurationVersion: z.number().describe('0: nothing was ever wanted'),
    drift: z.boolean().describe('The device does not run the wanted configuration'),
    configurationError: z.string().describe('Why it refused it; empty when it did not'),
    hold: z
      .object({
        type: z.enum(['hold', 'pin']),
        release: z.string().describe('Version that it is pinned to; empty for a hold'),
        until: timeOrNever.describe('When it ends by itself; null: when it is taken back'),
        by: z.string(),
        reason: z.string(),
        at: time,
      })
      .nullable()
      .describe('Why it is left alone by rollouts and orders of updates; null: it is not'),
  })
  .meta({ id: 'Device', description: 'A device and where it stands' });

const partialDevice = deviceSchema.partial().required({ apiVersion: true, kind: true, id: true }).meta({ id: 'DeviceSelection' });
export const deviceAnswerSchema = partialDevice;
export const deviceListSchema = list('Device', partialDevice).extend({ total: z.number() }).meta({ id: 'DeviceList' });

const valueSchema = z.object({ signal: z.string(), unit: z.string().describe('UCUM'), at: time, value: z.number() });
export const deviceValuesSchema = z
  .object({
    apiVersion: version,
    kind: z.literal('DeviceValues'),
    id: z.string(),
    presence: z.string(),
    openAlarms: z.number(),
    items: z.array(valueSchema),
  })
  .meta({ id: 'DeviceValues', description: 'The newest reading of each signal of a device' });

export const enrolmentTokenSchema = z
  .object({
    apiVersion: version,
    kind: z.literal('EnrolmentToken'),
    id: z.string(),
    title: z.string(),
    uses: z.number(),
    used: z.number(),
    expiresAt: time,
    profiles: z.array(z.string()).describe('Empty: every profile'),
    approve: z.boolean().describe('False: claims wait for approval'),
    reprovision: z.enum(['never', 'migrate', 'reset']).describe('What a claim for a known identity by another key comes to'),
    labels,
    createdAt: time,
    createdBy: z.string(),
    revoked: z.boolean(),
    secret: z.string().optional().describe('ID:SECRET, what a device needs; only in the answer that creates the token'),
  })
  .meta({ id: 'EnrolmentToken' });
export const enrolmentTokenListSchema = list('EnrolmentToken', enrolmentTokenSchema).meta({ id: 'EnrolmentTokenList' });

export const roleSchema = z.enum(['viewer', 'operator', 'admin']);
export const apiTokenSchema = z
  .object({
    apiVersion: version,
    kind: z.literal('ApiToken'),
    id: z.string(),
    name: z.string(),
    role: roleSchema,
    createdAt: time,
    expiresAt: timeOrNever,
    secret: z.string().optional().describe('The bearer token; only in the answer that creates it'),
  })
  .meta({ id: 'ApiToken' });
export const apiTokenListSchema = list('ApiToken', apiTokenSchema).meta({ id: 'ApiTokenList' });

const severity = z.enum(['low', 'medium', 'high', 'critical']);
export const alarmSchema = z
  .object({
    apiVersion: version,
    kind: z.literal('Alarm'),
    id: z.string(),
    severity,
    state: z.enum(['unacknowledged', 'acknowledged', 'returnedUnacknowledged', 'normal']),
    rule: z.string(),
    ruleVersion: z.number(),
    deviceId: z.string(),
    title: z.string(),
    reason: z.string(),
    raisedAt: time,
    clearedAt: timeOrNever,
    acknowledgedAt: timeOrNever,
    acknowledgedBy: z.string(),
    note: z.string(),
    values: z.record(z.string(), z.number()),
  })
  .meta({ id: 'Alarm' });
export const alarmListSchema = list('Alarm', alarmSchema).meta({ id: 'AlarmList' });

export const alarmRuleSchema = z
  .object({
    apiVersion: version,
    kind: z.literal('AlarmRule'),
    name: z.string(),
    title: z.string(),
    severity,
    when: z.string().describe('CEL'),
    clearWhen: z.string().nullable().describe('CEL; null: when `when` is false'),
    holdMs: z.number(),
    clearHoldMs: z.number(),
    profiles: z.array(z.string()),
    action: z.string(),
    respondWithinMs: z.number(),
    version: z.number(),
  })
  .meta({ id: 'AlarmRule' });
export const alarmRuleListSchema = list('AlarmRule', alarmRuleSchema).meta({ id: 'AlarmRuleList' });
export const alarmRulesAppliedSchema = z
  .object({
    apiVersion: version,
    kind: z.literal('AlarmRulesApplied'),
    created: z.number(),
    changed: z.number(),
    unchanged: z.number(),
  })
  .meta({ id: 'AlarmRulesApplied' });

export const profileSchema = z
  .object({
    apiVersion: version,
    kind: z.literal('KnownProfile'),
    digest: z.string(),
    name: z.string(),
    title: z.string(),
    firstSeenAt: time,
    signals: z.array(
      z.object({
        id: z.number(),
        name: z.string(),
        unit: z.string(),
        title: z.string(),
        minimum: z.number(),
        maximum: z.number(),
        category: z.string(),
        durable: z.boolean(),
      }),
    ),
    settings: z.array(z.object({ key: z.string(), defaultValue: scalar, minimum: z.number().optional(), maximum: z.number().optional() })),
    commands: z.array(z.string()),
    wakePlan: z.object({ wakeEveryMs: z.number(), awakeMs: z.number() }),
  })
  .meta({ id: 'KnownProfile', description: 'The public half of a profile that a device brought' });
export const profileListSchema = list('KnownProfile', profileSchema).meta({ id: 'KnownProfileList' });

export const eventSchema = z
  .object({
    apiVersion: version,
    kind: z.literal('Event'),
    sequence: z.number(),
    at: time,
    source: z.enum(['device', 'alarm', 'operator', 'system']),
    event: z.string().describe('dot.case: device.connected'),
    deviceId: z.string().describe('Empty when it is about none'),
    message: z.string(),
    detail: z.record(z.string(), scalar),
  })
  .meta({ id: 'Event', description: 'One line of the merged timeline' });
export const eventListSchema = list('Event', eventSchema)
  .extend({ before: z.string().nullable().optional().describe('Give it as `before` for older ones; null: there are none') })
  .meta({ id: 'EventList' });

export const auditSchema = z
  .object({
    apiVersion: version,
    kind: z.literal('AuditEntry'),
    sequence: z.number(),
    at: time,
    actor: z.string(),
    action: z.string(),
    subject: z.string(),
    reason: z.string(),
    detail: z.record(z.string(), scalar),
  })
  .meta({ id: 'AuditEntry' });
export const auditListSchema = list('AuditEntry', auditSchema).meta({ id: 'AuditEntryList' });

export const queryResultSchema = z
  .object({
    apiVersion: version,
    kind: z.literal('QueryResult'),
    columns: z.array(z.object({ name: z.string(), type: z.string() })),
    rows: z.array(z.array(z.any())).describe('null, boolean, number or text; times as ISO 8601, big integers as text'),
    truncated: z.boolean(),
    elapsedMs: z.number(),
  })
  .meta({ id: 'QueryResult' });

export const statusSchema = z
  .object({
    apiVersion: version,
    kind: z.literal('Status'),
    version: z.string(),
    startedAt: time,
    now: time,
    ready: z.boolean(),
    reasons: z.array(z.string()),
    devices: z.record(z.string(), z.number()).describe('Counts by presence and by status, and the total'),
    openAlarms: z.number(),
    connections: z.number(),
    sessions: z.number(),
    frames: z.number(),
    readings: z.number(),
    deviceEvents: z.number(),
    duplicates: z.number(),
    rejected: z.number(),
    refused: z.number(),
    committedReadings: z.number(),
    historyWritable: z.boolean(),
    historyBytes: z.number(),
    history: z.object({
      rawBytes: z.number(),
      summaryBytes: z.number().describe('Quarters of an hour, and events of more than a day or so'),
      budgetBytes: z.number().describe('What history may take now: its share of the disk, or what the disk has left'),
      rawReadings: z.number(),
      summaries: z.number().describe('Quarters of an hour that are stored'),
      oldestRawAt: timeOrNever.describe('When the oldest raw readings came'),
      oldestSummaryAt: timeOrNever,
      fullIn: z.enum(['days', 'unknown', 'never']).describe('unknown: less than an hour was measured; never: growth levels off before'),
      fullInDays: z.number().nullable().describe('Until the budget is used up, by the growth of the last day; null unless fullIn is days'),
      dropped: z.record(
        z.enum(['age', 'disk']),
        z.object({ readings: z.number(), summaries: z.number(), events: z.number(), bytes: z.number() }),
      ),
    }),
    lastCommitMs: z.number(),
    eventLoopDelayMs: z.number(),
    dataFolder: z.string(),
    freeDiskBytes: z.number(),
    certificate: z
      .object({ subject: z.string(), names: z.string(), selfSigned: z.boolean(), validFrom: time, expiresAt: time, file: z.string() })
      .nullable()
      .describe('What TLS shows; null: no TLS is served'),
  })
  .meta({ id: 'Status', description: 'One screen of facts' });

export const healthSchema = z
  .object({ apiVersion: version, kind: z.literal('Health'), ok: z.boolean(), reasons: z.array(z.string()) })
  .meta({ id: 'Health' });

/** RFC 9457, with the fields of every Seatrial error. */
export const problemSchema = z
  .object({
    type: z.string(),
    title: z.string(),
    status: z.number(),
    detail: z.string(),
    code: z.string().describe('E1905'),
    message: z.string().describe('What happened, with the measured value and the limit'),
    why: z.string(),
    next: z.string(),
    exit: z.number().describe('Exit code that the fleet program gives'),
    requestId: z.string(),
    retryAfterMs: z.number().optional(),
    at: z.object({ file: z.string(), line: z.number().optional(), column: z.number().optional() }).optional(),
  })
  .meta({ id: 'Problem' });
