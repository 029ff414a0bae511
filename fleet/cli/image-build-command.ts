import { findProfile, findRelease } from '#firmware/host/index.js';
import { type Application, applicationOf, buildImage, loadApplication, readImage } from '#proto/image/index.js';
import { exitCodes } from '#proto/kit/index.js';
import { factoryImageOf, foreignRevision, type Profile, releaseImageOf, surroundingsOf } from '#proto/profile/index.js';
import { maximumYamlBytes, type Place, readYaml } from '#proto/yaml/index.js';
import { cliError } from './cli-errors.ts';
import type { CommandContext } from './command-spec.ts';
import { readBytes, readPayload, refuseExisting, writeBytes } from './given-files.ts';
import { imageItem, imageView } from './image-views.ts';
import { printObject } from './render.ts';

/** What --factory and --release say already. */
const partOptions = ['name', 'version', 'profile', 'hardware', 'application', 'counter', 'minimumVersion', 'mustPassThrough'] as const;

/** fleet image build: a factory image, a release from its source, or one from parts. */
export async function run(context: CommandContext): Promise<number> {
  const { input } = context;
  const out = needed(context, 'out');
  const bytes = fromFactory(context) ?? fromRelease(context) ?? fromParts(context);
  refuseExisting(out, input.flag('force'));
  writeBytes(out, bytes);
  // Its application was checked when it went in.
  const image = readImage(bytes, out);
  await printObject(context, imageView, imageItem(out, image, applicationOf(image, out) as Application | undefined));
  return exitCodes.ok;
}

function fromFactory(context: CommandContext): Uint8Array | undefined {
  const profile = context.input.text('factory');
  if (profile === undefined) return undefined;
  refuseBeside(context, 'factory', [...partOptions, 'payload', 'release']);
  return factoryImageOf(findProfile(profile));
}

function fromRelease(context: CommandContext): Uint8Array | undefined {
  const release = context.input.text('release');
  if (release === undefined) return undefined;
  refuseBeside(context, 'release', partOptions);
  return releaseImageOf(findRelease(release), readPayload(context.input.text('payload')));
}

function fromParts(context: CommandContext): Uint8Array {
  const { input } = context;
  const [name, version] = [needed(context, 'name'), needed(context, 'version')];
  const profiles = input.list('profile').map(findProfile);
  const foreign = foreignRevision(input.list('hardware'), profiles);
  if (foreign !== undefined)
    throw cliError('E2003', { message: `--hardware is ${foreign}, which none of its profiles has: the image would fit nothing` });
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
    readPayload(payload),
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
  const yaml = readYaml(Buffer.from(readBytes(file, maximumYamlBytes)).toString('utf8'), file);
  let application: Application | undefined;
  for (const profile of profiles) {
    const place = (path: readonly (string | number)[], part: 'key' | 'value'): Place => yaml.place(path, part);
    ({ application } = loadApplication(yaml.value, { ...surroundingsOf(profile), place }));
  }
  return application;
}

function needed({ input }: CommandContext, name: 'name' | 'version' | 'out'): string {
  const value = input.text(name);
  if (value === undefined) throw cliError('E2003', { message: `no --${name} is given`, next: 'fleet image build --help' });
  return value;
}
