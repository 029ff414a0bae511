/** Every range that a comment in proto/seatrial/v1 states, as one table. Telemetry, the hot path, is checked by its decoder. */
import type { seatrial } from '#proto/gen/index.js';
import { characterCount, frameLimits } from './frame-limits.ts';

/** What is wrong with a value: measured against which limit. undefined when nothing is. */
type Check = (value: unknown, path: string) => string | undefined;
/** One field and what must hold for it. Fields without a range are not in the table. */
type Rule = readonly [field: string, check: Check];

const uint32 = 4_294_967_295;

function text(least: number, most: number): Check {
  return (value, path) => {
    const length = characterCount(value as string);
    return length >= least && length <= most ? undefined : `${path} has ${length} characters, its range is ${least} to ${most}`;
  };
}

function pattern(expression: RegExp, words: string): Check {
  return (value, path) => (expression.test(value as string) ? undefined : `${path} is ${quote(value as string)}, it must be ${words}`);
}

function bytes(length: number): Check {
  return (value, path) => {
    const measured = (value as Uint8Array).length;
    return measured === length ? undefined : `${path} has ${measured} bytes, it must have ${length}`;
  };
}

function blob(most: number): Check {
  return (value, path) => {
    const measured = (value as Uint8Array).length;
    return measured >= 1 && measured <= most ? undefined : `${path} has ${measured} bytes, its range is 1 to ${most}`;
  };
}

/** Also refuses NaN and infinity. */
function range(least: number, most: number): Check {
  return (value, path) =>
    (value as number) >= least && (value as number) <= most ? undefined : `${path} is ${value}, its range is ${least} to ${most}`;
}

const finite: Check = (value, path) => (Number.isFinite(value) ? undefined : `${path} is ${value}, it must be finite`);

function all(...checks: readonly Check[]): Check {
  return (value, path) => {
    for (const check of checks) {
      const problem = check(value, path);
      if (problem !== undefined) return problem;
    }
    return undefined;
  };
}

function list(least: number, most: number, item: Check): Check {
  return (value, path) => {
    const items = value as readonly unknown[];
    if (items.length < least || items.length > most) return `${path} has ${items.length} entries, its range is ${least} to ${most}`;
    for (const [index, entry] of items.entries()) {
      const problem = item(entry, `${path}[${index}]`);
      if (problem !== undefined) return problem;
    }
    return undefined;
  };
}

/** Entries must grow by their key, so that none comes twice and the order is canonical. */
function growing(keyOf: (item: unknown) => number | string): Check {
  return (value, path) => {
    const items = value as readonly unknown[];
    for (let index = 1; index < items.length; index += 1) {
      const before = keyOf(items[index - 1]);
      const key = keyOf(items[index]);
      if (!(before < key))
        return `${path}[${index}] (${quote(String(key))}) does not come after ${quote(String(before))}: entries must grow`;
    }
    return undefined;
  };
}

function entries(most: number, item: Check): Check {
  return (value, path) => {
    const map = value as Readonly<Record<string, unknown>>;
    const keys = Object.keys(map);
    if (keys.length > most) return `${path} has ${keys.length} entries, the limit is ${most}`;
    for (const key of keys) {
      const problem = text(1, 64)(key, `a key of ${path}`) ?? item(map[key], `${path}.${key}`);
      if (problem !== undefined) return problem;
    }
    return undefined;
  };
}

function message(rules: readonly Rule[]): Check {
  return (value, path) => {
    if (value === null || value === undefined) return `${path} is missing`;
    for (const [field, check] of rules) {
      const problem = check((value as Readonly<Record<string, unknown>>)[field], `${path}.${field}`);
      if (problem !== undefined) return problem;
    }
    return undefined;
  };
}

function quote(value: string): string {
  return JSON.stringify(value.length > 80 ? `${value.slice(0, 80)}…` : value);
}

const deviceId = pattern(/^[a-z0-9][a-z0-9._-]{0,63}$/, '1 to 64 of a-z 0-9 . _ - and start with a letter or digit');
const profileName = pattern(/^[a-z0-9-]{1,64}$/, '1 to 64 of a-z 0-9 -');
const camelCase = pattern(/^[a-z][a-zA-Z0-9]{0,63}$/, 'camelCase, 1 to 64 letters and digits');
const commandName = pattern(/^[a-zA-Z0-9._-]{1,64}$/, '1 to 64 of a-z A-Z 0-9 . _ -');
const dotCase = pattern(/^(?=.{1,64}$)[a-zA-Z0-9_-]+(\.[a-zA-Z0-9_-]+)*$/, 'dot.case, 1 to 64 of a-z A-Z 0-9 _ - in words joined by dots');
const semanticVersion = all(
  text(1, 64),
  pattern(
    /^(0|[1-9]\d*)\.(0|[1-9]\d*)\.(0|[1-9]\d*)(-[0-9A-Za-z-]+(\.[0-9A-Za-z-]+)*)?(\+[0-9A-Za-z-]+(\.[0-9A-Za-z-]+)*)?$/,
    'a semantic version such as 1.4.0',
  ),
);
const time = range(0, frameLimits.timeMs);
const fromOne = range(1, uint32);
const forPerson = text(0, frameLimits.messageCharacters);

/** A oneof: the member that is set has its rule; a Value without one is wrong. */
const value: Check = (given, path) => {
  if (given === null || given === undefined) return `${path} is missing`;
  const kind = (given as seatrial.v1.Value).kind;
  const member = (given as seatrial.v1.Value)[kind ?? 'flag'];
  if (kind === 'number') return finite(member, path);
  if (kind === 'text') return text(0, 1_024)(member, path);
  return kind === 'flag' ? undefined : `${path} has no number, text or flag`;
};

const signal = all(
  message([
    ['id', range(1, frameLimits.signalId)],
    ['name', camelCase],
    ['unit', text(1, 32)],
    ['title', text(0, 200)],
    ['minimum', finite],
    ['maximum', finite],
  ]),
  (given, path) => {
    const { minimum, maximum } = given as seatrial.v1.SignalDefinition;
    return minimum <= maximum ? undefined : `${path}.minimum ${minimum} is above maximum ${maximum}`;
  },
);

const uniqueNames: Check = (given, path) => {
  const names = new Set<string>();
  for (const { name } of given as readonly seatrial.v1.SignalDefinition[]) {
    if (names.has(name)) return `${path} has two signals named ${quote(name)}`;
    names.add(name);
  }
  return undefined;
};

const setting = all(
  message([
    ['key', camelCase],
    ['defaultValue', value],
    ['minimum', finite],
    ['maximum', finite],
  ]),
  (given, path) => {
    const { defaultValue, minimum, maximum } = given as seatrial.v1.SettingDefinition;
    if (defaultValue?.kind === 'number') {
      const number = defaultValue.number as number;
      if (minimum === 0 && maximum === 0) return undefined;
      return number >= minimum && number <= maximum
        ? undefined
        : `${path}.defaultValue is ${number}, its range is ${minimum} to ${maximum}`;
    }
    return minimum === 0 && maximum === 0 ? undefined : `${path} is no number but has a range: minimum and maximum must be 0`;
  },
);

const partStart: Check = (given, path) => {
  const { partBytes, pieceBytes } = frameLimits;
  const offset = given as number;
  if (offset % partBytes !== 0) return `${path} is ${offset}, it must be a multiple of ${partBytes}`;
  return range(0, pieceBytes - partBytes)(offset, path);
};

const attempt: Rule = ['attemptId', text(1, 64)];

const place: readonly Rule[] = [
  ['boot', fromOne],
  ['sequence', fromOne],
];

/** Rules by the name of the body's field in DeviceFrame. */
const deviceRules: Readonly<Record<string, readonly Rule[]>> = {
  claim: [
    ['tokenId', text(1, 64)],
    ['tokenProof', bytes(32)],
    ['deviceId', deviceId],
    ['publicKey', bytes(32)],
    ['signature', bytes(64)],
    ['profile', profileName],
    ['hardwareRevision', text(0, 32)],
  ],
  hello: [
    ['deviceId', deviceId],
    ['signature', bytes(64)],
    ['boot', fromOne],
    ['connection', fromOne],
    ['deviceTimeMs', time],
    ['profileDigest', bytes(32)],
    ['firmwareVersion', semanticVersion],
    ['imageDigest', bytes(32)],
  ],
  event: [...place, ['timeMs', time], ['name', dotCase], ['message', forPerson], ['values', entries(16, finite)]],
  heartbeat: [['batteryPercent', range(0, 100)]],
  sleep: [['wakeInMs', range(1, 31_536_000_000)]],
  commandResult: [
    ['commandId', text(1, 64)],
    ['message', forPerson],
  ],
  configurationReport: [
    ['settings', entries(64, value)],
    ['error', forPerson],
  ],
  pieceRequest: [attempt, ['offset', partStart], ['credit', range(1, frameLimits.creditParts)]],
  updateReport: [
    attempt,
    ['sequence', fromOne],
    ['message', forPerson],
    ['timeMs', time],
    ['storedBytes', range(0, frameLimits.pieceBytes)],
    ['boot', fromOne],
    ['runningDigest', bytes(32)],
    ['trustedTimeMs', time],
  ],
  profileDefinition: [
    ['name', profileName],
    ['title', text(0, 200)],
    [
      'signals',
      all(
        list(1, 1_024, signal),
        growing((item) => (item as seatrial.v1.SignalDefinition).id),
        uniqueNames,
      ),
    ],
    [
      'wakePlan',
      message([
        ['wakeEveryMs', range(0, 31_536_000_000)],
        ['awakeMs', range(0, 31_536_000_000)],
      ]),
    ],
    [
      'settings',
      all(
        list(0, 64, setting),
        growing((item) => (item as seatrial.v1.SettingDefinition).key),
      ),
    ],
    [
      'commands',
      all(
        list(0, 32, commandName),
        growing((item) => item as string),
      ),
    ],
  ],
};

/** Rules by the name of the body's field in FleetFrame. */
const fleetRules: Readonly<Record<string, readonly Rule[]>> = {
  challenge: [
    ['nonce', bytes(32)],
    ['fleetTimeMs', time],
    ['answerWithinMs', range(1_000, 300_000)],
  ],
  welcome: [
    ['deviceId', deviceId],
    ['fleetTimeMs', time],
    ['heartbeatMs', range(1_000, 86_400_000)],
    ['framesPerSecond', range(1, 1_000_000)],
    ['windowFrames', range(1, 65_535)],
  ],
  pending: [['retryAfterMs', range(1_000, 86_400_000)]],
  refusal: [
    ['message', forPerson],
    ['fleetTimeMs', time],
  ],
  acknowledge: place,
  reject: [...place, ['message', forPerson]],
  command: [
    ['commandId', text(1, 64)],
    ['name', text(1, 64)],
    ['arguments', entries(16, value)],
    ['answerWithinMs', range(1, 86_400_000)],
  ],
  desiredConfiguration: [
    ['version', fromOne],
    ['settings', entries(64, value)],
  ],
  time: [['fleetTimeMs', time]],
  updateOffer: [attempt, ['assignment', blob(frameLimits.assignmentBytes)]],
  updateCancel: [attempt, ['message', forPerson]],
  piecePart: [attempt, ['offset', partStart], ['totalBytes', range(1, frameLimits.pieceBytes)], ['bytes', blob(frameLimits.partBytes)]],
  pieceAbsent: [attempt, ['message', forPerson], ['retryAfterMs', range(0, 86_400_000)]],
  updateReportAcknowledge: [attempt, ['sequence', fromOne]],
};

const deviceChecks = checksOf(deviceRules);
const fleetChecks = checksOf(fleetRules);

function checksOf(rules: Readonly<Record<string, readonly Rule[]>>): Readonly<Record<string, Check>> {
  return Object.fromEntries(Object.entries(rules).map(([type, fields]) => [type, message(fields)]));
}

/**
 * Checks a decoded body against the ranges of its message.
 * @returns what is wrong, with the measured value and the limit; undefined when nothing is
 */
export function checkBody(direction: 'device' | 'fleet', type: string, body: object): string | undefined {
  return (direction === 'device' ? deviceChecks : fleetChecks)[type]?.(body, type);
}

/** Checks a channel's number. */
export function checkChannel(channel: number): string | undefined {
  return channel <= frameLimits.channel ? undefined : `channel is ${channel}, its range is 0 to ${frameLimits.channel}`;
}
