import { readdirSync, statSync } from 'node:fs';
import { basename, join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import { isSeatrialError, messageOf, readBounded } from '#proto/kit/index.js';
import type { PublicProfile } from '#proto/profile/index.js';
import { readReplayMap } from './replay-map.ts';
import { type RecordedRows, type ReplayLimits, ReplayParser, replayLimits } from './replay-parser.ts';
import { failSignals } from './signals-errors.ts';

/** A recording that drives devices: one a unit. */
export interface Replay {
  /** Names of the profile's signals, in the order in which cursors fill them. */
  readonly signals: readonly string[];
  /** Time from row to row, ms of application time. */
  readonly everyMs: number;
  /** In the order in which the recording names them first. */
  readonly devices: readonly ReplayDevice[];
}

/** The recording of one device. */
export interface ReplayDevice {
  /** 1 to 40 of a-z A-Z 0-9 . _ -. */
  readonly name: string;
  readonly rows: number;
  /** A cursor before the first row; any number may be open at once. */
  open(): ReplayCursor;
}

/** Reads the rows of one device in order. */
export interface ReplayCursor {
  /** Fills the first values with the next row, in the order of Replay.signals. False, and nothing filled, at the end. */
  next(values: number[]): boolean;
}

/**
 * Opens a recording. All of it is held as doubles, 8 bytes a value, within the limits.
 * @param path a CSV file, gzip or not; or a folder: each .csv, .csv.gz, .txt or .txt.gz in it is one device, when the map names no units
 * @param mapText the map file's YAML
 * @param mapFile its name, for messages
 * @throws E1010 to E1014 and E1535 for the map, E1530 to E1536 for the recording, each with file and line
 */
export function openReplay(
  path: string,
  mapText: string,
  mapFile: string,
  profile: Pick<PublicProfile, 'name' | 'signals'>,
  limits: ReplayLimits = replayLimits,
): Replay {
  const map = readReplayMap(mapText, mapFile, profile);
  const parser = new ReplayParser(map, limits);
  for (const file of filesOf(path)) parser.parse(readText(file, limits), file, deviceNameOf(file));
  if (parser.devices.size === 0) throw failSignals('E1536', { message: `${path} holds no rows`, at: { file: path } });
  return {
    signals: map.signals.map((signal) => signal.signal),
    everyMs: map.everyMs,
    devices: [...parser.devices.values()].map((rows) => new RecordedDevice(rows, map.signals.length)),
  };
}

/**
 * The text of a recording; of a folder, of its first file.
 * @throws E1530 when it can't be read, E1531 when it is too large
 */
export function readRecording(path: string, limits: ReplayLimits = replayLimits): { readonly text: string; readonly file: string } {
  const [file = path] = filesOf(path);
  return { text: readText(file, limits), file };
}

function filesOf(path: string): string[] {
  try {
    if (!statSync(path).isDirectory()) return [path];
    const names = readdirSync(path).filter((name) => /\.(csv|txt)(\.gz)?$/.test(name));
    return names.sort().map((name) => join(path, name));
  } catch (error) {
    throw failSignals('E1530', { message: `${path}: ${messageOf(error)}`, at: { file: path }, cause: error });
  }
}

function readText(file: string, limits: ReplayLimits): string {
  const tooLarge = (): Error => failSignals('E1531', { message: `${file} has more than ${limits.fileBytes} bytes unpacked`, at: { file } });
  try {
    const bytes = readBounded(file, limits.fileBytes, (detail, isTooLarge) => failSignals(isTooLarge ? 'E1531' : 'E1530', detail));
    const isGzip = bytes[0] === 0x1f && bytes[1] === 0x8b;
    return (isGzip ? gunzipSync(bytes, { maxOutputLength: limits.fileBytes }) : bytes).toString('utf8').replace(/^\ufeff/, '');
  } catch (error) {
    if (isSeatrialError(error)) throw error;
    if (error instanceof RangeError) throw tooLarge();
    throw failSignals('E1530', { message: `${file}: ${messageOf(error)}`, at: { file }, cause: error });
  }
}

/** The file's name without its ending, as part of a device id. */
function deviceNameOf(file: string): string {
  const name = basename(file).replace(/(\.(csv|txt))?(\.gz)?$/, '');
  return name.replace(/[^A-Za-z0-9._-]/g, '-').slice(0, 40) || 'recording';
}

class RecordedDevice implements ReplayDevice {
  readonly name: string;
  readonly rows: number;
  readonly #values: Float64Array;
  readonly #width: number;

  constructor(recorded: RecordedRows, width: number) {
    this.name = recorded.name;
    this.rows = recorded.rows;
    this.#width = width;
    this.#values = recorded.values.slice(0, recorded.rows * width);
  }

  open(): ReplayCursor {
    return new RowCursor(this.#values, this.#width);
  }
}

class RowCursor implements ReplayCursor {
  readonly #values: Float64Array;
  readonly #width: number;
  #offset = 0;

  constructor(values: Float64Array, width: number) {
    this.#values = values;
    this.#width = width;
  }

  next(values: number[]): boolean {
    if (this.#offset >= this.#values.length) return false;
    for (let index = 0; index < this.#width; index += 1) values[index] = this.#values[this.#offset + index] as number;
    this.#offset += this.#width;
    return true;
  }
}
