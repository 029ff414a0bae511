import { existsSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { exitCodes } from '#proto/kit/index.js';
import type { CommandContext } from './command-spec.ts';
import { openApi } from './connection.ts';
import { readMetadataText } from './key-files.ts';
import { trustView } from './key-views.ts';
import { printObject } from './render.ts';

/** fleet key install */
export async function run(context: CommandContext): Promise<number> {
  const { input } = context;
  const file = input.argument(0);
  const beside = join(dirname(file), 'targets.json');
  const targets = input.text('targets') ?? (existsSync(beside) ? beside : undefined);
  const body = {
    root: readMetadataText(file, 'root'),
    ...(targets === undefined ? {} : { targets: readMetadataText(targets) }),
    reason: input.text('reason') ?? '',
  };
  await printObject(context, trustView, await (await openApi(context)).post('/v1/trust/root', body));
  return exitCodes.ok;
}
