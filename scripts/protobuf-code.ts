import { execFileSync } from 'node:child_process';
import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

const flags = '-t static-module -w esm --null-semantics --no-verify --no-service --no-delimited --no-typeurl --dts'.split(' ');

/** The code of the schema: [path from the root, text]. Takes the .proto files in the order of their names, so that it comes out the same. */
export async function generateProtobuf(root: string): Promise<[path: string, text: string][]> {
  const folder = await mkdtemp(join(tmpdir(), 'seatrial-proto-'));
  try {
    const names = (await readdir(join(root, 'proto/seatrial/v1'))).filter((name) => name.endsWith('.proto')).sort();
    const output = join(folder, 'seatrial.js');
    const schema = names.map((name) => `proto/seatrial/v1/${name}`);
    const pbjs = join(root, 'node_modules/protobufjs-cli/bin/pbjs');
    execFileSync(process.execPath, [pbjs, ...flags, '-p', 'proto', '-o', output, ...schema], { cwd: root });
    return [
      ['proto/gen/seatrial.js', await readFile(output, 'utf8')],
      ['proto/gen/seatrial.d.ts', await readFile(join(folder, 'seatrial.d.ts'), 'utf8')],
    ];
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}
