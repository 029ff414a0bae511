import { checkSettings, type Settings } from '#firmware/logic/index.js';
import type { CommandOutcomeName, FleetFrame } from '#proto/frame/index.js';
import type { CommandArguments } from '#proto/image/index.js';
import type { SettingDefinition, SettingValue } from '#proto/profile/index.js';

/** Commands whose answers are remembered: one that comes again is answered again and not done again. */
const mostRemembered = 16;

type Command = Extract<FleetFrame, { readonly type: 'command' }>['body'];
type DesiredConfiguration = Extract<FleetFrame, { readonly type: 'desiredConfiguration' }>['body'];

/** How a command went. */
export interface CommandAnswer {
  readonly id: string;
  readonly outcome: CommandOutcomeName;
  readonly message: string;
}

/** What carries commands out. */
export interface CommandHands {
  /** Commands of the profile. */
  readonly commands: readonly string[];
  identify(): void;
  /** Names of the arguments that the application reads of a command, by its event. */
  argumentsOf(event: string): readonly string[];
  /** Steps the application. False when its state does not take the event. */
  step(event: string, args: CommandArguments): boolean;
}

const nothing: CommandAnswer[] = [];

/** Answers commands, each id once, over resets too: a reboot that is sent again must not reboot again. */
export class CommandDesk {
  #answers: CommandAnswer[] = nothing;

  /** Does what the command says, or repeats its answer. `isReboot`: the device has to restart once the answer is out. */
  handle(command: Command, hands: CommandHands): { readonly answer: CommandAnswer; readonly isReboot: boolean } {
    const id = command.commandId ?? '';
    const known = this.#answers.find((answer) => answer.id === id);
    if (known !== undefined) return { answer: known, isReboot: false };
    const answer = { id, ...carryOut(command, hands) };
    this.#answers = [...this.#answers.slice(-(mostRemembered - 1)), answer];
    return { answer, isReboot: command.name === 'reboot' };
  }
}

function carryOut(command: Command, hands: CommandHands): { readonly outcome: CommandOutcomeName; readonly message: string } {
  const name = command.name ?? '';
  if (name === 'reboot') return { outcome: 'done', message: 'restarting' };
  if (name === 'identify') {
    hands.identify();
    return { outcome: 'done', message: '' };
  }
  if (!hands.commands.includes(name)) {
    return {
      outcome: 'unknown',
      message: `no command ${name}; there are reboot, identify${hands.commands.map((one) => `, ${one}`).join('')}`,
    };
  }
  const event = `command.${name}`;
  const args = readArguments(command, hands.argumentsOf(event));
  if (typeof args === 'string') return { outcome: 'refused', message: args };
  return hands.step(event, args)
    ? { outcome: 'done', message: '' }
    : { outcome: 'refused', message: 'the application does not take it in its present state' };
}

/** The arguments as numbers; or why they are none: one that nobody reads would be an order that is not done. */
function readArguments(command: Command, known: readonly string[]): CommandArguments | string {
  const args: Record<string, number> = {};
  for (const [key, value] of Object.entries(command.arguments ?? {})) {
    const takes = known.length === 0 ? 'none' : known.join(', ');
    if (!known.includes(key)) return `${command.name} takes no argument ${key.slice(0, 64)}; it takes ${takes}`;
    const number = typeof value.flag === 'boolean' ? Number(value.flag) : value.number;
    if (typeof number !== 'number' || !Number.isFinite(number)) return `the argument ${key} of ${command.name} is no number`;
    args[key] = number;
  }
  return args;
}

/** What the fleet wants, checked: either all settings to run from now on, or why not. */
export function readConfiguration(
  definitions: readonly SettingDefinition[],
  wanted: DesiredConfiguration,
): { readonly settings: Settings } | { readonly error: string } {
  const settings: Record<string, SettingValue> = {};
  for (const [key, value] of Object.entries(wanted.settings ?? {})) {
    const plain = value.number ?? value.text ?? value.flag;
    if (plain === undefined || plain === null) return { error: `${key.slice(0, 64)}: has no value` };
    settings[key] = plain;
  }
  return checkSettings(definitions, settings);
}
