import { z } from 'zod';
import type { Application, ApplicationState, ApplicationTransition, HardwareAction, HardwareGuard } from './application.ts';

/** Limits of applications, tested at the limit and one past it. */
export const applicationLimits = {
  /** Nesting of the JSON. */
  depth: 64,
  /** Values in the JSON: objects, lists, texts, numbers. */
  values: 20_000,
  /** Characters of the JSON's texts and keys together. */
  characters: 262_144,
  states: 256,
  /** States within states. */
  stateDepth: 8,
  /** Actions of one list, transitions of one list. */
  listLength: 32,
  contextKeys: 64,
  /** Signals of one sampling group. */
  signals: 1_024,
  /** Readings that one frame holds: signals by perFrame. */
  readingsPerFrame: 4_096,
  /** Longest delay and period, ms: a year. */
  delayMs: 31_536_000_000,
  /** Longest text, characters. */
  text: 1_024,
  /** Values of one report. */
  reportValues: 16,
  /** Transitions without event in one step. */
  microsteps: 100,
} as const;

/** Names of states, context keys, settings, signals and actuators. */
const namePattern = /^[a-z][A-Za-z0-9]{0,63}$/;
/** Names of events: dot.case, each part as a name; XState keeps xstate.* for itself. */
const eventPattern = /^(?!xstate(\.|$))(?=.{1,64}$)[a-z][A-Za-z0-9]*(\.[a-z0-9][A-Za-z0-9]*)*$/;
/** Names that every object has already. */
const taken = new Set(Object.getOwnPropertyNames(Object.prototype));

const isFree = (name: string): boolean => !taken.has(name);
const name = z
  .string()
  .regex(namePattern, 'a name is camelCase: 1 to 64 letters and digits, starting with a small letter')
  .refine(isFree, 'this name is reserved');
const eventName = z
  .string()
  .regex(eventPattern, 'an event is dot.case like "room.cold", 1 to 64 characters, not xstate.*')
  .refine(isFree, 'this name is reserved');
const text = z.string().max(applicationLimits.text);
const number = z.number();
const periodMs = z.number().int().min(1).max(applicationLimits.delayMs);
const delay = z
  .string()
  .regex(/^[1-9][0-9]{0,10}$/, 'a delay is a whole number of ms, 1 or more')
  .refine((digits) => Number(digits) <= applicationLimits.delayMs, `a delay is at most ${applicationLimits.delayMs} ms`);
const plainOperand = z.union([number, z.strictObject({ context: name }), z.strictObject({ signal: name })]);
const operand = z.union([plainOperand, z.strictObject({ argument: name, otherwise: plainOperand })]);

const action = z.discriminatedUnion('type', [
  z.strictObject({
    type: z.literal('sample'),
    params: z.strictObject({
      signals: z.array(name).min(1).max(applicationLimits.signals),
      everyMs: periodMs,
      perFrame: z.number().int().min(1).max(applicationLimits.readingsPerFrame).exactOptional(),
    }),
  }),
  z.strictObject({
    type: z.literal('stop'),
    params: z.strictObject({ signals: z.array(name).min(1).max(applicationLimits.signals).exactOptional() }).exactOptional(),
  }),
  z.strictObject({
    type: z.literal('watch'),
    params: z.strictObject({
      signal: name,
      above: operand.exactOptional(),
      below: operand.exactOptional(),
      hysteresis: z.number().min(0).exactOptional(),
      everyMs: periodMs.exactOptional(),
      event: eventName,
    }),
  }),
  z.strictObject({ type: z.literal('unwatch'), params: z.strictObject({ event: eventName }) }),
  z.strictObject({ type: z.literal('actuate'), params: z.strictObject({ actuator: name, value: operand }) }),
  z.strictObject({
    type: z.literal('report'),
    params: z.strictObject({
      name: eventName,
      message: z.string().max(500).exactOptional(),
      values: z
        .record(name, operand)
        .refine(
          (values) => Object.keys(values).length <= applicationLimits.reportValues,
          `at most ${applicationLimits.reportValues} values`,
        )
        .exactOptional(),
    }),
  }),
  z.strictObject({
    type: z.literal('set'),
    params: z.strictObject({ key: name, value: z.union([operand, text, z.boolean()]) }),
  }),
  z.strictObject({ type: z.literal('add'), params: z.strictObject({ key: name, value: operand }) }),
  z.strictObject({ type: z.literal('allocate'), params: z.strictObject({ bytes: z.number().int().min(1).max(1_073_741_824) }) }),
  z.strictObject({ type: z.literal('draw'), params: z.strictObject({ mah: z.number().min(0).max(1_000_000) }) }),
  z.strictObject({ type: z.literal('wake') }),
  z.strictObject({ type: z.literal('crash'), params: z.strictObject({ message: z.string().min(1).max(500) }) }),
]) satisfies z.ZodType<HardwareAction>;

const minute = z.union([z.number().int().min(0).max(1_440), z.strictObject({ context: name })]);
const compared = z.strictObject({ left: operand, right: operand });
const guard = z.discriminatedUnion('type', [
  z.strictObject({ type: z.literal('above'), params: compared }),
  z.strictObject({ type: z.literal('below'), params: compared }),
  z.strictObject({ type: z.literal('equals'), params: compared }),
  z.strictObject({ type: z.literal('atLeast'), params: compared }),
  z.strictObject({ type: z.literal('battery'), params: z.strictObject({ above: z.number().min(0).max(100) }) }),
  z.strictObject({ type: z.literal('timeOfDay'), params: z.strictObject({ fromMinute: minute, toMinute: minute }) }),
]) satisfies z.ZodType<HardwareGuard>;

const actions = z.array(action).max(applicationLimits.listLength);
const target = z.string().max(600);
const transition = z.strictObject({
  target: target.exactOptional(),
  guard: guard.exactOptional(),
  actions: actions.exactOptional(),
}) satisfies z.ZodType<ApplicationTransition>;
const transitions = z.array(transition).min(1).max(applicationLimits.listLength);

const state: z.ZodType<ApplicationState> = z.strictObject({
  description: text.exactOptional(),
  initial: name.exactOptional(),
  get states() {
    return z.record(name, state).exactOptional();
  },
  entry: actions.exactOptional(),
  exit: actions.exactOptional(),
  on: z.record(eventName, transitions).exactOptional(),
  after: z.record(delay, transitions).exactOptional(),
  always: transitions.exactOptional(),
  meta: z.strictObject({ final: z.string().min(1).max(200).exactOptional() }).exactOptional(),
});

/** The form of an application; its sense is checked by checkStructure. */
export const applicationSchema: z.ZodType<Application> = z.strictObject({
  id: z.string().regex(/^[a-zA-Z][A-Za-z0-9-]{0,63}$/, 'an id is 1 to 64 letters, digits and dashes, starting with a letter'),
  initial: name,
  context: z
    .record(name, z.union([number, text, z.boolean()]))
    .refine((context) => Object.keys(context).length <= applicationLimits.contextKeys, `at most ${applicationLimits.contextKeys} keys`),
  states: z.record(name, state),
  on: z.record(eventName, transitions).exactOptional(),
});
