import { findProfile, shippedProfiles } from '#firmware/host/index.js';
import type { CommandContext } from './command-spec.ts';
import { profileView } from './views.ts';
import { showList } from './watch.ts';

/** fleet profile list */
export function run(context: CommandContext): Promise<number> {
  return showList(context, profileView, async () => {
    const items = shippedProfiles().map((name) => {
      const profile = findProfile(name);
      return {
        apiVersion: 'seatrial/v1',
        kind: 'ProfileSummary',
        name,
        title: profile.title,
        signalCount: profile.signals.length,
        power: profile.power.source,
        linkPreset: profile.linkPreset,
        model: profile.model,
      };
    });
    return { items };
  });
}
