import { findProfile } from '#firmware/host/index.js';
import { type Application, buildImage, loadApplication, readImage } from '#proto/image/index.js';
import { exitCodes } from '#proto/kit/index.js';
import type { Profile } from '#proto/profile/index.js';
import { readYaml } from '#proto/yaml/index.js';
import { cliError } from './cli-errors.ts';
import type { CommandContext } from './command-spec.ts';
import { readBytes, refuseExisting, writeBytes } from './given-files.ts';
import { imageItem, imageView } from './image-views.ts';
import { printObject } from './render.ts';

/** fleet image build */
export async function run(context: CommandContext): Promise<number> {
  const { input } = context;
  const out = needed(context, 'out');
  const profiles = input.list('profile').map(findProfile);
  const payload = input.text('payload');
  const application = applicationFor(input.text('application'), profiles);
  if (payload === undefined && application === undefined)
    throw cliError('E2003', { message: 'neither --application nor --payload is given: an image has at least one' });
  const bytes = buildImage(
    {
      name: needed(context, 'name'),
      version: needed(context, 'version'),
      profiles: profiles.map(({ name }) => name),
      hardwareRevisions: input.list('hardware'),
      securityCounter: input.count('counter', 0, 4_294_967_295) ?? 0,
      minimumVersion: input.text('minimumVersion') ?? '',
      mustPassThrough: input.flag('mustPassThrough'),
    },
    application,
    payload === undefined ? new Uint8Array(0) : readBytes(payload),
  );
  refuseExisting(out, input.flag('force'));
  writeBytes(out, bytes);
  await printObject(context, imageView, imageItem(out, readImage(bytes, out)));
  return exitCodes.ok;
}

/** The application of a file, checked against every profile that the image is to fit. @throws E1010 to E1014, E1510 to E1517 with line and column */
function applicationFor(file: string | undefined, profiles: readonly Profile[]): Application | undefined {
  if (file === undefined) return undefined;
  const yaml = readYaml(Buffer.from(readBytes(file)).toString('utf8'), file);
  let application: Application | undefined;
  for (const { signals, actuators, settings } of profiles) {
    application = loadApplication(yaml.value, {
      signals: signals.map((signal) => signal.name),
      actuators: Object.keys(actuators),
      settings: settings.map((setting) => setting.key),
      place: (path, part) => yaml.place(path, part),
    }).application;
  }
  return application;
}

function needed({ input }: CommandContext, name: 'name' | 'version' | 'out'): string {
  const value = input.text(name);
  if (value === undefined) throw cliError('E2003', { message: `no --${name} is given`, next: 'fleet image build --help' });
  return value;
}
