/** Actions and guards as text: exact, so that two that differ never have the same words. */
import type { ApplicationTransition, HardwareAction, HardwareGuard, Operand } from './application.ts';

/** A transition: "[signal roomTempC below limitC] -> heating / starts += 1". */
export function transitionWords({ target, guard, actions }: ApplicationTransition): string {
  const condition = guard === undefined ? '' : `[${guardWords(guard)}] `;
  const does = actions === undefined || actions.length === 0 ? '' : ` / ${actions.map(actionWords).join('; ')}`;
  return `${condition}-> ${target ?? '(stays)'}${does}`;
}

/** An action: "watch roomTempC above 21.5, hysteresis 0.2, every 10000 ms: room.warm". */
export function actionWords(action: HardwareAction): string {
  switch (action.type) {
    case 'sample': {
      const { signals, everyMs, perFrame } = action.params;
      return `sample ${signals.join(', ')} every ${everyMs} ms${perFrame === undefined ? '' : `, ${perFrame} sets a frame`}`;
    }
    case 'stop':
      return action.params === undefined
        ? 'stop sampling'
        : `stop ${action.params.signals === undefined ? 'all' : action.params.signals.join(', ')}`;
    case 'watch':
      return watchWords(action.params);
    case 'unwatch':
      return `unwatch ${action.params.event}`;
    case 'actuate':
      return `${action.params.actuator} to ${operandWords(action.params.value)}`;
    case 'report':
      return reportWords(action.params);
    case 'set':
      return `${action.params.key} = ${valueWords(action.params.value)}`;
    case 'add':
      return `${action.params.key} += ${operandWords(action.params.value)}`;
    case 'allocate':
      return `allocate ${action.params.bytes} bytes`;
    case 'draw':
      return `draw ${action.params.mah} mAh`;
    case 'wake':
      return 'wake';
    case 'crash':
      return `crash ${JSON.stringify(action.params.message)}`;
  }
}

function guardWords(guard: HardwareGuard): string {
  switch (guard.type) {
    case 'battery':
      return `battery above ${guard.params.above} %`;
    case 'timeOfDay':
      return `time of day from ${operandWords(guard.params.fromMinute)} to ${operandWords(guard.params.toMinute)} min`;
    default:
      return `${operandWords(guard.params.left)} ${guard.type} ${operandWords(guard.params.right)}`;
  }
}

type Params<Type extends HardwareAction['type']> = Extract<HardwareAction, { readonly type: Type; readonly params: unknown }>['params'];

function watchWords({ signal, above, below, hysteresis, everyMs, event }: Params<'watch'>): string {
  const limits = [above === undefined ? '' : ` above ${operandWords(above)}`, below === undefined ? '' : ` below ${operandWords(below)}`];
  const rest = [
    hysteresis === undefined ? '' : `, hysteresis ${hysteresis}`,
    everyMs === undefined ? '' : `, every ${everyMs} ms`,
    `: ${event}`,
  ];
  return `watch ${signal}${[...limits, ...rest].join('')}`;
}

function reportWords({ name, message, values }: Params<'report'>): string {
  const text = message === undefined ? '' : ` ${JSON.stringify(message)}`;
  if (values === undefined) return `report ${name}${text}`;
  const told = Object.keys(values)
    .sort()
    .map((key) => `${key}: ${operandWords(values[key] ?? 0)}`);
  return `report ${name}${text} (${told.join(', ')})`;
}

function valueWords(value: Operand | string | boolean): string {
  return typeof value === 'string' || typeof value === 'boolean' ? JSON.stringify(value) : operandWords(value);
}

function operandWords(operand: Operand): string {
  if (typeof operand === 'number') return String(operand);
  if ('argument' in operand) return `argument ${operand.argument} or else ${operandWords(operand.otherwise)}`;
  return 'context' in operand ? operand.context : `signal ${operand.signal}`;
}
