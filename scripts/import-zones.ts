/**
 * Who may import whom (DESIGN.md 2), one row a folder. `npm run generate` writes biome.json from it: in Biome an override replaces the
 * options of the rule it repeats, so every zone has to carry all the patterns, and nobody can keep twenty such copies equal by hand.
 * test/boundaries.test.ts proves that each row bites.
 */

/** The imports that one folder may make. Of several zones that match a file the last one counts. */
export interface ImportZone {
  /** Biome globs of the files. */
  readonly includes: readonly string[];
  /** Folders of ours that are forbidden here. Empty: all are allowed. */
  readonly forbidden: readonly string[];
  /** Says why, at the import. */
  readonly message: string;
  /** Restricted packages that are allowed here. */
  readonly packages: readonly string[];
  /** True where the system's time and chance may be used. */
  readonly ambient: boolean;
}

/** Packages that belong to some folders alone, with what the others are told. */
export const restrictedPackages: Readonly<Record<string, string>> = {
  ws: 'Only proto/link speaks WebSocket.',
  'node:sqlite': 'Only fleet/store keeps state.',
  '@duckdb/node-api': 'Only fleet/store keeps history.',
  fastify: 'Only fleet/api serves HTTP.',
  xstate: 'Only machines and what steps them know XState.',
  'xstate/graph': 'Only machines and what steps them know XState.',
  protobufjs: 'Only proto/gen knows the protobuf runtime.',
  'protobufjs/minimal.js': 'Only proto/gen knows the protobuf runtime.',
  commander: 'Only fleet/cli reads command lines.',
  '@commander-js/extra-typings': 'Only fleet/cli reads command lines.',
  '@marcbachmann/cel-js': 'Only fleet/expr evaluates CEL.',
  '@tufjs/models': 'Only proto/trust reads and signs TUF metadata.',
  pino: 'Only fleet/app and fleet/api write logs; others take a Log.',
  'prom-client': 'Only fleet/app and fleet/api publish metrics.',
  'pure-rand': 'Only proto/kit draws numbers.',
  yaml: 'proto/yaml reads YAML strictly, with line and column.',
};

const machines = ['xstate', 'xstate/graph'];
const manager = ['pino', 'prom-client'];
const commands = ['commander', '@commander-js/extra-typings', 'yaml'];

/** Everything of ours is forbidden but these folders. */
function allBut(...folders: string[]): string[] {
  return ['#*/**', ...folders.map((folder) => `!#${folder}/**`)];
}

/** These folders are forbidden. */
function not(...folders: string[]): string[] {
  return folders.map((folder) => `#${folder}/**`);
}

function zone(
  includes: string | string[],
  forbidden: string[],
  message: string,
  extra: { packages?: string[]; ambient?: boolean } = {},
): ImportZone {
  const globs = typeof includes === 'string' ? [includes] : includes;
  return {
    includes: globs.map((folder) => `${folder}/**`),
    forbidden,
    message,
    packages: extra.packages ?? [],
    ambient: extra.ambient ?? false,
  };
}

const above = ['firmware/device', 'firmware/host', 'firmware/prove'];
const areas = 'Areas meet by ports in fleet/domain, wired in fleet/app.';
const ends = 'proto knows neither end.';

/** All the zones; a later one wins over an earlier one. */
export const importZones: readonly ImportZone[] = [
  zone('proto', not('firmware', 'fleet'), ends),
  zone('proto/image', not('firmware', 'fleet'), ends, { packages: machines }),
  zone('proto/kit', allBut(), 'The kit imports nothing of ours.', { packages: ['pure-rand'], ambient: true }),
  zone('proto/machine', allBut(), 'How machines are stepped concerns no machine of ours.', { packages: machines }),
  zone('proto/gen', allBut(), 'Generated code imports nothing of ours.', { packages: ['protobufjs', 'protobufjs/minimal.js'] }),
  zone('proto/yaml', allBut('proto/kit'), 'Strict YAML needs the kit alone.', { packages: ['yaml'] }),
  zone('proto/trust', allBut('proto/kit', 'proto/image'), 'Trust knows images and the kit alone.', { packages: ['@tufjs/models'] }),
  zone('proto/link', allBut('proto/kit'), 'A link carries bytes: it needs the kit alone.', { packages: ['ws'] }),

  zone('firmware', not('fleet'), 'A device never knows the manager.'),
  zone(
    ['firmware/logic', 'firmware/signals', 'firmware/flash'],
    not('fleet', 'firmware/machines', ...above),
    'Pure decisions and models know neither machines nor what runs them.',
  ),
  zone(
    'firmware/machines',
    not('fleet', 'firmware/signals', 'firmware/flash', ...above),
    'A machine asks firmware/logic and emits effects: it knows nothing else of the device.',
    { packages: machines },
  ),
  zone('firmware/device', not('fleet', 'firmware/host', 'firmware/prove'), 'One device knows neither its host nor the manager.', {
    packages: machines,
  }),

  zone('fleet/domain', allBut('proto'), 'The domain knows the words of the wire only.'),
  zone('fleet/expr', allBut('proto', 'fleet/domain'), 'Expressions know the domain only.', { packages: ['@marcbachmann/cel-js'] }),
  zone('fleet/store', allBut('proto', 'fleet/domain'), 'A store knows the domain only.', { packages: ['node:sqlite', '@duckdb/node-api'] }),
  zone(['fleet/gateway', 'fleet/registry', 'fleet/hook'], allBut('proto', 'fleet/domain', 'fleet/expr'), areas),
  zone(['fleet/monitor', 'fleet/rollout', 'fleet/ota'], allBut('proto', 'fleet/domain', 'fleet/expr'), areas, { packages: machines }),
  zone(
    'fleet/api',
    allBut('proto/kit', 'proto/yaml', 'fleet/domain', 'fleet/expr'),
    'The API holds schemas, no rules: it calls the ports of fleet/domain.',
    { packages: ['fastify', ...manager], ambient: true },
  ),
  zone(
    'fleet/app',
    not('firmware', 'fleet/cli', 'fleet/trial', 'fleet/console'),
    'The composition root wires the manager: it knows no device and nothing above it.',
    { packages: manager, ambient: true },
  ),
  zone('fleet/trial', not('fleet/cli', 'fleet/api', 'fleet/console'), 'A trial drives the manager by its ports, not by HTTP.'),
  zone(
    'fleet/cli',
    allBut('proto', 'fleet/app', 'fleet/trial', 'fleet/api', 'fleet/expr', 'firmware/host', 'firmware/prove'),
    'The program talks to the API; its local commands use the doors of app, trial, expr, host, prove and proto.',
    { packages: commands, ambient: true },
  ),
  zone('fleet/console', allBut('fleet/api'), 'The console talks to the API only.', { ambient: true }),
];
