/** Groups that one evaluation of a group may ask, itself and repeated ones counted. */
const mostEvaluations = 64;

/**
 * Why a group can not ask the groups that it names: a way back to itself, or too many evaluations of it or of a group that asks it.
 * undefined when it can.
 * @param usesOf groups that a group asks now; of the changed one the new ones are taken
 */
export function groupProblem(
  changed: string,
  changedUses: readonly string[],
  usesOf: (name: string) => readonly string[],
  names: readonly string[],
): string | undefined {
  const uses = (name: string): readonly string[] => (name === changed ? changedUses : usesOf(name));
  const way = wayBack(changed, uses);
  if (way !== undefined) return `group ${changed} would ask itself: ${way.join(' -> ')}`;
  const weights = new Map<string, number>();
  const weigh = (name: string): number => {
    const known = weights.get(name);
    if (known !== undefined) return known;
    const weight = uses(name).reduce((sum, used) => sum + weigh(used), 1);
    weights.set(name, weight);
    return weight;
  };
  for (const name of new Set([changed, ...names])) {
    const weight = weigh(name);
    if (weight > mostEvaluations) return `group ${name} would ask ${weight} groups for each device, the limit is ${mostEvaluations}`;
  }
  return undefined;
}

/** The shortest way from a group back to itself. */
function wayBack(start: string, uses: (name: string) => readonly string[]): string[] | undefined {
  const cameFrom = new Map<string, string>();
  const queue = [start];
  for (let name = queue.shift(); name !== undefined; name = queue.shift()) {
    for (const next of uses(name)) {
      if (next === start) return trace(name, start, cameFrom);
      if (cameFrom.has(next)) continue;
      cameFrom.set(next, name);
      queue.push(next);
    }
  }
  return undefined;
}

function trace(last: string, start: string, cameFrom: ReadonlyMap<string, string>): string[] {
  const way = [start];
  for (let name: string | undefined = last; name !== undefined && name !== start; name = cameFrom.get(name)) way.push(name);
  return [start, ...way.slice(1).reverse(), start];
}
