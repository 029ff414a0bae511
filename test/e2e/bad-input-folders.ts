import { cpSync, readdirSync, readFileSync, rmSync, truncateSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { DuckDBInstance } from '@duckdb/node-api';
import { expect } from 'vitest';
import { RawDevice } from './bad-input-device.ts';
import { endAll, ManagerProcess, type ManagerStart, newFolder } from './bad-input-manager.ts';

/** Data folders with which a manager can't start, and a good one that they are made of. */

/** A data folder with 20 frames of one device in it, made by a manager that stopped in good order. */
let good: { readonly folder: string; readonly adminToken: string };
const folders: string[] = [];

/** An empty one. */
export function folder(): string {
  const made = newFolder();
  folders.push(made);
  return made;
}

/** Sends frames until `frames` are acknowledged. */
export async function send(device: RawDevice, frames: number): Promise<void> {
  while (device.sequence < frames) device.telemetry();
  await device.until(`${frames} frames are acknowledged`, () => device.acknowledged >= frames);
}

/** Makes the good folder. */
export async function makeGoodFolder(): Promise<void> {
  const manager = await ManagerProcess.start({ folder: folder() });
  const device = new RawDevice('keeper');
  await device.enrol(manager, await manager.enrolmentToken());
  await send(device, 20);
  const { code } = await manager.stop();
  expect([code, device.refusals(), device.closed]).toEqual([0, ['stopping'], 4_000]);
  good = { folder: manager.folder, adminToken: manager.adminToken };
}

/** Ends what runs and takes all folders away. */
export async function removeFolders(): Promise<void> {
  await endAll();
  for (const one of folders) rmSync(one, { recursive: true, force: true });
}

/** The token of the good folder's administrator, which its copies have too. */
export function adminTokenOfGood(): string {
  return good.adminToken;
}

/** A copy of the good folder. */
export function copy(): string {
  const made = folder();
  cpSync(good.folder, made, { recursive: true });
  return made;
}

/** The one file of the folder with that ending, below it. */
function fileOf(where: string, pattern: RegExp): string {
  const name = readdirSync(where, { recursive: true }).find((one) => pattern.test(String(one)));
  if (name === undefined) throw new Error(`${where} has no ${pattern}`);
  return join(where, String(name));
}

const stateOf = (where: string) => fileOf(where, /^state\.db$/);
const historyOf = (where: string) => fileOf(where, /\.duckdb$/);

/** Starts a manager that can't start. */
export async function expectRefusal(start: ManagerStart, code: string, exit: number, message: RegExp): Promise<void> {
  const ending = await ManagerProcess.startAndEnd(start);
  const said = JSON.parse(ending.stderr.trimEnd().split('\n').at(-1) ?? '') as Record<string, unknown>;
  const word = expect.stringMatching(/\S/);
  expect(said).toMatchObject({ code, exit, message: expect.stringMatching(message), why: word, hint: word });
  expect(ending.code).toBe(exit);
}

/** Writes into the middle of a file. */
function scribble(path: string, at: number, bytes: number): void {
  const content = readFileSync(path);
  content.fill(0xa5, at, at + bytes);
  writeFileSync(path, content);
}

async function changeHistory(path: string, sql: string): Promise<void> {
  const instance = await DuckDBInstance.create(path);
  const connection = await instance.connect();
  await connection.run(sql);
  await connection.run('CHECKPOINT');
  connection.closeSync();
  instance.closeSync();
}

/** Runs SQL on a database of SQLite. */
export function changeState(path: string, sql: string): void {
  const database = new DatabaseSync(path);
  database.exec(sql);
  database.close();
}

/** What is wrong with a data folder, the code and words of the refusal, what breaks it, and the file that is left as it is. */
export type BrokenFolder = readonly [string, string, RegExp, (where: string) => void | Promise<void>, (where: string) => string];

/** One of each refusal, state and history. */
export const brokenFolders: readonly BrokenFolder[] = [
  ['state with a foreign head', 'E1609', /state/, (where) => scribble(stateOf(where), 0, 64), stateOf],
  ['history with garbage behind its head', 'E1609', /history/, (where) => scribble(historyOf(where), 12_288, 400_000), historyOf],
  ['history that is gone while its devices are known', 'E1609', /history/, (where) => rmSync(historyOf(where)), stateOf],
  [
    'state of a newer program',
    'E1608',
    /state.*version 99.*knows up to 2/,
    (where) => changeState(stateOf(where), "INSERT INTO migration VALUES (99, 'future', 'x', 0)"),
    stateOf,
  ],
  [
    'history of a newer program',
    'E1608',
    /history.*version 99.*knows up to 2/,
    (where) => changeHistory(historyOf(where), 'INSERT INTO migration SELECT 99, * EXCLUDE (number) FROM migration LIMIT 1'),
    historyOf,
  ],
  [
    'state whose migrations have another text',
    'E1611',
    /migration 1 of .*state/,
    (where) => changeState(stateOf(where), "UPDATE migration SET checksum = 'other'"),
    stateOf,
  ],
];

/** Other damage with the same refusals. */
export const otherBrokenFolders: readonly BrokenFolder[] = [
  ['state with a page of garbage', 'E1609', /state/, (where) => scribble(stateOf(where), 4_096, 4_096), stateOf],
  ['state cut short', 'E1609', /state/, (where) => truncateSync(stateOf(where), 5_000), stateOf],
  ['history with a foreign head', 'E1609', /history/, (where) => scribble(historyOf(where), 0, 4_096), historyOf],
  ['history cut short', 'E1609', /history/, (where) => truncateSync(historyOf(where), 9_000), historyOf],
  ['history of no bytes', 'E1609', /history/, (where) => truncateSync(historyOf(where), 0), historyOf],
];

/** A manager on such a folder is refused, and leaves it as it is. */
export async function expectBroken([, code, message, damage, file]: BrokenFolder): Promise<void> {
  const where = copy();
  await damage(where);
  const before = readFileSync(file(where));
  await expectRefusal({ folder: where }, code, 1, message);
  expect(readFileSync(file(where)).equals(before)).toBe(true);
}
