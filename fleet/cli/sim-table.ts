import type { CommandSpec, OptionSpec } from './command-spec.ts';

/** How a population runs, whichever devices it has. */
const runOptions: readonly OptionSpec[] = [
  {
    flags: '--to <url>',
    does: 'device WebSocket of the manager, ws:// or wss://, repeatable (default: that of the context)',
    repeatable: true,
  },
  { flags: '--context <name>', does: 'the context whose manager is meant when --to is left out (FLEET_CONTEXT)' },
  { flags: '--ca <file>', does: 'PEM file of the authority that signed the certificate of a wss:// manager' },
  {
    flags: '--token-file <file>',
    does: 'file with the enrolment token ID:SECRET, - for standard input (FLEET_ENROLMENT_TOKEN has it itself)',
  },
  { flags: '--ramp <time>', does: 'start the devices spread over this time (default 0s)' },
  {
    flags: '--link <mix>',
    does: 'lab, office-wifi, farm-nbiot, factory-ethernet, hostile, or profile for the one it names (default none: the network as it is); or several with their shares: office-wifi=70%,hostile=30%',
  },
  { flags: '--link-file <file>', does: 'YAML file with networks of your own, which --link may name' },
  {
    flags: '--report <time>',
    does: 'report sampled signals on this common period, 100ms to 1d, spread over it (default: as the applications say; off goes back to that)',
  },
  { flags: '--align', does: 'with --report: all devices at the same instants of the wall clock' },
  { flags: '--churn <rate>', does: 'devices that lose power by chance and come back after 10 s to 60 s, as 5%/min (default 0%/min)' },
  {
    flags: '--speed <factor>',
    does: 'how much faster the life of the devices runs (links, boots and wake-ups keep their time), 0.001 to 1,000,000 (default 1)',
  },
  { flags: '--processes <count>', does: 'processes that share the devices, 1 to 64 (default 1)' },
  {
    flags: '--fresh',
    does: 'forget what is kept under this name: new devices with new keys, which a manager that knows the ids lets in by a token with --reprovision alone',
  },
  {
    flags: '--skip-damaged',
    does: 'go on without what is damaged of what devices kept: these begin with an empty flash, or with the factory image where only their firmware is damaged',
  },
  { flags: '--for <time>', does: 'stop after this time, exit code 0' },
  {
    flags: '--ledger <file>',
    does: 'write a line for every durable frame at its end, NDJSON, after what is in the file; fleet sim check compares it with the manager',
  },
  {
    flags: '--root <file>',
    does: 'TUF root that the devices trust from the factory on (default: the first one that their manager gives them, for good)',
  },
  {
    flags: '--expect <condition>',
    does: "CEL over the figures of the whole run, repeatable: 'acked == emitted', 'dropped == 0.0 && lateP99Ms < 50.0'; one that is false ends with exit code 7",
    repeatable: true,
  },
  {
    flags: '--drain <time>',
    does: 'at the end make nothing more and deliver what there is within this time, 0s to 10m (default 0s; with --expect 10s)',
  },
  { flags: '--detach', does: 'run behind: return when all devices have started; fleet sim list shows it, fleet sim stop ends it' },
];

/** Simulated populations of this machine. They need no manager of their own. */
export const simCommands: readonly CommandSpec[] = [
  {
    path: 'sim spawn',
    summary: 'Run a named population of virtual devices',
    details:
      'Runs until Ctrl-C. fleet sim start NAME later brings the same devices back with their keys and what they had stored.\nWith --replay, signals come from recorded data, and the command ends when all of it is acknowledged.',
    arguments: [{ syntax: '<name>', does: 'name of the population; 1 to 50 of a-z 0-9 . _ -; devices are NAME-00001, NAME-00002, …' }],
    options: [
      {
        flags: '--profile <mix>',
        does: 'kind of device, or a profile YAML by its path (fleet profile list); or several with their shares: thermostat=60%,./own.yaml=40%',
      },
      { flags: '--count <count>', does: 'devices, 1 to 1,000,000 (default 1; with --replay or --identities: as many as the file has)' },
      {
        flags: '--first-index <number>',
        does: 'devices of the numbering that are left out before the first, 0 to 10,000,000 (default 0): for parts on several machines',
      },
      { flags: '--seed <seed>', does: 'what all chance follows from (default: a new one, kept with the population)' },
      {
        flags: '--identities <file>',
        does: 'ids and keys of devices that are enrolled: NDJSON or CSV with id, privateKey, publicKey, profile',
      },
      { flags: '--replay <file>', does: 'recorded data: CSV, also gzip' },
      { flags: '--map <file>', does: 'how the columns of --replay become signals: YAML' },
      {
        flags: '--row-every <time>',
        does: 'a row of --replay every so often in the time of the devices, 1ms to 1d (default: that of the map)',
      },
      ...runOptions,
    ],
    output: 'object',
    remote: false,
    examples: [
      { line: 'fleet sim spawn rooms --profile thermostat --count 100 --token-file rooms.token', does: 'a hundred thermostats' },
      {
        line: 'fleet sim spawn town --profile thermostat=60%,connected-car=40% --count 1000 --link office-wifi=70%,farm-nbiot=30% --token-file town.token',
        does: 'a mixed population on mixed networks',
      },
      {
        line: 'fleet sim spawn engines --profile turbofan --replay train_FD001.txt.gz --map cmapss-fd.yaml --token-file engines.token',
        does: 'recorded engines',
      },
    ],
    load: () => import('./sim-spawn-command.ts'),
  },
  {
    path: 'sim start',
    summary: 'Bring a stopped population back: the same devices, the options of its last run',
    details: 'Options that are given take the place of those of the last run, and are kept for the next one.',
    arguments: [{ syntax: '<name>', does: 'name of a population that fleet sim list shows' }],
    options: [{ flags: '--count <count>', does: 'devices, 1 to 1,000,000: those that are new need an enrolment token' }, ...runOptions],
    output: 'object',
    remote: false,
    examples: [
      { line: 'fleet sim start rooms', does: 'as it ran last' },
      { line: 'fleet sim start rooms --churn 5%/min --for 1h', does: 'the same devices on a bad day' },
    ],
    load: () => import('./sim-start-command.ts'),
  },
  {
    path: 'sim list',
    summary: 'Populations of this machine, running or kept',
    output: 'list',
    remote: false,
    examples: [
      { line: 'fleet sim list', does: 'all' },
      { line: 'fleet sim list -o json --watch --for 10s', does: 'how their counters move' },
    ],
    load: () => import('./sim-list-command.ts'),
  },
  {
    path: 'sim stop',
    summary: 'End a running population; its devices are kept',
    arguments: [{ syntax: '<name>', does: 'name of the population' }],
    options: [{ flags: '--timeout <time>', does: 'wait this long for its end, 0s to 10m (default 30s)' }],
    output: 'object',
    remote: false,
    examples: [
      { line: 'fleet sim stop rooms', does: 'as Ctrl-C there' },
      { line: 'fleet sim stop rooms --timeout 2m -o json', does: 'for a script' },
    ],
    load: () => import('./sim-stop-command.ts'),
  },
];
