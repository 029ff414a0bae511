import type { DeviceView, GroupSelector, RolloutPlan } from '#fleet/domain/index.js';
import type { WaveShare } from './wave-planner.ts';

/** The waves of a plan as the planner takes them: their selectors are compiled once and asked once a device, while the fleet is walked. */
export class WaveShares {
  /** In the order of the plan. */
  readonly all: readonly WaveShare[];
  readonly #chosen: readonly { readonly selector: Pick<GroupSelector, 'matches'>; readonly ids: Set<string> }[];

  /** Throws E18xx. */
  constructor({ waves }: Pick<RolloutPlan, 'waves'>, compileSelector: (text: string) => Pick<GroupSelector, 'matches'>) {
    const chosen: { selector: Pick<GroupSelector, 'matches'>; ids: Set<string> }[] = [];
    this.all = waves.map(({ share }) => {
      if (share.type !== 'selector') return share;
      const ids = new Set<string>();
      chosen.push({ selector: compileSelector(share.selector), ids });
      return { type: 'chosen', isChosen: (id) => ids.has(id) };
    });
    this.#chosen = chosen;
  }

  /** A device that takes part. */
  look(device: DeviceView): void {
    for (const { selector, ids } of this.#chosen) if (selector.matches(device)) ids.add(device.id);
  }
}
