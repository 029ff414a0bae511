/** Fields of a log line, beside its text. */
export type LogFields = Readonly<Record<string, string | number | boolean | undefined>>;

/**
 * Where an area writes for operators. Level: error, somebody must act; warn, somebody should look; info, once a start or a rare change;
 * debug, anything that can fire once a device.
 */
export interface Log {
  debug(text: string, fields?: LogFields): void;
  info(text: string, fields?: LogFields): void;
  warn(text: string, fields?: LogFields): void;
  error(text: string, fields?: LogFields): void;
  /** A log whose lines carry these fields too. */
  child(fields: LogFields): Log;
}

/** One line that a MemoryLog kept. */
export interface LogLine {
  readonly level: 'debug' | 'info' | 'warn' | 'error';
  readonly text: string;
  readonly fields: LogFields;
}

/** Keeps the newest lines: for tests and for simulations. */
export class MemoryLog implements Log {
  readonly lines: LogLine[];
  readonly #fields: LogFields;
  readonly #most: number;

  /** @param most lines kept, 1 or more; the oldest goes first */
  constructor(most = 1_000, fields: LogFields = {}, lines: LogLine[] = []) {
    this.#most = most;
    this.#fields = fields;
    this.lines = lines;
  }
  debug(text: string, fields?: LogFields): void {
    this.#keep('debug', text, fields);
  }
  info(text: string, fields?: LogFields): void {
    this.#keep('info', text, fields);
  }
  warn(text: string, fields?: LogFields): void {
    this.#keep('warn', text, fields);
  }
  error(text: string, fields?: LogFields): void {
    this.#keep('error', text, fields);
  }
  child(fields: LogFields): Log {
    return new MemoryLog(this.#most, { ...this.#fields, ...fields }, this.lines);
  }
  #keep(level: LogLine['level'], text: string, fields?: LogFields): void {
    if (this.lines.length >= this.#most) this.lines.shift();
    this.lines.push({ level, text, fields: { ...this.#fields, ...fields } });
  }
}

/** Writes nothing. */
export const silentLog: Log = {
  debug: () => undefined,
  info: () => undefined,
  warn: () => undefined,
  error: () => undefined,
  child: () => silentLog,
};
