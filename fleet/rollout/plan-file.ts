import semver from 'semver';
import type {
  GateAction,
  PlanDispatch,
  PlanGate,
  PlanShare,
  PlanStratum,
  PlanSubject,
  PlanWave,
  PlanWindow,
  RolloutPlan,
} from '#fleet/domain/index.js';
import { compileCohorts, compileSelector } from '#fleet/expr/index.js';
import { isSeatrialError, SeatrialError } from '#proto/kit/index.js';
import { checkValue, pathText, readYaml, type YamlText } from '#proto/yaml/index.js';
import { failPlan } from './plan-errors.ts';
import { isFinalCause } from './plan-rules.ts';
import { type GateFile, type PlanFile, planSchema, thresholdSets, type WaveFile } from './plan-schema.ts';
import { dayNames } from './plan-words.ts';
import { isTimeZone, zoneMeant } from './window-logic.ts';

/** Path of keys and indexes into the file. */
type Path = readonly (string | number)[];

/** What reading needs beside the text. */
interface Reading {
  readonly yaml: YamlText;
  readonly compile: (text: string) => unknown;
}

const day = 86_400_000;
const hour = 3_600_000;

/** Waves of a plan that names none. */
const usualWaves: readonly WaveFile[] = [
  { name: 'canary', percent: 1, atLeast: 5 },
  { name: 'early', percent: 5 },
  { name: 'quarter', percent: 25 },
  { name: 'all', percent: 100 },
];

/** Gates of waves that name none. A first wave is small: there the same failure again and again says more than a share. */
function usualGates(index: number): GateFile[] {
  const gates: GateFile[] = [
    { type: 'threshold', of: [...thresholdSets], causes: [], above: 5, minimum: 10, absolute: false },
    {
      type: 'health',
      name: 'health',
      falseStop: 0.01,
      falsePromotion: 0.05,
      failures: ['crash', 'reboot', 'silence', 'selfTest'],
      countedFailures: 3,
      promotion: 'soak',
    },
  ];
  return index === 0 ? [...gates, { type: 'consecutive', name: 'same-cause', failures: 3 }] : gates;
}

/**
 * Reads a plan file and fills in what it leaves out.
 * @param compile compiles a selector, so that a plan may ask the groups of its manager; left out: a plan may ask none
 * @throws E10xx for YAML that does not fit, E18xx for a selector or condition, E275x for what does not fit together: each with file, line and column
 */
export function parsePlan(text: string, file: string, compile: (text: string) => unknown = compileSelector): RolloutPlan {
  const yaml = readYaml(text, file);
  const result = checkValue(planSchema, yaml.value);
  if ('problems' in result) throw yaml.failure(result.problems);
  const given = result.value;
  const reading: Reading = { yaml, compile };
  const waves = wavesOf(reading, given);
  const subject = subjectOf(reading, given);
  checkRetries(reading, given);
  for (const key of ['selector', 'exclude', 'condition'] as const) checkSelector(reading, [key], given[key]);
  return {
    name: given.name,
    title: given.title,
    subject,
    selector: given.selector,
    exclude: given.exclude,
    seed: given.seed ?? given.name,
    strata: given.strata as PlanStratum[],
    membership: given.membership,
    waves,
    dispatch: dispatchOf(reading, given),
    limits: { inFlight: given.limits.inFlight ?? 0, bytesPerSecond: given.limits.bytesPerSecond },
    windows: windowsOf(reading, given),
    timeZone: zoneOf(reading, given),
    deadlines: {
      offerMs: given.deadlines.offer,
      downloadMs: given.deadlines.download,
      installMs: given.deadlines.install,
      confirmMs: given.deadlines.confirm,
    },
    retries: { byCause: given.retries.causes, others: given.retries.others, waitMs: given.retries.wait },
    penalty: { failures: given.penalty.failures, ms: given.penalty.span },
    condition: given.condition,
    approval: given.approval,
    priority: given.priority,
    startAtMs: given.startAt === undefined ? 0 : Date.parse(given.startAt),
    missedWakeUps: given.missedWakeUps,
  };
}

function fail({ yaml }: Reading, code: Parameters<typeof failPlan>[0], path: Path, message: string): SeatrialError {
  return failPlan(code, { message: `${pathText(path)}: ${message}`, at: yaml.place(path) });
}

/** Compiles a selector. Empty text: there is none. */
function checkSelector(reading: Reading, path: Path, text: string): void {
  if (text !== '') atPlace(reading, path, () => reading.compile(text));
}

/** Compiles an expression; what it throws says where in the file that stands. */
function atPlace({ yaml }: Reading, path: Path, compile: () => unknown): void {
  try {
    compile();
  } catch (error) {
    if (!isSeatrialError(error)) throw error;
    const message = `${pathText(path)}: ${error.message}`;
    throw new SeatrialError(error.code, error.definition, { message, next: error.next, at: yaml.place(path), cause: error });
  }
}

function subjectOf(reading: Reading, { release, delta, configuration }: PlanFile): PlanSubject {
  if (release !== undefined) {
    if (configuration !== undefined) throw fail(reading, 'E2755', ['configuration'], 'there is a release as well');
    const [name = '', version = '', ...more] = release.split('@');
    if (!/^[^\s@]{1,128}$/.test(name) || more.length > 0 || semver.valid(version) !== version) {
      throw fail(reading, 'E2756', ['release'], `"${release}" is not NAME@VERSION with a whole version such as 1.4.0`);
    }
    return { type: 'release', release, delta: delta ?? 'prefer' };
  }
  if (configuration === undefined) throw fail(reading, 'E2755', [], 'there is neither release nor configuration');
  if (delta !== undefined) throw fail(reading, 'E2757', ['delta'], 'only a release is sent as a delta');
  const { set, reset } = configuration;
  if (Object.keys(set).length + reset.length === 0) throw fail(reading, 'E2755', ['configuration'], 'it sets nothing and resets nothing');
  const both = reset.findIndex((key) => Object.hasOwn(set, key));
  if (both >= 0) throw fail(reading, 'E2757', ['configuration', 'reset', both], `${reset[both]} is set as well`);
  const again = reset.findIndex((key, index) => reset.indexOf(key) !== index);
  if (again >= 0) throw fail(reading, 'E2757', ['configuration', 'reset', again], `${reset[again]} is there twice`);
  return { type: 'configuration', set, reset };
}

function wavesOf(reading: Reading, given: PlanFile): PlanWave[] {
  const files = given.waves ?? usualWaves;
  checkNames(reading, ['waves'], files);
  let before = 0;
  return files.map((file, index) => {
    const path = ['waves', index];
    const share = shareOfWave(reading, path, file);
    if (share.type === 'percent') {
      if (share.percent <= before) {
        throw fail(reading, 'E2751', [...path, 'percent'], `${share.percent} % after ${before} %: each wave counts those before it`);
      }
      before = share.percent;
    }
    const gates = (file.gates ?? given.gates ?? usualGates(index)).map(named);
    const gatesPath = file.gates === undefined ? ['gates'] : [...path, 'gates'];
    checkNames(reading, gatesPath, gates);
    return {
      name: file.name,
      share,
      soakMs: file.soak ?? given.soak,
      patienceMs: file.patience ?? (index === files.length - 1 ? 7 * day : hour),
      gates: gates.map((gate, number) => gateOf(reading, [...gatesPath, number], gate, given.onBad)),
    };
  });
}

function shareOfWave(reading: Reading, path: Path, { percent, atLeast, devices, selector }: WaveFile): PlanShare {
  const given = Object.entries({ percent, devices, selector }).filter(([, value]) => value !== undefined);
  if (given.length !== 1) {
    const found = given.length === 0 ? 'found none' : `found ${given.map(([key]) => key).join(' and ')}`;
    throw fail(reading, 'E2757', path, `a wave takes one of percent, devices and selector, ${found}`);
  }
  if (atLeast !== undefined && percent === undefined) throw fail(reading, 'E2757', [...path, 'atLeast'], 'it belongs to percent');
  if (percent !== undefined) return { type: 'percent', percent, atLeast: atLeast ?? 1 };
  if (devices !== undefined) return { type: 'count', count: devices };
  checkSelector(reading, [...path, 'selector'], selector ?? '');
  return { type: 'selector', selector: selector ?? '' };
}

/** The gate with the name that it has when the file gives none: a threshold is called by what it counts. */
function named(gate: GateFile): GateFile & { readonly name: string } {
  if (gate.type !== 'threshold') return gate;
  const counted = gate.of.join('-').replaceAll(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`);
  return { ...gate, name: gate.name ?? (gate.of.length === thresholdSets.length ? 'failed' : counted) };
}

function gateOf(reading: Reading, path: Path, gate: ReturnType<typeof named>, usual: GateAction): PlanGate {
  switch (gate.type) {
    case 'threshold': {
      const { above, onBad = usual, ...rest } = gate;
      if (gate.absolute && !gate.of.includes('silent')) {
        throw fail(reading, 'E2757', [...path, 'absolute'], 'it says how silence is counted, and `of` does not count silent');
      }
      if (gate.causes.length > 0 && gate.of.every((set) => set === 'silent')) {
        throw fail(reading, 'E2757', [...path, 'causes'], 'silence has no cause');
      }
      checkOnce(reading, [...path, 'of'], gate.of);
      checkOnce(reading, [...path, 'causes'], gate.causes);
      return { ...rest, abovePercent: above, onBad };
    }
    case 'signal':
      atPlace(reading, [...path, 'when'], () => compileCohorts(gate.when, 'when'));
      return { ...gate, onBad: gate.onBad ?? usual };
    case 'consecutive':
      return { ...gate, onBad: gate.onBad ?? usual };
    case 'health': {
      const { hold, onBad = usual, ...rest } = gate;
      if (hold !== undefined && gate.promotion === 'soak') {
        throw fail(reading, 'E2757', [...path, 'hold'], 'it is how long promotion: proven may wait');
      }
      checkOnce(reading, [...path, 'failures'], gate.failures);
      return { ...rest, holdMs: gate.promotion === 'soak' ? 0 : (hold ?? 3 * day), onBad };
    }
    case 'manual':
      return gate;
  }
}

function dispatchOf(reading: Reading, { dispatch }: PlanFile): PlanDispatch {
  if (dispatch.type === 'constant') return dispatch;
  const { attempted, updated } = dispatch.every;
  const path = ['dispatch', 'every'];
  if ((attempted === undefined) === (updated === undefined)) throw fail(reading, 'E2757', path, 'expected one of attempted and updated');
  if (dispatch.mostPerMinute < dispatch.basePerMinute) {
    throw fail(
      reading,
      'E2757',
      ['dispatch', 'mostPerMinute'],
      `${dispatch.mostPerMinute} is below basePerMinute, ${dispatch.basePerMinute}`,
    );
  }
  return { ...dispatch, every: attempted === undefined ? { updated: updated ?? 1 } : { attempted } };
}

function windowsOf(reading: Reading, { windows }: PlanFile): PlanWindow[] {
  return windows.map(({ days, from, to }, index) => {
    const path = ['windows', index];
    // Midnight at the end of a day is its last minute's end, however it is written.
    const toMinute = to === 0 ? 1_440 : to;
    if (from === 1_440) throw fail(reading, 'E2752', [...path, 'from'], '24:00 is the end of a day; the next one begins at 00:00');
    if (from === toMinute || (from === 0 && to === 0))
      throw fail(reading, 'E2752', [...path, 'to'], 'it ends in the minute in which it begins');
    checkOnce(reading, [...path, 'days'], days);
    return { days: days.map((name) => dayNames.indexOf(name) + 1).sort(), fromMinute: from, toMinute };
  });
}

function zoneOf(reading: Reading, { timeZone }: PlanFile): string {
  if (isTimeZone(timeZone)) return timeZone;
  const meant = zoneMeant(timeZone);
  throw fail(reading, 'E2753', ['timeZone'], `there is no "${timeZone}"${meant === undefined ? '' : `, did you mean "${meant}"?`}`);
}

function checkRetries(reading: Reading, { retries }: PlanFile): void {
  const cause = Object.keys(retries.causes).find((name) => isFinalCause(name));
  if (cause !== undefined) throw fail(reading, 'E2754', ['retries', 'causes', cause], `${cause} is the same the next time`);
}

function checkNames(reading: Reading, path: Path, parts: readonly { readonly name: string }[]): void {
  const index = parts.findIndex(({ name }, at) => parts.findIndex((other) => other.name === name) !== at);
  if (index < 0) return;
  const name = parts[index]?.name ?? '';
  throw fail(reading, 'E2750', [...path, index, 'name'], `"${name}" is there twice`);
}

function checkOnce(reading: Reading, path: Path, values: readonly string[]): void {
  const index = values.findIndex((value, at) => values.indexOf(value) !== at);
  if (index >= 0) throw fail(reading, 'E2757', [...path, index], `${values[index]} is there twice`);
}
