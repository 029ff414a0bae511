import { loadApplication, type SettingValue } from '#proto/image/index.js';
import type { SeatrialError } from '#proto/kit/index.js';
import { checkValue, closestWord, type Place, pathText, readYaml, type YamlText } from '#proto/yaml/index.js';
import { canonicalProfileBytes } from './definition.ts';
import { flashPlanOf } from './flash-plan.ts';
import { flashBreaks } from './flash-rules.ts';
import type { Profile } from './profile.ts';
import { failProfile } from './profile-errors.ts';
import { profileLimits } from './profile-limits.ts';
import { profileSchema } from './profile-schema.ts';
import { publicRuleBreaks, type RuleBreak } from './public-rules.ts';
import { shapeBreaks } from './shape-rules.ts';
import { missingEnding } from './unit.ts';

/** What a profile must know of its signal model; SignalModel of firmware/signals fits it. */
export interface ModelOutline {
  readonly outputs: readonly string[];
  readonly actuators: readonly string[];
  readonly truth: readonly string[];
  readonly parameters: Readonly<Record<string, { readonly defaultValue: number; readonly minimum: number; readonly maximum: number }>>;
  /** Only of a model whose signals the profile shapes: the outline for one profile. */
  forProfile?(profile: Pick<Profile, 'signals' | 'shapes' | 'actuators'>): ModelOutline;
}

/** Signal models by name. */
export type ModelOutlines = ReadonlyMap<string, ModelOutline>;

type ParsedProfile = ReturnType<typeof profileSchema.parse>;

/**
 * Loads a profile from its YAML text.
 * @param models when given, the profile is checked against its model, its parameters are completed, and `truth` is filled in
 * @throws E1010 to E1014 for the form, E1501 contradictions, E1502 against its model, E1510 to E1517 for its application; each with
 * file, line and column
 */
export function loadProfile(text: string, file: string, models?: ModelOutlines): Profile {
  const yaml = readYaml(text, file);
  const checked = checkValue(profileSchema, yaml.value);
  if ('problems' in checked) throw yaml.failure(checked.problems);
  const parsed = checked.value;
  refuse(yaml, 'E1501', [...publicRuleBreaks(parsed), ...ownRuleBreaks(parsed), ...flashBreaks(parsed.flash)]);
  const model = models === undefined ? undefined : modelOf(parsed, models, yaml);
  if (model !== undefined) refuse(yaml, 'E1502', modelBreaks(parsed, model));
  const application = applicationOf(parsed, model, yaml);
  const profile: Profile = {
    ...parsed,
    parameters: { ...defaultsOf(model), ...parsed.parameters },
    truth: model?.truth ?? [],
    flash: flashPlanOf(parsed.flash),
    signals: [...parsed.signals].sort((left, right) => left.id - right.id),
    factoryImage: { version: parsed.factoryImage.version, application },
  };
  const bytes = canonicalProfileBytes(profile).byteLength;
  if (bytes > profileLimits.definitionBytes)
    refuse(yaml, 'E1501', [
      { path: ['signals'], message: `the public definition has ${bytes} bytes, the limit is ${profileLimits.definitionBytes}` },
    ]);
  return profile;
}

function ownRuleBreaks(profile: ParsedProfile): RuleBreak[] {
  const breaks: RuleBreak[] = [];
  for (const [index, { name, unit }] of profile.signals.entries()) {
    const wanted = missingEnding(name, unit);
    if (wanted !== undefined)
      breaks.push({
        path: ['signals', index, 'name'],
        message: `a name ends with its unit: "${name}" in ${unit} should end with ${wanted.join(' or ')}`,
      });
  }
  if (profile.reconnect.maximumMs < profile.reconnect.baseMs)
    breaks.push({
      path: ['reconnect', 'maximumMs'],
      message: `maximumMs ${profile.reconnect.maximumMs} is below baseMs ${profile.reconnect.baseMs}`,
    });
  const units = profile.subDevices.reduce((sum, plan) => sum + plan.count, 0);
  if (units > profileLimits.subDevices)
    breaks.push({ path: ['subDevices'], message: `${units} sub-devices, the limit of all together is ${profileLimits.subDevices}` });
  const revision = profile.hardwareRevisions.findIndex((name, index) => profile.hardwareRevisions.indexOf(name) !== index);
  if (revision >= 0)
    breaks.push({ path: ['hardwareRevisions', revision], message: `"${profile.hardwareRevisions[revision]}" comes twice` });
  return breaks;
}

function modelOf(profile: ParsedProfile, models: ModelOutlines, yaml: YamlText): ModelOutline {
  const model = models.get(profile.model);
  if (model !== undefined) {
    refuse(yaml, 'E1502', shapeBreaks(profile, model.forProfile !== undefined));
    return model.forProfile?.(profile) ?? model;
  }
  const meant = closestWord(profile.model, models.keys());
  const hint = meant === undefined ? `; there are ${[...models.keys()].join(', ')}` : `, did you mean "${meant}"?`;
  throw failProfile('E1502', { message: `model: there is no signal model "${profile.model}"${hint}`, at: yaml.place(['model']) });
}

function modelBreaks(profile: ParsedProfile, model: ModelOutline): RuleBreak[] {
  const breaks: RuleBreak[] = [];
  const names = new Set(profile.signals.map((signal) => signal.name));
  for (const output of model.outputs)
    if (!names.has(output))
      breaks.push({ path: ['signals'], message: `model "${profile.model}" gives "${output}", but no signal has this name` });
  for (const actuator of model.actuators)
    if (!Object.hasOwn(profile.actuators, actuator))
      breaks.push({
        path: ['actuators'],
        message: `model "${profile.model}" takes actuator "${actuator}", which has no value at boot here`,
      });
  for (const actuator of Object.keys(profile.actuators))
    if (!model.actuators.includes(actuator))
      breaks.push({ path: ['actuators', actuator], message: `${unknown('actuator', actuator, model.actuators)}` });
  for (const [name, value] of Object.entries(profile.parameters)) {
    const parameter = Object.hasOwn(model.parameters, name) ? model.parameters[name] : undefined;
    const path = ['parameters', name];
    if (parameter === undefined) breaks.push({ path, message: unknown('parameter', name, Object.keys(model.parameters)) });
    else if (value < parameter.minimum || value > parameter.maximum)
      breaks.push({ path, message: `${value} is not within ${parameter.minimum} and ${parameter.maximum}` });
  }
  return breaks;
}

function unknown(kind: string, name: string, known: readonly string[]): string {
  const meant = closestWord(name, known);
  if (meant !== undefined) return `the model has no ${kind} "${name}", did you mean "${meant}"?`;
  return `the model has no ${kind} "${name}"${known.length === 0 ? '' : `; it has ${known.join(', ')}`}`;
}

function applicationOf(profile: ParsedProfile, model: ModelOutline | undefined, yaml: YamlText): Profile['factoryImage']['application'] {
  const at: readonly (string | number)[] = ['factoryImage', 'application'];
  const settings: Record<string, SettingValue> = {};
  for (const setting of profile.settings) settings[setting.key] = setting.defaultValue;
  const { application } = loadApplication(profile.factoryImage.application, {
    signals: sampledSignals(profile, model),
    actuators: Object.keys(profile.actuators),
    settings,
    place: (path, part): Place => yaml.place([...at, ...path], part),
  });
  const text = JSON.stringify(application);
  for (const [index, command] of profile.commands.entries())
    if (!text.includes(`"command.${command}":[`))
      refuse(yaml, 'E1501', [{ path: ['commands', index], message: `no state of the application takes "command.${command}"` }]);
  return application;
}

/** Signals that an application may name: those that the model gives; a recording alone may give all. */
function sampledSignals(profile: ParsedProfile, model: ModelOutline | undefined): string[] {
  const names = profile.signals.map((signal) => signal.name);
  return model === undefined || model.outputs.length === 0 ? names : names.filter((name) => model.outputs.includes(name));
}

function defaultsOf(model: ModelOutline | undefined): Record<string, number> {
  return Object.fromEntries(Object.entries(model?.parameters ?? {}).map(([name, parameter]) => [name, parameter.defaultValue]));
}

function refuse(yaml: YamlText, code: 'E1501' | 'E1502', breaks: readonly RuleBreak[]): void {
  const [first] = breaks;
  if (first === undefined) return;
  const more = breaks.length === 1 ? '' : ` (and ${breaks.length - 1} more)`;
  const error: SeatrialError = failProfile(code, {
    message: `${pathText(first.path)}: ${first.message}${more}`,
    at: yaml.place(first.path),
  });
  throw error;
}
