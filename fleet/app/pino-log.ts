import { type Logger, pino } from 'pino';
import type { Log, LogFields } from '#proto/kit/index.js';

/** Log lines as NDJSON on standard error: standard output is for data. */
export function createPinoLog(level: 'debug' | 'info' | 'warn' | 'error' | 'silent'): Log {
  return wrap(pino({ level, base: null }, pino.destination({ fd: 2, sync: true })));
}

function wrap(logger: Logger): Log {
  return {
    debug: (text, fields) => logger.debug(fields ?? {}, text),
    info: (text, fields) => logger.info(fields ?? {}, text),
    warn: (text, fields) => logger.warn(fields ?? {}, text),
    error: (text, fields) => logger.error(fields ?? {}, text),
    child: (fields: LogFields) => wrap(logger.child(fields)),
  };
}
