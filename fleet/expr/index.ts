export { compileRule, type SignalCondition } from './alarm-condition.ts';
export { type Condition, compileCondition } from './cel.ts';
export { exprErrors } from './expr-errors.ts';
export { compileFields, type FieldTypes } from './field-condition.ts';
export { compileSelector, type Selector, type SelectorOptions } from './selector.ts';
