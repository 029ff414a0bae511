import { findRelease, shippedReleases } from '#firmware/host/index.js';
import type { CommandContext } from './command-spec.ts';
import { releaseSourceView } from './image-views.ts';
import { showList } from './watch.ts';

/** fleet image list */
export function run(context: CommandContext): Promise<number> {
  return showList(context, releaseSourceView, async () => {
    const items = shippedReleases().map((reference) => {
      const { name, version, profiles, flaw, title, notes } = findRelease(reference);
      return { apiVersion: 'seatrial/v1', kind: 'ReleaseSource', reference, name, version, profiles, flaw, title, notes };
    });
    return { items };
  });
}
