import { loadShippedProfile, loadShippedRelease, shippedReleases } from '#firmware/profiles/index.js';
import { type Application, applicationOf, diffApplications, loadApplication, readImage } from '#proto/image/index.js';
import { factoryImageOf, type ReleaseSource, surroundingsOf } from '#proto/profile/index.js';
import { machineDiagram, table } from './machine-pages.ts';

const head = `# Releases that ship

Generated from [firmware/profiles/releases](../../firmware/profiles/releases) by \`npm run generate\`; do not edit. Each is built by
\`fleet image build --release NAME/VERSION\`; those with a flaw are wrong on purpose. [IMAGES.md](../IMAGES.md) says more.
`;

/** The page of the releases that ship: notes, what changed, statechart. */
export function releasePage(): [path: string, text: string] {
  const sections = shippedReleases().map((reference, index, all) => {
    const release = loadShippedRelease(reference);
    const before = all[index - 1];
    const older = before?.startsWith(`${release.name}/`) ? loadShippedRelease(before) : undefined;
    return sectionOf(reference, release, older);
  });
  return ['docs/profiles/releases.md', [head, ...sections].join('\n')];
}

function sectionOf(reference: string, release: ReleaseSource, older: ReleaseSource | undefined): string {
  const { title, flaw, notes, application } = release;
  const profile = loadShippedProfile(release.profiles[0] ?? '');
  const factory = readImage(factoryImageOf(profile));
  // The factory application went through its loader.
  const base = older?.application ?? (applicationOf(factory) as Application);
  const rows = diffApplications(base, application).map(({ state, part, change, before, after }) => [state, part, change, before, after]);
  const { machine } = loadApplication(application, surroundingsOf(profile));
  return `## ${reference}: ${title}

Flaw: ${flaw}. ${notes}

Against ${older?.version ?? factory.header.version}:

${table(['state', 'part', 'change', 'before', 'after'], rows)}

${machineDiagram(machine)}
`;
}
