import { draftProfile, openReplay, outlineRecording, profileStarter, readRecording, signalModels } from '#firmware/host/index.js';
import { exitCodes } from '#proto/kit/index.js';
import { loadProfile } from '#proto/profile/index.js';
import { cliError } from './cli-errors.ts';
import type { CommandContext } from './command-spec.ts';
import type { Item } from './field-paths.ts';
import { refuseExisting, writeBytes } from './given-files.ts';
import { printObject } from './render.ts';

/** fleet profile new */
export async function run(context: CommandContext): Promise<number> {
  const { input, terminal } = context;
  const name = input.argument(0);
  if (!/^[a-z0-9-]{1,64}$/.test(name)) throw cliError('E2003', { message: `"${name}" is no name of a profile: 1 to 64 of a-z 0-9 -` });
  const out = input.text('out') ?? `${name}.yaml`;
  const recording = input.text('fromCsv');
  const made = recording === undefined ? starter(name, out) : fromRecording(name, out, recording);
  for (const { file } of made.files) refuseExisting(file, input.flag('force'));
  for (const { file, text } of made.files) writeBytes(file, text);
  const item: Item = { apiVersion: 'seatrial/v1', kind: 'ProfileDraft', name, files: made.files.map(({ file }) => file), ...made.found };
  await printObject(context, { kind: 'ProfileDraft', name: 'name', columns: [] }, item);
  terminal.err(`next: ${made.next}\n`);
  return exitCodes.ok;
}

interface Made {
  readonly files: readonly { readonly file: string; readonly text: string }[];
  readonly found: Item;
  readonly next: string;
}

function starter(name: string, out: string): Made {
  const text = profileStarter(name);
  const { signals } = loadProfile(text, out, signalModels);
  return {
    files: [{ file: out, text }],
    found: { signals: signals.map(({ name: signal }) => signal) },
    next: `fleet sim spawn ${name} --profile ./${out} --token-file TOKEN`.replace('././', './').replace('.//', '/'),
  };
}

/** Both files are read back by the loaders that will read them later: what is written works, or nothing is written. */
function fromRecording(name: string, out: string, recording: string): Made {
  const { text, file } = readRecording(recording);
  const outline = outlineRecording(text, file);
  const draft = draftProfile(name, outline);
  if (draft.signals.length === 0) {
    const reasons = draft.skipped.map(({ column, why }) => `${column} ${why}`).slice(0, 5);
    throw cliError('E2003', {
      message: `${file} has no column that can be a signal: ${reasons.join('; ')}`,
      next: 'mend or leave out the rows that are named',
      at: { file },
    });
  }
  const map = `${out.replace(/\.ya?ml$/, '')}-map.yaml`;
  const profile = loadProfile(draft.profile, out, signalModels);
  const { devices } = openReplay(recording, draft.map, map, profile);
  const { signals, skipped, everyMs } = draft;
  return {
    files: [
      { file: out, text: draft.profile },
      { file: map, text: draft.map },
    ],
    found: {
      rows: outline.rows,
      units: devices.length,
      everyMs,
      isTimeKnown: outline.everyMs !== undefined,
      unknownUnits: signals.filter(({ unit }) => unit === '{unknown}').length,
      signals: signals.map((signal) => ({ ...signal })),
      skipped: skipped.map((one) => ({ ...one })),
    },
    next: `fleet sim spawn ${name} --profile ./${out} --replay ${recording} --map ./${map} --token-file TOKEN`.replaceAll(' .//', ' /'),
  };
}
