import { findProfile } from '#firmware/host/index.js';
import { type Application, buildImage, loadApplication, readImage } from '#proto/image/index.js';
import { exitCodes } from '#proto/kit/index.js';
import { factoryImageOf, type Profile } from '#proto/profile/index.js';
import { readYaml } from '#proto/yaml/index.js';
import { cliError } from './cli-errors.ts';
import type { CommandContext } from './command-spec.ts';
import { readBytes, refuseExisting, writeBytes } from './given-files.ts';
import { imageItem, imageView } from './image-views.ts';
import { printObject } from './render.ts';

/** What says itself what the image is; beside it nothing else may say so. */
const partOptions = ['name', 'version', 'hardware', 'application', 'payload', 'counter', 'minimumVersion', 'mustPassThrough'] as const;

/** fleet image build: a factory image, or one from its parts. */
export async function run(context: CommandContext): Promise<number> {
  const { input } = context;
  const out = needed(context, 'out');
  const factory = input.text('factory');
  if (factory !== undefined) refuseBeside(context, 'factory', [...partOptions, 'profile']);
  const bytes = factory === undefined ? fromParts(context) : factoryImageOf(findProfile(factory));
  refuseExisting(out, input.flag('force'));
  writeBytes(out, bytes);
  await printObject(context, imageView, imageItem(out, readImage(bytes, out)));
  return exitCodes.ok;
}

function fromParts(context: CommandContext): Uint8Array {
  const { input } = context;
  const [name, version] = [needed(context, 'name'), needed(context, 'version')];
  const profiles = input.list('profile').map(findProfile);
  const payload = input.text('payload');
  const application = applicationFor(input.text('application'), profiles);
  if (payload === undefined && application === undefined)
    throw cliError('E2003', { message: 'neither --application nor --payload is given: an image has at least one' });
  return buildImage(
    {
      name,
      version,
      profiles: profiles.map((profile) => profile.name),
      hardwareRevisions: input.list('hardware'),
      securityCounter: input.count('counter', 0, 4_294_967_295) ?? 0,
      minimumVersion: input.text('minimumVersion') ?? '',
      mustPassThrough: input.flag('mustPassThrough'),
    },
    application,
    payload === undefined ? new Uint8Array(0) : readBytes(payload),
  );
}

/** @throws E2003 when one of these options stands beside another that already says it */
function refuseBeside({ input }: CommandContext, option: string, others: readonly string[]): void {
  const found = others.find((other) => input.text(other) !== undefined || input.flag(other) || input.list(other).length > 0);
  if (found === undefined) return;
  const flag = found.replaceAll(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`);
  throw cliError('E2003', { message: `--${flag} stands beside --${option}, which says it already`, next: 'fleet image build --help' });
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
