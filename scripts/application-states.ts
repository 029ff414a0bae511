import type { Application, ApplicationState, HardwareAction, Operand } from '#proto/image/index.js';

/** Rows of a table of the states of an application: path, meaning, what it does on entry. Parents come before their children. */
export function applicationStates(application: Application): string[][] {
  return rowsOf(application.states, '');
}

function rowsOf(states: Readonly<Record<string, ApplicationState>>, path: string): string[][] {
  return Object.entries(states).flatMap(([name, state]) => [
    [`\`${path}${name}\``, state.description ?? '', (state.entry ?? []).map(actionText).join('; ')],
    ...rowsOf(state.states ?? {}, `${path}${name}.`),
  ]);
}

/** An action in words. */
function actionText(action: HardwareAction): string {
  switch (action.type) {
    case 'sample':
      return `samples ${listText(action.params.signals)} every ${timeText(action.params.everyMs)}`;
    case 'stop':
      return action.params?.signals === undefined ? 'stops sampling' : `stops sampling ${listText(action.params.signals)}`;
    case 'watch': {
      const { signal, above, below, event } = action.params;
      const limit = above === undefined ? `below ${operandText(below ?? 0)}` : `above ${operandText(above)}`;
      return `watches ${signal} ${limit} (\`${event}\`)`;
    }
    case 'unwatch':
      return `watches for \`${action.params.event}\` no more`;
    case 'actuate':
      return `${action.params.actuator} to ${operandText(action.params.value)}`;
    case 'report':
      return `reports \`${action.params.name}\``;
    case 'set':
      return `${action.params.key} = ${typeof action.params.value === 'object' ? operandText(action.params.value) : action.params.value}`;
    case 'add':
      return `${action.params.key} + ${operandText(action.params.value)}`;
    default:
      return action.type;
  }
}

/** Long lists are cut: the table of signals has them all. */
function listText(names: readonly string[]): string {
  return names.length <= 4 ? names.join(', ') : `${names.slice(0, 3).join(', ')} and ${names.length - 3} more`;
}

function operandText(operand: Operand): string {
  if (typeof operand === 'number') return String(operand);
  if ('argument' in operand) return `${operand.argument} of the command`;
  return 'context' in operand ? operand.context : operand.signal;
}

function timeText(ms: number): string {
  if (ms % 3_600_000 === 0) return `${ms / 3_600_000} h`;
  if (ms % 60_000 === 0) return `${ms / 60_000} min`;
  return ms % 1_000 === 0 ? `${ms / 1_000} s` : `${ms} ms`;
}
