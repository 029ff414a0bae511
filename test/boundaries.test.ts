import { execFile } from 'node:child_process';
import { cp, mkdir, mkdtemp, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join, resolve } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';

/** Writes one forbidden file a row into a copy of the tree, runs Biome there once, and expects its rule at that file. The tree itself is for `npm run check`. */

const root = resolve(import.meta.dirname, '..');
const trees = ['proto', 'firmware', 'fleet', 'scripts', 'test'];

const imports = 'lint/style/noRestrictedImports';
const globals = 'lint/style/noRestrictedGlobals';
const plugin = 'plugin';

/** [folder, what is forbidden there, the rule that says so] */
const badImports: [zone: string, specifier: string][] = [
  ['proto/frame', '#firmware/device/index.js'],
  ['proto/frame', '#fleet/domain/index.js'],
  ['proto/profile', '#fleet/domain/index.js'],
  ['proto/profile', 'xstate'],
  ['proto/kit', '#proto/frame/index.js'],
  ['proto/kit', '#fleet/domain/index.js'],
  ['proto/kit', 'ws'],
  ['proto/gen', '#proto/kit/index.js'],
  ['proto/machine', '#proto/image/index.js'],
  ['proto/yaml', '#proto/profile/index.js'],
  ['proto/yaml', '#firmware/host/index.js'],
  ['proto/link', '#proto/frame/index.js'],
  ['proto/link', '#fleet/gateway/index.js'],
  ['proto/link', 'node:timers'],
  ['proto/image', '#fleet/ota/index.js'],
  ['proto/image', '#firmware/flash/index.js'],
  ['proto/image', 'ws'],
  ['proto/trust', '#proto/gen/index.js'],
  ['proto/trust', '#fleet/ota/index.js'],
  ['fleet/ota', '@tufjs/models'],
  ['firmware/device', '#fleet/domain/index.js'],
  ['firmware/device', '#firmware/host/index.js'],
  ['firmware/device', 'ws'],
  ['firmware/host', '#fleet/app/index.js'],
  ['firmware/host', 'xstate'],
  ['firmware/prove', '#fleet/domain/index.js'],
  ['firmware/logic', '#firmware/machines/index.js'],
  ['firmware/logic', 'xstate'],
  ['firmware/signals', '#firmware/device/index.js'],
  ['firmware/signals', 'pure-rand'],
  ['firmware/flash', '#firmware/machines/index.js'],
  ['firmware/machines', '#firmware/device/index.js'],
  ['firmware/machines', '#fleet/domain/index.js'],
  ['fleet/domain', '#fleet/store/index.js'],
  ['fleet/domain', '#firmware/host/index.js'],
  ['fleet/expr', '#fleet/monitor/index.js'],
  ['fleet/expr', 'fastify'],
  ['fleet/store', '#fleet/registry/index.js'],
  ['fleet/store', '#firmware/host/index.js'],
  ['fleet/gateway', '#fleet/registry/index.js'],
  ['fleet/gateway', '#fleet/monitor/index.js'],
  ['fleet/gateway', '#fleet/store/index.js'],
  ['fleet/gateway', '#firmware/host/index.js'],
  ['fleet/gateway', 'ws'],
  ['fleet/registry', '#fleet/gateway/index.js'],
  ['fleet/registry', '#fleet/monitor/index.js'],
  ['fleet/registry', '#fleet/store/index.js'],
  ['fleet/registry', '#fleet/api/index.js'],
  ['fleet/registry', 'node:sqlite'],
  ['fleet/monitor', '#fleet/gateway/index.js'],
  ['fleet/monitor', '#fleet/registry/index.js'],
  ['fleet/monitor', '#fleet/cli/index.js'],
  ['fleet/monitor', '#fleet/app/index.js'],
  ['fleet/monitor', '@duckdb/node-api'],
  ['fleet/ota', '#fleet/rollout/index.js'],
  ['fleet/rollout', '#fleet/ota/index.js'],
  ['fleet/rollout', '#firmware/logic/index.js'],
  ['fleet/hook', '#fleet/monitor/index.js'],
  ['fleet/hook', '#fleet/store/index.js'],
  ['fleet/api', '#fleet/store/index.js'],
  ['fleet/api', '#fleet/registry/index.js'],
  ['fleet/api', '#proto/frame/index.js'],
  ['fleet/api', 'node:sqlite'],
  ['fleet/app', '#fleet/cli/index.js'],
  ['fleet/app', '#firmware/host/index.js'],
  ['fleet/app', 'fastify'],
  ['fleet/trial', '#fleet/api/index.js'],
  ['fleet/trial', '#fleet/cli/index.js'],
  ['fleet/trial', 'ws'],
  ['fleet/cli', '#fleet/store/index.js'],
  ['fleet/cli', '#fleet/registry/index.js'],
  ['fleet/cli', '#firmware/device/index.js'],
  ['fleet/cli', 'ws'],
  ['fleet/console', '#fleet/app/index.js'],
  ['fleet/console', '#proto/kit/index.js'],
];

const everywhere: [name: string, path: string, text: string, rule: string][] = [
  ['upwards', 'fleet/registry/forbidden-up.ts', "import '../gateway/index.ts';\n", imports],
  ['past the door', 'fleet/gateway/forbidden-door.ts', "import '#proto/kit/clock.js';\n", imports],
  ['past the door, dynamic', 'fleet/cli/forbidden-dynamic.ts', "export const lazy = () => import('#proto/kit/clock.js');\n", imports],
  ['past the door, type only', 'fleet/cli/forbidden-type.ts', "export type { Clock } from '#proto/kit/clock.js';\n", imports],
  ['past the door, in scripts', 'scripts/forbidden-door.ts', "import '#proto/kit/clock.js';\n", imports],
  ['past the door, in a test', 'test/forbidden-door.test.ts', "import '#proto/kit/clock.js';\n", imports],
  ['past the door, in a test beside the code', 'fleet/gateway/forbidden.test.ts', "import '#proto/kit/clock.js';\n", imports],
  ['upwards into a tree, in a test', 'test/sim/forbidden-up.test.ts', "import '../../proto/kit/clock.ts';\n", imports],
  [
    'random bytes',
    'fleet/registry/forbidden-bytes.ts',
    "import { randomBytes } from 'node:crypto';\nexport const bytes = randomBytes(1);\n",
    imports,
  ],
  [
    'random keys',
    'firmware/device/forbidden-keys.ts',
    "import { generateKeyPairSync } from 'node:crypto';\nexport const make = generateKeyPairSync;\n",
    imports,
  ],
  [
    'the whole of crypto',
    'firmware/device/forbidden-crypto.ts',
    "import crypto from 'node:crypto';\nexport const bytes = crypto.randomBytes(1);\n",
    imports,
  ],
  ['timer', 'firmware/host/forbidden-timer.ts', 'setTimeout(() => undefined, 1);\n', globals],
  ['interval', 'fleet/gateway/forbidden-interval.ts', 'setInterval(() => undefined, 1);\n', globals],
  ['immediate', 'fleet/store/forbidden-immediate.ts', 'setImmediate(() => undefined);\n', globals],
  [
    'performance by name',
    'firmware/host/forbidden-hooks.ts',
    "import { performance } from 'node:perf_hooks';\nexport const now = performance.now();\n",
    imports,
  ],
  ['performance', 'fleet/trial/forbidden-performance.ts', 'export const now = performance.now();\n', globals],
  ['Date.now', 'proto/link/forbidden-now.ts', 'export const now = Date.now();\n', plugin],
  ['Date.now as a value', 'fleet/monitor/forbidden-value.ts', 'export const now = Date.now;\n', plugin],
  ['new Date()', 'fleet/domain/forbidden-date.ts', 'export const now = new Date();\n', plugin],
  ['Math.random', 'firmware/signals/forbidden-random.ts', 'export const chance = Math.random();\n', plugin],
  ['process.hrtime', 'firmware/logic/forbidden-hrtime.ts', 'export const now = process.hrtime.bigint();\n', plugin],
  ['global crypto', 'fleet/expr/forbidden-uuid.ts', 'export const id = crypto.randomUUID();\n', plugin],
  ['globalThis timer', 'firmware/machines/forbidden-global.ts', 'globalThis.setTimeout(() => undefined, 1);\n', plugin],
  ['console', 'fleet/gateway/forbidden-console.ts', "console.log('x');\n", 'lint/suspicious/noConsole'],
  ['default export', 'fleet/domain/forbidden-default.ts', 'const one = 1;\nexport default one;\n', 'lint/style/noDefaultExport'],
  ['file name', 'fleet/domain/ForbiddenName.ts', 'export const one = 1;\n', 'lint/style/useFilenamingConvention'],
  ['file name with an underscore', 'fleet/domain/forbidden_name.ts', 'export const one = 1;\n', 'lint/style/useFilenamingConvention'],
  ['cycle', 'fleet/domain/forbidden-cycle.ts', "export * from './forbidden-cycle-back.ts';\n", 'lint/suspicious/noImportCycles'],
  [
    'cycle of types',
    'fleet/domain/forbidden-ring.ts',
    "import type { B } from './forbidden-ring-back.ts';\nexport type A = B | 1;\n",
    'lint/suspicious/noImportCycles',
  ],
  ['enum', 'fleet/domain/forbidden-enum.ts', 'export enum Kind {\n  A = 1,\n}\n', 'lint/style/noEnum'],
  ['any', 'fleet/domain/forbidden-any.ts', 'export const one: any = 1;\n', 'lint/suspicious/noExplicitAny'],
  ['ts-ignore', 'fleet/domain/forbidden-ignore.ts', '// @ts-ignore\nexport const one = 1;\n', 'lint/suspicious/noTsIgnore'],
  ['long file', 'fleet/domain/forbidden-length.ts', 'export {};\n'.repeat(501), 'lint/style/noExcessiveLinesPerFile'],
  [
    'long function',
    'fleet/domain/forbidden-function.ts',
    `export function long(): void {\n${'  void 0;\n'.repeat(71)}}\n`,
    'lint/complexity/noExcessiveLinesPerFunction',
  ],
  [
    'floating promise',
    'fleet/domain/forbidden-floating.ts',
    'async function later(): Promise<number> {\n  return 1;\n}\nlater();\n',
    'lint/nursery/noFloatingPromises',
  ],
  [
    'misused promise',
    'fleet/domain/forbidden-misused.ts',
    'async function later(): Promise<boolean> {\n  return true;\n}\nexport const one = later() ? 1 : 2;\n',
    'lint/nursery/noMisusedPromises',
  ],
  [
    'only',
    'fleet/domain/forbidden-only.test.ts',
    "import { test } from 'vitest';\ntest.only('one', () => undefined);\n",
    'lint/suspicious/noFocusedTests',
  ],
];

/** What the house allows: no rule may speak here. */
const allowed: [path: string, text: string][] = [
  ['proto/link/allowed-ws.ts', "export { WebSocket } from 'ws';\n"],
  ['proto/kit/allowed-time.ts', 'export const now = () => Date.now();\n'],
  ['firmware/machines/allowed-machine.ts', "export { setup } from 'xstate';\n"],
  ['firmware/device/allowed-door.ts', "export { assert } from '#proto/kit/index.js';\n"],
  ['firmware/device/allowed-date.ts', 'export const day = (ms: number) => new Date(ms);\n'],
  ['firmware/device/allowed-sign.ts', "export { sign } from 'node:crypto';\n"],
  ['firmware/host/allowed-delay.ts', "export { monitorEventLoopDelay } from 'node:perf_hooks';\n"],
  ['fleet/store/allowed-sqlite.ts', "export { DatabaseSync } from 'node:sqlite';\n"],
  ['fleet/gateway/allowed-port.ts', "export type { Store } from '#fleet/domain/index.js';\n"],
  ['fleet/trial/allowed-device.ts', "export type { SignalModel } from '#firmware/signals/index.js';\n"],
  ['fleet/cli/allowed-clock.ts', 'export const now = () => performance.now();\n'],
  ['fleet/gateway/allowed-time.test.ts', 'export const now = () => Date.now();\n'],
  ['test/sim/allowed-neighbour.test.ts', "import '../contract/allowed-suite.ts';\n"],
  ['test/contract/allowed-suite.ts', 'export const one = 1;\n'],
];

/** The other halves of rows that need two files. */
const helpers: [path: string, text: string][] = [
  ['fleet/domain/forbidden-cycle-back.ts', "export * from './forbidden-cycle.ts';\n"],
  ['fleet/domain/forbidden-ring-back.ts', "import type { A } from './forbidden-ring.ts';\nexport type B = A | 2;\n"],
];

function pathOf(zone: string, specifier: string): string {
  return `${zone}/forbidden-${specifier.replace(/[^a-z]+/g, '-').replace(/^-/, '')}.ts`;
}

interface BiomeReport {
  readonly summary: { readonly unchanged: number; readonly changed: number };
  readonly diagnostics: { readonly category: string; readonly location: { readonly path: string } }[];
}

let copy: string;
const written = new Set<string>();
let broken: BiomeReport;

/** Biome exits 1 when it finds something: its report counts, not its exit code. */
function biome(folder: string): Promise<BiomeReport> {
  const args = [
    'ci',
    '--colors=off',
    '--reporter=json',
    '--max-diagnostics=none',
    '--formatter-enabled=false',
    '--assist-enabled=false',
    '.',
  ];
  return new Promise((done, fail) => {
    const options = { cwd: folder, maxBuffer: 64 * 1024 * 1024 };
    execFile(join(root, 'node_modules/.bin/biome'), args, options, (_error, stdout, stderr) => {
      try {
        done(JSON.parse(stdout) as BiomeReport);
      } catch {
        fail(new Error(`biome gave no report: ${stdout.slice(0, 500)} ${stderr.slice(0, 2_000)}`));
      }
    });
  });
}

function rulesAt(report: BiomeReport, path: string): string[] {
  return report.diagnostics.filter((one) => one.location.path === path).map((one) => one.category);
}

beforeAll(async () => {
  copy = await mkdtemp(join(tmpdir(), 'seatrial-boundaries-'));
  for (const name of ['biome.json', 'package.json', '.gitignore', ...trees])
    await cp(join(root, name), join(copy, name), { recursive: true });
  const rows = badImports.map(([zone, specifier]): [string, string] => [pathOf(zone, specifier), `import '${specifier}';\n`]);
  const others = everywhere.map(([, path, text]): [string, string] => [path, text]);
  for (const [path, text] of [...rows, ...others, ...allowed, ...helpers]) {
    written.add(path);
    await mkdir(dirname(join(copy, path)), { recursive: true });
    await writeFile(join(copy, path), text);
  }
  broken = await biome(copy);
});

afterAll(() => rm(copy, { recursive: true, force: true }));

describe('the gate sees the tree', () => {
  test('Biome checks every TypeScript file', async () => {
    let sources = 0;
    for (const tree of trees) {
      const names = await readdir(join(root, tree), { recursive: true });
      sources += names.filter((name) => name.endsWith('.ts') && !name.endsWith('.d.ts')).length;
    }
    expect(sources).toBeGreaterThan(20);
    const added = [...written].filter((path) => path.endsWith('.ts')).length;
    expect(broken.summary.unchanged + broken.summary.changed).toBeGreaterThanOrEqual(sources + added);
  });
});

describe('imports', () => {
  test.each(badImports)('%s may not import %s', (zone, specifier) => {
    expect(rulesAt(broken, pathOf(zone, specifier))).toContain(imports);
  });
});

describe('everywhere', () => {
  test.each(everywhere)('%s', (_name, path, _text, rule) => {
    expect(rulesAt(broken, path)).toContain(rule);
  });
});

describe('allowed', () => {
  test.each(allowed)('%s', (path) => {
    expect(rulesAt(broken, path)).toEqual([]);
  });
});
