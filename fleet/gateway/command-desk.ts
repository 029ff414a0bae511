import type { CommandOutcomeName } from '#proto/frame/index.js';
import { encodeFleetFrame } from '#proto/frame/index.js';
import { type Clock, TimerTask } from '#proto/kit/index.js';
import type { SettingValue } from '#proto/profile/index.js';
import { failGateway } from './gateway-errors.ts';
import type { Session } from './session.ts';
import { toWire } from './wire-values.ts';

/** What an operator asks of a device. */
export interface CommandRequest {
  readonly name: string;
  readonly arguments: Readonly<Record<string, SettingValue>>;
  /** 1 to 86,400,000. */
  readonly withinMs: number;
}

/** What the device answered. */
export interface CommandAnswer {
  readonly outcome: CommandOutcomeName;
  readonly message: string;
}

/** A command that waits for its answer; it is its own timer. */
class OpenCommand extends TimerTask {
  readonly id: string;
  readonly request: CommandRequest;
  readonly #expire: (command: OpenCommand) => void;
  readonly settle: { readonly resolve: (answer: CommandAnswer) => void; readonly reject: (error: Error) => void };

  constructor(id: string, request: CommandRequest, settle: OpenCommand['settle'], expire: (command: OpenCommand) => void) {
    super();
    this.id = id;
    this.request = request;
    this.settle = settle;
    this.#expire = expire;
  }

  override fire(): void {
    this.#expire(this);
  }
}

/** Commands and their answers. A command that is open when its device comes back is sent again with the same id: the device does it once. */
export class CommandDesk {
  readonly #clock: Clock;
  readonly #randomBytes: (length: number) => Uint8Array;
  readonly #mostOpen: number;
  readonly #send: (session: Session, bytes: Uint8Array) => void;
  readonly #open = new Map<number, OpenCommand[]>();

  /** @param mostOpen commands of one device that wait at once */
  constructor(
    clock: Clock,
    randomBytes: (length: number) => Uint8Array,
    mostOpen: number,
    send: (session: Session, bytes: Uint8Array) => void,
  ) {
    this.#clock = clock;
    this.#randomBytes = randomBytes;
    this.#mostOpen = mostOpen;
    this.#send = send;
  }

  /** Sends a command to a welcomed unit. Rejects with E1311 to E1314. */
  async command(session: Session, request: CommandRequest): Promise<CommandAnswer> {
    const id = Buffer.from(this.#randomBytes(9)).toString('base64url');
    return new Promise((resolve, reject) => this.deliver(session, id, request, { resolve, reject }));
  }

  /** As command, under an id of the caller's, with a call back. */
  deliver(session: Session, id: string, request: CommandRequest, settle: OpenCommand['settle']): void {
    const { deviceKey, deviceId } = session;
    const open = this.#open.get(deviceKey) ?? [];
    const refusal = refusalOf(request, deviceId, open.length, this.#mostOpen);
    if (refusal !== undefined) return settle.reject(refusal);
    const command = new OpenCommand(id, request, settle, (expired) => {
      this.#take(deviceKey, expired.id);
      const { name, withinMs } = request;
      settle.reject(failGateway('E1311', { message: `${deviceId} did not answer ${name} within ${withinMs} ms` }));
    });
    open.push(command);
    this.#open.set(deviceKey, open);
    this.#clock.schedule(command, this.#clock.nowMs() + request.withinMs);
    this.#sendOne(session, command);
  }

  /** The unit was welcomed: what is open for it goes out again. */
  resend(session: Session): void {
    for (const command of this.#open.get(session.deviceKey) ?? []) this.#sendOne(session, command);
  }

  /** An answer came. False when nobody waits for it (any more). */
  answer(deviceKey: number, commandId: string, answer: CommandAnswer): boolean {
    const command = this.#take(deviceKey, commandId);
    if (command === undefined) return false;
    this.#clock.cancel(command);
    command.settle.resolve(answer);
    return true;
  }

  /** Gives all up. */
  stop(): void {
    for (const commands of this.#open.values()) {
      for (const command of commands) {
        this.#clock.cancel(command);
        command.settle.reject(failGateway('E1314', { message: `${command.request.name} was not answered before the manager stopped` }));
      }
    }
    this.#open.clear();
  }

  #take(deviceKey: number, commandId: string): OpenCommand | undefined {
    const open = this.#open.get(deviceKey);
    const index = open?.findIndex((command) => command.id === commandId) ?? -1;
    if (open === undefined || index < 0) return undefined;
    const [command] = open.splice(index, 1);
    if (open.length === 0) this.#open.delete(deviceKey);
    return command;
  }

  #sendOne(session: Session, command: OpenCommand): void {
    const { name, arguments: given } = command.request;
    const answerWithinMs = Math.max(1, Math.floor(command.dueMs - this.#clock.nowMs()));
    const body = { commandId: command.id, name, arguments: toWire(given), answerWithinMs };
    this.#send(session, encodeFleetFrame({ channel: session.channel, type: 'command', body }));
  }
}

function refusalOf(request: CommandRequest, deviceId: string, open: number, mostOpen: number): Error | undefined {
  if (open < mostOpen) return problemOf(request);
  return failGateway('E1312', { message: `${open} commands of ${deviceId} are open, the limit is ${mostOpen}` });
}

/** The ranges of Command, command.proto. */
function problemOf({ name, arguments: given, withinMs }: CommandRequest): Error | undefined {
  if (name.length < 1 || name.length > 64) {
    return failGateway('E1313', { message: `the name has ${name.length} characters, its range is 1 to 64` });
  }
  if (!Number.isInteger(withinMs) || withinMs < 1 || withinMs > 86_400_000) {
    return failGateway('E1313', { message: `the time to answer is ${withinMs} ms, its range is 1 to 86400000` });
  }
  const entries = Object.entries(given);
  if (entries.length > 16) return failGateway('E1313', { message: `${entries.length} arguments, the limit is 16` });
  for (const [key, value] of entries) {
    if (key.length < 1 || key.length > 64) {
      return failGateway('E1313', { message: `argument ${key.slice(0, 64)} has a name of ${key.length} characters, its range is 1 to 64` });
    }
    if (typeof value === 'string' && value.length > 1_024) {
      return failGateway('E1313', { message: `argument ${key} has ${value.length} characters, the limit is 1024` });
    }
    if (typeof value === 'number' && !Number.isFinite(value)) {
      return failGateway('E1313', { message: `argument ${key} is ${value}, it must be finite` });
    }
  }
  return undefined;
}
