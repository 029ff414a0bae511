import { findProfile } from '#firmware/host/index.js';
import { powerCutClaim, proofImages, provePowerCut } from '#firmware/prove/index.js';
import type { Image } from '#proto/image/index.js';
import type { Profile } from '#proto/profile/index.js';
import { cliError } from './cli-errors.ts';
import type { CommandContext } from './command-spec.ts';
import { cellText, type Item, valueAt } from './field-paths.ts';
import { readWholeImage } from './given-files.ts';
import { printProof } from './proof-output.ts';

/** fleet prove powercut */
export async function run(context: CommandContext): Promise<number> {
  const { input } = context;
  const profile = findProfile(input.text('profile') ?? 'thermostat');
  const seed = input.text('seed') ?? '1';
  const images = imagesOf(context, profile, seed);
  const only = input.text('only');
  const again = ['fleet', 'prove', 'powercut'];
  for (const name of ['from', 'to', 'profile']) {
    const value = input.text(name);
    if (value !== undefined) again.push(`--${name}`, value);
  }
  const order = { plan: profile.flash, ...images, seed, isFull: input.flag('full') };
  const prove = () => ({
    ...provePowerCut({ ...order, ...(only === undefined ? {} : { only }) }),
    profile: profile.name,
    flash: profile.flash,
    from: factsOf(images.from),
    to: factsOf(images.to),
  });
  return printProof(context, powerCutClaim, again, prove, screen);
}

function imagesOf({ input }: CommandContext, profile: Profile, seed: string): { readonly from: Image; readonly to: Image } {
  const [from, to] = [input.text('from'), input.text('to')];
  if (from === undefined && to === undefined) return proofImages(profile, seed);
  if (from === undefined || to === undefined)
    throw cliError('E2003', { message: `--${from === undefined ? 'to' : 'from'} is given alone`, next: 'fleet prove powercut --help' });
  return { from: readWholeImage(from), to: readWholeImage(to) };
}

function factsOf({ header: { name, version, securityCounter }, digest, content }: Image): Item {
  return { name, version, securityCounter, digest, contentBytes: content.length };
}

/** Nothing when power was cut at every operation. */
function sampledText({ operations, sweptOperations }: Item): string {
  if (sweptOperations === operations) return '';
  return `; cut at ${Number(sweptOperations).toLocaleString('en')}, a sample within chunks, since so many take minutes: --full takes all`;
}

function screen(item: Item): [string, string][] {
  const count = (path: string): string => Number(valueAt(item, path) ?? 0).toLocaleString('en');
  const image = (path: string): string =>
    `${cellText(valueAt(item, `${path}.name`))} ${cellText(valueAt(item, `${path}.version`))}, ${count(`${path}.contentBytes`)} bytes`;
  const parts = item.parts as readonly Item[];
  return [
    ['profile', `${cellText(item.profile)}, ${cellText(valueAt(item, 'flash.type'))}, seed ${cellText(item.seed)}`],
    ['images', `${image('from')} to ${image('to')}`],
    ['operations', `${count('operations')} of the flash in update, revert and next update${sampledText(item)}`],
    ['cuts', `${count('cuts')}, of which ${count('resumed')} went on to a confirmed image`],
    ...parts.map(({ part, cases, outcomes }): [string, string] => [
      cellText(part),
      `${Number(cases).toLocaleString('en')} cases: ${Object.entries(outcomes as Record<string, number>)
        .map(([outcome, times]) => `${outcome} ${times.toLocaleString('en')}`)
        .join(', ')}`,
    ]),
    ['bricks', count('bricks')],
  ];
}
