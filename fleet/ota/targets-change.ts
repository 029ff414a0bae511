import type { TargetsChange, TargetsProposal } from '#fleet/domain/index.js';
import { canonicalJson } from '#proto/image/index.js';
import { makeTargets, type TrustState, type TrustTarget } from '#proto/trust/index.js';
import { failDesk } from './trust-desk-errors.ts';

/** What is published after a change. Throws E2505 when the change can't be made. */
export function changedTargets({ targets }: TrustState, { add, remove }: TargetsChange): ReadonlyMap<string, TrustTarget> {
  const next = new Map(targets?.targets);
  for (const path of remove)
    if (!next.delete(path)) throw failDesk('E2505', { message: `"${path}" is not published: it can't be removed` });
  for (const target of add) {
    const known = next.get(target.path);
    if (known !== undefined && known.digest !== target.digest) {
      throw failDesk('E2505', { message: `"${target.path}" is published with digest ${known.digest}: a version is never another image` });
    }
    next.set(target.path, target);
  }
  return next;
}

/** The next targets, unsigned. Throws E2505, E1555 for too many releases. */
export function proposal(state: TrustState, change: TargetsChange, expiresMs: number): TargetsProposal {
  const version = (state.targets?.version ?? 0) + 1;
  const { keyIds, threshold } = state.root.rules.targets;
  const bytes = makeTargets(version, expiresMs, changedTargets(state, change).values());
  return { version, expiresMs, bytes, keyIds, threshold, isDevelopment: state.root.isDevelopment };
}

/** Refuses targets that were not proposed: another version, or other releases than are wanted. */
export function refuseOther(before: TrustState, after: TrustState, wanted: ReadonlyMap<string, TrustTarget>): void {
  const version = after.targets?.version ?? 0;
  const held = before.targets?.version ?? 0;
  if (version !== held + 1 && after.targets?.digest !== before.targets?.digest) {
    throw failDesk('E2504', { message: `targets ${version} came, the next are ${held + 1}` });
  }
  const sorted = (targets: ReadonlyMap<string, TrustTarget> | undefined): string => canonicalJson(Object.fromEntries(targets ?? []));
  if (sorted(after.targets?.targets) !== sorted(wanted)) {
    throw failDesk('E2505', {
      message: `the ${after.targets?.targets.size ?? 0} releases that came are not the ${wanted.size} that the change makes`,
    });
  }
}
