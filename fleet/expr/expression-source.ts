import type { SeatrialError } from '#proto/kit/index.js';
import { fail } from './expr-errors.ts';

/** Text of an expression that can point into itself. */
export class ExpressionSource {
  readonly text: string;
  /** What the text is, for messages: "selector", "when of rule egt-high". */
  readonly name: string;
  constructor(text: string, name: string) {
    this.text = text;
    this.name = name;
  }

  /** An error at an offset of the text: line and column from 1, the line itself, and a caret below it. */
  error(code: Parameters<typeof fail>[0], message: string, offset: number, next?: string): SeatrialError {
    const at = Math.max(0, Math.min(offset, this.text.length));
    const before = this.text.slice(0, at);
    const lineStart = before.lastIndexOf('\n') + 1;
    const line = before.split('\n').length;
    const column = at - lineStart + 1;
    const lineEnd = this.text.indexOf('\n', at);
    const whole = this.text.slice(lineStart, lineEnd < 0 ? undefined : lineEnd);
    // A window of the line around the caret, so that a message stays short whatever the text is.
    const from = Math.max(0, column - 61);
    const shown = whole.slice(from, from + 120).replaceAll('\t', ' ');
    return fail(code, {
      message: `${this.name}:${line}:${column}: ${message}\n  ${shown}\n  ${' '.repeat(column - 1 - from)}^`,
      at: { file: this.name, line, column },
      ...(next === undefined ? {} : { next }),
    });
  }
}
