import type { DeviceView } from '#fleet/domain/index.js';
import { type Condition, compileCondition, type VariableType } from './cel.ts';
import { readVersion } from './version-value.ts';

/** What happened, without the device it happened to. */
export interface HookEventFacts {
  readonly kind: string;
  readonly source: string;
  readonly severity: string;
  readonly rule: string;
  readonly state: string;
  readonly message: string;
  readonly device: string;
}

/** One name that the condition of a hook may use. */
export interface HookEventField {
  readonly name: string;
  readonly type: VariableType;
  /** What it is, with unit and values. */
  readonly description: string;
  /** undefined when it is not known: a comparison with it is then neither true nor false. */
  read(facts: HookEventFacts, view: DeviceView | undefined): unknown;
}

const severities = ['info', 'low', 'medium', 'high', 'critical'];
const noLabels: Readonly<Record<string, string>> = {};

/** The names that hooks may use, in the order of the help. Fields of a device are unknown where an event is about none. */
export const hookEventFields: readonly HookEventField[] = [
  { name: 'kind', type: 'string', description: 'what happened: "alarm.raised", "device.pending"', read: ({ kind }) => kind },
  { name: 'source', type: 'string', description: 'device, alarm, operator or system', read: ({ source }) => source },
  { name: 'severity', type: 'string', description: 'info, low, medium, high or critical', read: ({ severity }) => severity },
  {
    name: 'priority',
    type: 'double',
    description: 'the severity as a number: 0 info, 1 low, 2 medium, 3 high, 4 critical',
    read: ({ severity }) => Math.max(0, severities.indexOf(severity)),
  },
  { name: 'rule', type: 'string', description: 'alarm rule; empty when it is no alarm', read: ({ rule }) => rule },
  {
    name: 'state',
    type: 'string',
    description: 'of an alarm: unacknowledged, acknowledged, returnedUnacknowledged or normal; else empty',
    read: ({ state }) => state,
  },
  { name: 'message', type: 'string', description: 'the line of the timeline', read: ({ message }) => message },
  { name: 'device', type: 'string', description: 'id; empty when it is about none', read: ({ device }) => device },
  { name: 'profile', type: 'string', description: 'kind of hardware of the device', read: (_facts, view) => view?.profile },
  { name: 'hardware', type: 'string', description: 'hardware revision of the device', read: (_facts, view) => view?.hardwareRevision },
  {
    name: 'firmware',
    type: 'version',
    description: 'running version: firmware >= version("1.4")',
    read: (_facts, view) => (view === undefined ? undefined : readVersion(view.firmwareVersion)),
  },
  { name: 'presence', type: 'string', description: 'online, late, asleep, offline or never', read: (_facts, view) => view?.presence },
  { name: 'gateway', type: 'string', description: 'id of the gateway device that carries it', read: (_facts, view) => view?.gatewayId },
  {
    name: 'labels',
    type: 'map<string, string>',
    description: 'labels of the device: labels.site == "north"',
    read: (_facts, view) => view?.labels ?? noLabels,
  },
];

const fieldTypes = new Map(hookEventFields.map(({ name, type }) => [name, type]));

/** Which events a hook wants. */
export interface HookCondition {
  /** False also when it can not be told, because something about the device is not known. */
  matches(facts: HookEventFacts, view: DeviceView | undefined): boolean;
}

/**
 * Compiles the condition of a hook: `kind == "alarm.raised" && priority >= 3.0`.
 * @throws E1801 to E1805
 */
export function compileHookCondition(text: string): HookCondition {
  const condition: Condition = compileCondition(text, 'condition of the hook', fieldTypes);
  const used = new Set(condition.names.map(({ name }) => name));
  const fields = hookEventFields.filter(({ name }) => used.has(name));
  // One object for all evaluations: it is read, not kept.
  const values: Record<string, unknown> = {};
  return {
    matches: (facts, view) => {
      for (const field of fields) values[field.name] = field.read(facts, view);
      return condition.evaluate(values) === true;
    },
  };
}
