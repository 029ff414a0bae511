import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';

/** A folder that holds nothing but generated files of one ending. */
export interface GeneratedFolder {
  readonly folder: string;
  readonly ending: string;
}

/** Paths of generated folders that nothing generates any more. */
export async function staleFiles(root: string, folders: readonly GeneratedFolder[], files: ReadonlyMap<string, string>): Promise<string[]> {
  const stale: string[] = [];
  for (const { folder, ending } of folders) {
    const names = await readdir(join(root, folder)).catch(() => []);
    stale.push(...names.map((name) => `${folder}/${name}`).filter((path) => path.endsWith(ending) && !files.has(path)));
  }
  return stale.sort();
}

/** One line a file that is not as it would be generated: path first. */
export async function driftOf(root: string, folders: readonly GeneratedFolder[], files: ReadonlyMap<string, string>): Promise<string[]> {
  const found: string[] = [];
  for (const [path, text] of files) {
    const onDisk = await readFile(join(root, path), 'utf8').catch(() => undefined);
    if (onDisk === undefined) found.push(`${path} is missing`);
    else if (onDisk !== text) found.push(`${path} differs from what it is generated from`);
  }
  return [...found, ...(await staleFiles(root, folders, files)).map((path) => `${path} comes from nothing any more`)];
}
