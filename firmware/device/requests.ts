import { checkSettings, type Settings } from '#firmware/logic/index.js';
import type { CommandOutcomeName, FleetFrame } from '#proto/frame/index.js';
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
  /** Steps the application. False when its state does not take the event. */
  step(event: string): boolean;
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
    const answer = { id, ...carryOut(command.name ?? '', hands) };
    this.#answers = [...this.#answers.slice(-(mostRemembered - 1)), answer];
    return { answer, isReboot: command.name === 'reboot' };
  }
}

function carryOut(name: string, hands: CommandHands): { readonly outcome: CommandOutcomeName; readonly message: string } {
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
  return hands.step(`command.${name}`)
    ? { outcome: 'done', message: '' }
    : { outcome: 'refused', message: 'the application does not take it in its present state' };
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
