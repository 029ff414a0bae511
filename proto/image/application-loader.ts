import { createHash } from 'node:crypto';
import type { AnyStateMachine } from 'xstate';
import type { SeatrialError } from '#proto/kit/index.js';
import { checkValue, type Place, pathText } from '#proto/yaml/index.js';
import type { Application } from './application.ts';
import { buildMachine } from './application-machine.ts';
import { checkNames, commandArguments, type HardwareNames } from './application-names.ts';
import { applicationSchema } from './application-schema.ts';
import { type ApplicationProblem, checkStructure } from './application-structure.ts';
import { canonicalJson } from './canonical-json.ts';
import { failImage } from './image-errors.ts';
import { copyPlainData } from './plain-data.ts';

/** Where an application comes from, for messages. */
export interface ApplicationText {
  readonly file?: string;
  /** Where a part of the application stands in its text. */
  readonly place?: (path: readonly (string | number)[], part: 'key' | 'value') => Place;
}

/** What an application is loaded for. */
export interface ApplicationSurroundings extends HardwareNames, ApplicationText {}

/** An application that was checked: shared by all devices that run it. */
export interface LoadedApplication {
  readonly application: Application;
  /** Built by setup() with the hardware vocabulary; its actions only come back as data. Step it with stepApplication. */
  readonly machine: AnyStateMachine;
  /** Names of the arguments that it reads of each command, by event: "command.dim". */
  readonly commandArguments: ReadonlyMap<string, readonly string[]>;
  /** SHA-256 over the JSON with sorted keys, hex. */
  readonly digest: string;
}

/**
 * Loads an application: nothing that the hardware vocabulary does not know gets through.
 * @throws E1510 too large or no plain data, E1511 unknown part, E1512 unknown name, E1513 unknown target, E1514 never reached,
 * E1515 no way out, E1516 endless, E1517 watched in vain; the message has the JSON path, `at` the place where the text is there
 */
export function loadApplication(value: unknown, surroundings: ApplicationSurroundings): LoadedApplication {
  const application = parse(value, surroundings);
  const problems = [...checkStructure(application), ...checkNames(application, surroundings)];
  if (problems.length > 0) throw failure(problems, surroundings, 'value');
  const digest = createHash('sha256').update(canonicalJson(application)).digest('hex');
  return { application, machine: buildMachine(application), commandArguments: commandArguments(application), digest };
}

/**
 * Checks an application without knowing the hardware: its form, targets, ways in and out. Names are not looked at, so it is not ready to run.
 * @throws E1510, E1511, E1513 to E1516 as loadApplication does
 */
export function checkApplicationForm(value: unknown, text: ApplicationText = {}): Application {
  const application = parse(value, text);
  const problems = checkStructure(application);
  if (problems.length > 0) throw failure(problems, text, 'value');
  return application;
}

function parse(value: unknown, text: ApplicationText): Application {
  const checked = checkValue(applicationSchema, copyPlainData(value));
  if (!('problems' in checked)) return checked.value;
  const problems = checked.problems.map(({ path, message }) => ({ code: 'E1511' as const, path, message }));
  throw failure(problems, text, checked.problems[0]?.isUnknownKey === true ? 'key' : 'value');
}

function failure(problems: readonly ApplicationProblem[], { file, place }: ApplicationText, part: 'key' | 'value'): SeatrialError {
  const [first] = problems;
  const { code, path, message } = first ?? { code: 'E1511', path: [], message: 'does not fit' };
  const more = problems.length - 1;
  const moreText = more <= 0 ? '' : more === 1 ? ' (and 1 more problem)' : ` (and ${more} more problems)`;
  const where = pathText(part === 'key' ? path.slice(0, -1) : path, 'the application');
  const at = place?.(path, part) ?? (file === undefined ? undefined : { file });
  return failImage(code, { message: `${where}: ${message}${moreText}`, ...(at === undefined ? {} : { at }) });
}
