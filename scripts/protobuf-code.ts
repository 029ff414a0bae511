import { execFileSync } from 'node:child_process';
import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import protobuf from 'protobufjs';

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
      ['proto/gen/frame-schema.ts', schemaText(root)],
    ];
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

/** Messages and enumerations as data: what shows frames to people must know fields by their numbers, which the generated code does not tell. */
function schemaText(root: string): string {
  const schema = new protobuf.Root();
  schema.resolvePath = (_origin, target) => join(root, 'proto', target.replace(/^.*?(?=seatrial\/v1)/, ''));
  schema.loadSync(['seatrial/v1/frame.proto']).resolveAll();
  const all = (schema.lookup('seatrial.v1') as protobuf.Namespace).nestedArray.toSorted((a, b) => (a.name < b.name ? -1 : 1));
  const messages = all.filter((one) => one instanceof protobuf.Type).map((type) => `  ${type.name}: ${block(fieldLines(type))},\n`);
  const enums = all.filter((one) => one instanceof protobuf.Enum).map((one) => `  ${one.name}: ${block(valueLines(one))},\n`);
  return `// Generated from proto/seatrial/v1 by npm run generate; do not edit.

/** A field: name, type (of a map: of its values; keys are texts), and how often it comes. */
export type SchemaField = readonly [name: string, type: string, kind: 'one' | 'many' | 'map'];

/** Fields of each message by their numbers. */
export const schemaMessages: Readonly<Record<string, Readonly<Record<number, SchemaField>>>> = {
${messages.join('')}};

/** Names of each enumeration by their numbers. */
export const schemaEnums: Readonly<Record<string, Readonly<Record<number, string>>>> = {
${enums.join('')}};
`;
}

function block(lines: string): string {
  return lines === '' ? '{}' : `{\n${lines}  }`;
}

function fieldLines(type: protobuf.Type): string {
  return type.fieldsArray
    .toSorted((a, b) => a.id - b.id)
    .map((field) => {
      if (field instanceof protobuf.MapField && field.keyType !== 'string') throw new Error(`${field.fullName}: keys of maps are texts`);
      const kind = field.map ? 'map' : field.repeated ? 'many' : 'one';
      return `    ${field.id}: ['${field.name}', '${field.resolvedType?.name ?? field.type}', '${kind}'],\n`;
    })
    .join('');
}

function valueLines(one: protobuf.Enum): string {
  return Object.entries(one.values)
    .map(([name, code]) => `    ${code}: '${name}',\n`)
    .join('');
}
