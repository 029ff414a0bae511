import { type ErrorTable, errorsOf, exitCodes } from '#proto/kit/index.js';

const usage = { exit: exitCodes.usage, status: 400 } as const;

/** Errors of expressions, selectors and alarm rules. */
export const exprErrors = {
  E1801: {
    title: 'The expression can not be read.',
    why: 'Its syntax is not CEL (Common Expression Language).',
    next: 'Correct it at the caret; strings take quotes, equality is ==, and is &&, or is ||.',
    ...usage,
  },
  E1802: {
    title: 'The expression names something that does not exist.',
    why: 'A field, signal or function of that name is not declared here.',
    next: 'Use one of the names that the message lists.',
    ...usage,
  },
  E1803: {
    title: 'Types in the expression do not fit.',
    why: 'Expressions are checked before use: an operator or function got types it has no meaning for, or the result is not true or false.',
    next: 'Compare like with like: text with "text", numbers with numbers.',
    ...usage,
  },
  E1804: {
    title: 'A version is compared with something that is no version.',
    why: 'As text 1.10 would come before 1.4; as versions it comes after.',
    next: 'Write version("1.4").',
    ...usage,
  },
  E1805: {
    title: 'The expression is too large.',
    why: 'Length, parts, nesting and cost of expressions are bounded, since they run for every device or reading.',
    next: 'Shorten it, or split it into several.',
    ...usage,
  },
  E1806: {
    title: 'The selector is empty or a bare word.',
    why: 'A selector that was forgotten must not mean every device.',
    next: 'Write key=value, for example profile=thermostat; for every device write --all.',
    ...usage,
  },
  E1807: {
    title: 'A part of the short selector is wrong.',
    why: 'The short form knows key=value, key!=value and version=1.2..1.4, joined by commas.',
    next: 'Correct that part, or write CEL: profile == "thermostat" && battery < 20.',
    ...usage,
  },
  E1808: {
    title: 'The alarm rule is not complete or not in range.',
    why: 'An alarm asks a person to act: it needs an action and a time to respond, and its numbers are bounded.',
    next: 'Complete the rule; `fleet alarm rule list -o yaml` shows rules that work.',
    ...usage,
  },
  E1809: {
    title: 'There are too many alarm rules.',
    why: 'Rules are evaluated for every reading, so their number is bounded by limits.alarmRules.',
    next: 'Join rules with ||, or raise limits.alarmRules.',
    exit: exitCodes.conflict,
    status: 409,
  },
} as const satisfies ErrorTable;

/** Makes an error of this area. */
export const fail = errorsOf(exprErrors);
