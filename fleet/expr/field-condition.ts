import { type Condition, compileCondition, type VariableType } from './cel.ts';

/** The fields of an object, with their types. */
export type FieldTypes = Readonly<Record<string, Extract<VariableType, 'string' | 'double' | 'bool'>>>;

/**
 * Compiles a condition over the fields of an object.
 * @throws E1801 to E1805
 */
export function compileFields(text: string, fields: FieldTypes): Condition {
  return compileCondition(text, 'condition', new Map(Object.entries(fields)));
}
