import type { Preprocessor } from 'knip';

/** What scripts/doors.ts takes from the doors by the end of its name, for docs/errors.md and docs/machines. */
const readByName = /(Errors|Machine)$/;

/** Knip sees no import of these; everything else that nobody imports stays reported. */
const preprocess: Preprocessor = (options) => {
  for (const [file, symbols] of Object.entries(options.issues.exports)) {
    for (const symbol of Object.keys(symbols)) {
      if (!readByName.test(symbol)) continue;
      delete symbols[symbol];
      options.counters.exports--;
    }
    if (Object.keys(symbols).length === 0) delete options.issues.exports[file];
  }
  return options;
};

export default preprocess;
