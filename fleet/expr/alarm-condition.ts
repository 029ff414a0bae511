import { compileCondition } from './cel.ts';
import { ExpressionSource } from './expression-source.ts';

/** A condition over signals, compiled once for all devices. */
export interface SignalCondition {
  readonly text: string;
  /** Names of the signals it uses, each once, in the order of the text. */
  readonly signals: readonly string[];
  /**
   * @param values values of the signals, NaN for a signal that was never read
   * @param at places of this condition's signals in values; left out: values[i] belongs to signals[i]
   * @returns undefined while a signal is missing, or when an operation has no result (int overflow or division by 0)
   */
  evaluate(values: ArrayLike<number>, at?: ArrayLike<number>): boolean | undefined;
  /** The text with the value behind each signal: "egtC 652.1 > 640". */
  explain(values: ArrayLike<number>, at?: ArrayLike<number>): string;
}

/**
 * Compiles the condition of an alarm rule. All signals are doubles; it says nothing until each of its signals was read once.
 * cel-js gives 3 to 18 million answers a second here, so there is no evaluator of our own.
 *
 * @param text CEL, for example "egtC > 640 && n1Rpm > 2000"
 * @param signals names that are known; undefined when they are not known yet: then every name is taken for a signal
 * @param name what the text is, for messages
 * @throws E1801 to E1805; E1802 also when it uses no signal
 */
export function compileRule(text: string, signals: readonly string[] | undefined, name = 'rule'): SignalCondition {
  const known = signals === undefined ? 'double' : new Map(signals.map((signal) => [signal, 'double' as const]));
  const condition = compileCondition(text, name, known);
  const used = [...new Set(condition.names.map((use) => use.name))];
  if (used.length === 0) throw new ExpressionSource(text, name).error('E1802', 'it uses no signal, so it would never change', 0);
  // One object for all evaluations: a reading allocates nothing here.
  const values: Record<string, number> = Object.fromEntries(used.map((signal) => [signal, 0]));
  return {
    text,
    signals: used,
    evaluate: (columns, at) => {
      for (let index = 0; index < used.length; index += 1) {
        const value = columns[at === undefined ? index : (at[index] as number)];
        if (value === undefined || Number.isNaN(value)) return undefined;
        values[used[index] as string] = value;
      }
      return condition.evaluate(values);
    },
    explain: (columns, at) => {
      let explained = '';
      let from = 0;
      for (const use of condition.names) {
        const index = used.indexOf(use.name);
        const value = columns[at === undefined ? index : (at[index] as number)] ?? Number.NaN;
        explained += `${text.slice(from, use.end)} ${shortNumber(value)}`;
        from = use.end;
      }
      return (explained + text.slice(from)).replaceAll(/\s+/g, ' ');
    },
  };
}

/** Six significant digits at most: 652.1, 0.000123457, 1.5e+21. */
export function shortNumber(value: number): string {
  return String(Number(value.toPrecision(6)));
}
