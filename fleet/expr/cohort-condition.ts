import { shortNumber } from './alarm-condition.ts';
import { type Condition, compileCondition, type VariableType } from './cel.ts';
import { ExpressionSource } from './expression-source.ts';

/** What a condition over two cohorts is told. */
export interface CohortValues {
  /** Mean by signal; one that nobody has is left out. */
  readonly updated: Readonly<Record<string, number>>;
  readonly waiting: Readonly<Record<string, number>>;
  /** Devices behind the means. */
  readonly updatedDevices: number;
  readonly waitingDevices: number;
}

/** A condition over the means of devices that were updated and of those that wait. */
export interface CohortCondition {
  readonly text: string;
  /** Names of the signals it uses, each once, in the order of the text. */
  readonly signals: readonly string[];
  /** undefined while a signal that it needs is missing, or when an operation has no result. */
  evaluate(values: CohortValues): boolean | undefined;
  /** The text with the value behind each mean: "updated.tempC 43.1 <= waiting.tempC 40.2 + 2.0"; "unknown" for one that is missing. */
  explain(values: CohortValues): string;
}

const variables = new Map<string, VariableType>([
  ['updated', 'map<string, double>'],
  ['waiting', 'map<string, double>'],
  ['updatedDevices', 'double'],
  ['waitingDevices', 'double'],
]);

/** A text of its own, which is passed over, or a mean, or a count. */
const uses = /"(?:[^"\\]|\\.)*"|'(?:[^'\\]|\\.)*'|\b(updated|waiting)\.([A-Za-z_]\w*)|\b(updatedDevices|waitingDevices)\b/g;

/**
 * Compiles the condition of a gate on signals: `updated.tempC <= waiting.tempC + 2.0 && updatedDevices >= 20`.
 * @param name what the text is, for messages
 * @throws E1801 to E1805; E1802 also when it uses no signal of the updated devices
 */
export function compileCohorts(text: string, name = 'condition of the gate'): CohortCondition {
  const condition: Condition = compileCondition(text, name, variables);
  const found = [...text.matchAll(uses)].filter(([, cohort]) => cohort !== undefined);
  if (!found.some(([, cohort]) => cohort === 'updated')) {
    const next = 'Write for example updated.tempC <= waiting.tempC + 2.0.';
    throw new ExpressionSource(text, name).error('E1802', 'it uses no mean of the updated devices, so they could not fail it', 0, next);
  }
  return {
    text,
    signals: [...new Set(found.map(([, , signal = '']) => signal))],
    evaluate: (values) => condition.evaluate({ ...values }),
    explain: (values) =>
      text
        .replaceAll(uses, (whole: string, cohort?: 'updated' | 'waiting', signal?: string, count?: 'updatedDevices' | 'waitingDevices') => {
          if (count !== undefined) return `${whole} ${values[count]}`;
          if (cohort === undefined || signal === undefined) return whole;
          const value = values[cohort][signal];
          return `${whole} ${value === undefined ? 'unknown' : shortNumber(value)}`;
        })
        .replaceAll(/\s+/g, ' '),
  };
}
