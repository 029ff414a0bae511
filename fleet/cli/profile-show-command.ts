import { findProfile } from '#firmware/host/index.js';
import { exitCodes } from '#proto/kit/index.js';
import { profileDigest } from '#proto/profile/index.js';
import type { CommandContext } from './command-spec.ts';
import type { Item } from './field-paths.ts';
import { printList, printObject } from './render.ts';
import { signalView } from './views.ts';

/** fleet profile show: on a terminal and as CSV its signals follow as a table. */
export async function run(context: CommandContext): Promise<number> {
  const profile = findProfile(context.input.argument(0));
  const item = { apiVersion: 'seatrial/v1', kind: 'Profile', digest: profileDigest(profile), ...profile };
  if (context.format === 'table' && context.terminal.outIsTty && context.input.text('fields') === undefined) {
    const { signals, settings, commands, factoryImage, ...rest } = item;
    const summary = {
      ...rest,
      settings: settings.map(({ key }) => key).join(', '),
      commands: commands.join(', '),
      version: factoryImage.version,
    };
    await printObject(context, { kind: 'Profile', name: 'name', columns: [] }, summary);
    context.terminal.out('\n');
    await printList(
      context,
      signalView,
      signals.map((signal): Item => ({ ...signal })),
    );
    return exitCodes.ok;
  }
  await printObject(context, { kind: 'Profile', name: 'name', columns: [] }, item);
  return exitCodes.ok;
}
