export { compileRule, type SignalCondition } from './alarm-condition.ts';
export { type Condition, compileCondition } from './cel.ts';
export { type CohortCondition, type CohortValues, compileCohorts } from './cohort-condition.ts';
export { exprErrors } from './expr-errors.ts';
export { compileFields, type FieldTypes } from './field-condition.ts';
export {
  compileHookCondition,
  type HookCondition,
  type HookEventFacts,
  type HookEventField,
  hookEventFields,
} from './hook-condition.ts';
export { compileSelector, type Selector, type SelectorOptions } from './selector.ts';
