import { type ErrorTable, errorsOf, exitCodes } from '#proto/kit/index.js';

const wrongFile = { exit: exitCodes.usage, status: 400 };

/** Errors of strict YAML files, E1010 to E1019. */
export const yamlErrors = {
  E1010: {
    ...wrongFile,
    title: 'The file is too large or nested too deeply.',
    why: 'Files that people write stay far below the limits; a larger one is a mistake or an attack.',
    next: 'Check that this is the file you meant; recorded data belongs into a CSV, not into YAML.',
  },
  E1011: {
    ...wrongFile,
    title: 'The text is not YAML.',
    why: 'A bracket, quote or indentation is wrong, a key comes twice in one mapping, or the file holds several documents.',
    next: 'Correct the place that the message names.',
  },
  E1012: {
    ...wrongFile,
    title: 'A value does not fit.',
    why: 'A required key is missing, or a value has another type or lies outside its range.',
    next: 'Correct the place that the message names; docs/ describes every key with its unit and range.',
  },
  E1013: {
    ...wrongFile,
    title: 'A key is unknown.',
    why: 'Keys that nothing reads are refused, so that a slip of the pen does not pass for a setting.',
    next: 'Correct or remove the key.',
  },
  E1014: {
    ...wrongFile,
    title: 'Too many aliases.',
    why: 'Aliases that multiply each other can make a small file fill the memory.',
    next: 'Write the values out instead of repeating them by alias.',
  },
} as const satisfies ErrorTable;

/** Throws errors of this folder. */
export const failYaml = errorsOf(yamlErrors);
