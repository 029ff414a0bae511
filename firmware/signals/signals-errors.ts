import { type ErrorTable, errorsOf, exitCodes } from '#proto/kit/index.js';

const wrongRecording = { exit: exitCodes.usage, status: 400 };

/** Errors of recordings and their maps, E1530 to E1539. */
export const signalsErrors = {
  E1530: {
    ...wrongRecording,
    title: 'A recording can not be read.',
    why: 'The file is not there, may not be read, or is a damaged gzip file.',
    next: 'Check the path, and the file with `gzip -t`.',
  },
  E1531: {
    ...wrongRecording,
    title: 'A recording is too large.',
    why: 'A recording is held in memory while it is played, so its size is bounded.',
    next: 'Split the file, or map fewer columns.',
  },
  E1532: {
    ...wrongRecording,
    title: 'A row has the wrong number of columns.',
    why: 'A row that is too short or too long would put values under the wrong signal.',
    next: 'Correct the row, or say in the map that short rows are skipped: shortRows: skip, or skipLast for a cut file.',
  },
  E1533: {
    ...wrongRecording,
    title: 'A value is no number.',
    why: 'Only finite decimal numbers can be replayed.',
    next: 'Correct the value in the file.',
  },
  E1534: {
    ...wrongRecording,
    title: 'The map names a column that the file does not have.',
    why: 'Columns are numbered from 1, or named as in the header line.',
    next: 'Compare the map with the first line of the file.',
  },
  E1535: {
    ...wrongRecording,
    title: 'The map does not fit the profile, or contradicts itself.',
    why: 'It names a signal that the profile does not define, or one signal or column twice.',
    next: 'Correct the map; `fleet profile show NAME` lists the signals.',
  },
  E1536: {
    ...wrongRecording,
    title: 'A recording gives no devices, or wrong names for them.',
    why: 'It holds no rows, or the column of the units holds something that can not be part of a device id.',
    next: 'Check the column of the units in the map.',
  },
} as const satisfies ErrorTable;

/** Throws errors of this folder. */
export const failSignals = errorsOf(signalsErrors);
