import { closestWord } from '#proto/yaml/index.js';
import type { Profile } from './profile.ts';
import type { RuleBreak } from './public-rules.ts';

type Shaped = Pick<Profile, 'model' | 'signals' | 'shapes' | 'actuators'>;

/** What is wrong with the shapes of a profile: they belong to a model that takes them, to signals, and to actuators. */
export function shapeBreaks({ model, signals, shapes, actuators }: Shaped, takesShapes: boolean): RuleBreak[] {
  const shaped = Object.keys(shapes);
  if (!takesShapes) {
    return shaped.length === 0
      ? []
      : [{ path: ['shapes'], message: `model "${model}" has a physics of its own: shapes are for "synthetic"` }];
  }
  if (shaped.length === 0) return [{ path: ['model'], message: `model "${model}" needs shapes: one for each signal that it shall give` }];
  const names = signals.map((signal) => signal.name);
  const breaks: RuleBreak[] = [];
  for (const name of shaped) {
    if (!names.includes(name)) breaks.push({ path: ['shapes', name], message: unknown('signal', name, names) });
    const actuator = shapes[name]?.actuator?.name;
    if (actuator !== undefined && !Object.hasOwn(actuators, actuator))
      breaks.push({ path: ['shapes', name, 'actuator', 'name'], message: unknown('actuator', actuator, Object.keys(actuators)) });
  }
  return breaks;
}

function unknown(kind: string, name: string, known: readonly string[]): string {
  const meant = closestWord(name, known);
  return `the profile has no ${kind} "${name}"${meant === undefined ? '' : `, did you mean "${meant}"?`}`;
}
