export { compileRule, type SignalCondition, shortNumber } from './alarm-condition.ts';
export { exprErrors } from './expr-errors.ts';
export { compileSelector, type Selector, type SelectorOptions } from './selector.ts';
export { type SelectorField, selectorFields } from './selector-fields.ts';
