import { type ImportZone, importZones, restrictedPackages } from './import-zones.ts';

/** Bytes of chance that Node gives; keys are made of a Random's bytes, else a trial would not replay. */
const ambientCrypto = {
  'node:crypto': {
    importNames: [
      'default',
      'generateKey',
      'generateKeyPair',
      'generateKeyPairSync',
      'generateKeySync',
      'generatePrime',
      'generatePrimeSync',
      'getRandomValues',
      'randomBytes',
      'randomFill',
      'randomFillSync',
      'randomInt',
      'randomUUID',
      'randomUUIDv7',
      'webcrypto',
    ],
    message: 'Chance is a Random argument, and keys are made of its bytes. Import what you need by name.',
  },
};

const clock = 'Time is a Clock argument: see proto/kit.';
const ambientModules = {
  'node:timers': clock,
  'node:timers/promises': clock,
  // Histograms and the delay of the event loop measure the process, they decide nothing.
  'node:perf_hooks': { importNames: ['default', 'performance'], message: clock },
};
const ambientGlobals = { setTimeout: clock, setInterval: clock, setImmediate: clock, performance: clock };

/** The trees that know no system time, for the plugin and the globals. */
const withoutAmbient = [
  'proto/**',
  'firmware/**',
  'fleet/**',
  ...importZones.filter((one) => one.ambient).flatMap((one) => one.includes.map((glob) => `!${glob}`)),
];

/** Puts virtual time in the place of the process's own while a trial runs, so it has to name both. */
const holdsAmbient = ['fleet/trial/ambient.ts'];

const upwards = 'Import other folders by their #name, never upwards.';
const up = { group: ['../**'], message: upwards };
const door = { group: ['#*/*/*', '!#*/*/index.js'], message: "A folder's index.ts is its only door." };
/** A test may reach its neighbours in test/, but the trees only by their doors. */
const upIntoTrees = { group: ['**/../proto/**', '**/../firmware/**', '**/../fleet/**'], message: upwards };

function zoneOverride(zone: ImportZone): object {
  const packages = Object.entries(restrictedPackages).filter(([name]) => !zone.packages.includes(name));
  const paths = { ...Object.fromEntries(packages), ...(zone.ambient ? {} : { ...ambientModules, ...ambientCrypto }) };
  const own = { group: zone.forbidden, message: zone.message };
  const options = { paths, patterns: [up, door, own] };
  return { includes: zone.includes, linter: { rules: { style: { noRestrictedImports: { level: 'error', options } } } } };
}

const rules = {
  preset: 'recommended',
  complexity: { noExcessiveLinesPerFunction: { level: 'error', options: { maxLines: 70 } } },
  // `return act()` ends a branch of a function that gives nothing back.
  correctness: { noVoidTypeReturn: 'off' },
  nursery: { noFloatingPromises: 'error', noMisusedPromises: 'error' },
  style: {
    noCommonJs: 'error',
    noDefaultExport: 'error',
    noEnum: 'error',
    noExcessiveLinesPerFile: { level: 'error', options: { maxLines: 500 } },
    noNamespace: 'error',
    noParameterProperties: 'error',
    noRestrictedImports: { level: 'error', options: { patterns: [up, door] } },
    useFilenamingConvention: { level: 'error', options: { filenameCases: ['kebab-case'] } },
    useNodejsImportProtocol: 'error',
  },
  suspicious: { noFocusedTests: 'off', noImportCycles: { level: 'error', options: { ignoreTypes: false } }, noTsIgnore: 'error' },
};

const testRules = {
  complexity: { noExcessiveLinesPerFunction: 'off' },
  style: {
    noNonNullAssertion: 'off',
    noRestrictedGlobals: 'off',
    noRestrictedImports: { level: 'error', options: { patterns: [door, upIntoTrees] } },
  },
  suspicious: { noConsole: 'off', noFocusedTests: 'error' },
};

/** The whole of biome.json. */
export function biomeConfig(): object {
  const quiet = {
    style: { noRestrictedGlobals: { level: 'error', options: { deniedGlobals: ambientGlobals } } },
    suspicious: { noConsole: 'error' },
  };
  return {
    $schema: './node_modules/@biomejs/biome/configuration_schema.json',
    vcs: { enabled: true, clientKind: 'git', useIgnoreFile: true },
    files: { includes: ['**', '!proto/gen/seatrial.js', '!proto/gen/seatrial.d.ts', '!**/*.md', '!package-lock.json'] },
    formatter: { indentStyle: 'space', indentWidth: 2, lineWidth: 140 },
    javascript: { formatter: { quoteStyle: 'single' } },
    plugins: [
      { path: './scripts/ambient-time.grit', includes: [...withoutAmbient, ...holdsAmbient.map((path) => `!${path}`), '!**/*.test.ts'] },
    ],
    linter: { enabled: true, rules },
    overrides: [
      { includes: withoutAmbient, linter: { rules: quiet } },
      ...importZones.map(zoneOverride),
      { includes: ['**/*.config.ts'], linter: { rules: { style: { noDefaultExport: 'off' } } } },
      { includes: ['test/**', '**/*.test.ts'], linter: { rules: testRules } },
    ],
  };
}
