import { existsSync } from 'node:fs';
import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { messageOf } from '#proto/kit/index.js';

/** One folder's index.ts with all that it exports. */
export interface Door {
  /** Like "fleet/monitor". */
  readonly folder: string;
  readonly exports: Readonly<Record<string, unknown>>;
}

/** Opens every door of the house, in the order of the folders' names: so a new area is found without being listed. */
export async function doorsOf(root: string): Promise<Door[]> {
  const doors: Door[] = [];
  const faults: string[] = [];
  for (const tree of ['proto', 'firmware', 'fleet']) {
    const folders = (await readdir(join(root, tree), { withFileTypes: true })).filter((entry) => entry.isDirectory());
    for (const { name } of folders.sort((a, b) => (a.name < b.name ? -1 : 1))) {
      const path = join(root, tree, name, 'index.ts');
      if (!existsSync(path)) continue;
      const folder = `${tree}/${name}`;
      try {
        doors.push({ folder, exports: await import(pathToFileURL(path).href) });
      } catch (error) {
        faults.push(`${folder}/index.ts does not load: ${messageOf(error)}`);
      }
    }
  }
  if (faults.length > 0) throw new Error(faults.join('\n'));
  return doors;
}
