import { findProfile, signalModels } from '#firmware/host/index.js';
import { exitCodes } from '#proto/kit/index.js';
import { loadProfile, profileDigest } from '#proto/profile/index.js';
import type { CommandContext } from './command-spec.ts';
import { reportError, toCliError } from './error-report.ts';
import type { Item } from './field-paths.ts';
import { printList } from './render.ts';
import { profileCheckView } from './views.ts';

/** fleet profile validate: every file is checked; the faults are on standard error, one after the other. */
export async function run(context: CommandContext): Promise<number> {
  const { input, terminal, format } = context;
  const items: Item[] = [];
  for (const file of input.rest(0)) {
    try {
      const profile = file === '-' ? loadProfile(await terminal.readInput(), 'standard input', signalModels) : findProfile(file);
      items.push({
        apiVersion: 'seatrial/v1',
        kind: 'ProfileCheck',
        file,
        result: 'ok',
        profile: profile.name,
        digest: profileDigest(profile),
        error: null,
      });
    } catch (error) {
      const { code, message, at } = toCliError(error);
      reportError(error, terminal, format === 'json' || format === 'ndjson');
      items.push({
        apiVersion: 'seatrial/v1',
        kind: 'ProfileCheck',
        file,
        result: 'failed',
        profile: '',
        digest: '',
        error: { code, message, ...at },
      });
    }
  }
  await printList(context, profileCheckView, items);
  return items.every((item) => item.result === 'ok') ? exitCodes.ok : exitCodes.usage;
}
