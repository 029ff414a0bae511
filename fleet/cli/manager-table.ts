import type { CommandSpec } from './command-spec.ts';

/** Commands about the manager as a whole. */
export const managerCommands: readonly CommandSpec[] = [
  {
    path: 'serve',
    summary: 'Start a fleet manager: API and device WebSocket on one port',
    details:
      'Runs until Ctrl-C. The first start makes an admin token, prints it once on standard error, and adds a context for it.\nLimits and history settings come from --config; flags win over the file.',
    options: [
      { flags: '--listen <address>', does: 'HOST:PORT, repeatable; port 0 takes a free one (default 127.0.0.1:8470)', repeatable: true },
      { flags: '--data <folder>', does: 'data folder (default $XDG_DATA_HOME/seatrial/fleet)' },
      { flags: '--name <name>', does: 'name of the manager and of its context (default fleet)' },
      { flags: '--config <file>', does: 'ManagerConfig YAML with limits; - for standard input' },
      { flags: '--log <level>', does: 'what goes to standard error (default info)', choices: ['debug', 'info', 'warn', 'error', 'silent'] },
      { flags: '--tls-cert <file>', does: 'PEM file with the certificate and its chain: https:// and wss:// on every address' },
      { flags: '--tls-key <file>', does: 'PEM file with its private key, not encrypted; SIGHUP reads both files again' },
      {
        flags: '--trust-proxy <addresses>',
        does: 'proxies whose X-Forwarded-For and -Proto are believed: ADDRESS, CIDR block or loopback, repeatable',
        repeatable: true,
      },
      { flags: '--no-context', does: 'add no context for the first admin token' },
      { flags: '--for <time>', does: 'stop after this time, exit code 0' },
    ],
    output: 'data',
    remote: false,
    examples: [
      { line: 'fleet serve', does: 'on 127.0.0.1:8470 with the default data folder' },
      { line: 'fleet serve --listen 127.0.0.1:9000 --data ./fleet-data --name lab', does: 'another port, a folder and a name of its own' },
      { line: 'fleet serve --listen 0.0.0.0:8470 --tls-cert fleet.pem --tls-key fleet.key', does: 'to the world, over TLS' },
    ],
    load: () => import('./serve-command.ts'),
  },
  {
    path: 'demo',
    summary: 'A manager, 1,000 devices, an update, and a bad release that is stopped and taken back, in one command',
    details:
      'Everything lives in a temporary folder with a context of its own and is gone afterwards. Ctrl-C ends it with a summary. With --for it also waits ' +
      'for the update and the rollout; exit code 0: nothing was lost, and every device that took the bad release runs the old one again.',
    options: [
      { flags: '--for <time>', does: 'end after this time, exit code 0 (default: at Ctrl-C)' },
      { flags: '--devices <count>', does: 'devices, 1 to 10,000 (default 1,000); the rollout needs 20' },
      { flags: '--seed <seed>', does: 'what chance follows from (default: a new one)' },
    ],
    output: 'data',
    remote: false,
    examples: [
      { line: 'fleet demo', does: 'until Ctrl-C' },
      { line: 'fleet demo --for 30s --devices 200 --seed 1', does: 'half a minute, the same every time' },
    ],
    load: () => import('./demo-command.ts'),
  },
  {
    path: 'doctor',
    summary: 'Check this machine and the manager; each failure has a fix',
    options: [
      { flags: '--listen <address>', does: 'HOST:PORT that serve shall use (default 127.0.0.1:8470)' },
      { flags: '--data <folder>', does: 'data folder that serve shall use' },
    ],
    output: 'list',
    remote: true,
    examples: [
      { line: 'fleet doctor', does: 'everything, with the current context' },
      { line: 'fleet doctor -o json', does: 'the same for a program' },
    ],
    load: () => import('./doctor-command.ts'),
  },
  {
    path: 'status',
    summary: 'One screen: devices by presence, alarms, ingest, history',
    output: 'object',
    remote: true,
    examples: [
      { line: 'fleet status', does: 'now' },
      { line: 'fleet status --watch --every 1s', does: 'and every second' },
      { line: 'fleet status -o json --fields devices.online,openAlarms', does: 'two numbers for a script' },
    ],
    load: () => import('./status-command.ts'),
  },
  {
    path: 'events',
    summary: 'The merged timeline of devices, alarms, operators, system',
    options: [
      { flags: '--since <time>', does: 'only what happened in this time: 30s, 5m, 2h, 7d' },
      { flags: '--limit <count>', does: 'the newest that fit, 1 to 100,000 (default 100)' },
      { flags: '--device <device>', does: 'only about this device' },
      { flags: '--source <source>', does: 'only from this source', choices: ['device', 'alarm', 'operator', 'system'] },
    ],
    output: 'list',
    remote: true,
    examples: [
      { line: 'fleet events --since 1h', does: 'the last hour' },
      { line: 'fleet events -w --source alarm', does: 'alarms as they come' },
      { line: 'fleet events -w -o ndjson --for 10s', does: 'ten seconds, one object a line' },
    ],
    load: () => import('./events-command.ts'),
  },
  {
    path: 'query',
    summary: 'Run one read-only SQL statement over the stored history',
    details:
      'Views: readings(device, signal, unit, time, value), ' +
      'readings_15min(device, signal, unit, time, count, minimum, mean, maximum), ' +
      'events(device, kind, name, message, time, boot, sequence, detail), ' +
      'devices(device, profile, status, presence, firmware, labels, gateway, open_alarms, last_seen), ' +
      'signals(profile, signal, unit, category, id, digest), ' +
      'alarms(id, device, rule, severity, state, title, reason, raised, cleared, acknowledged, acknowledged_by, note).\n' +
      'readings has what is not older than raw readings are kept; readings_15min has quarters of an hour for longer; times are UTC; ' +
      'devices and alarms are as of 2 s ago at most.',
    arguments: [{ syntax: '<sql>', does: 'the statement; - reads standard input' }],
    options: [
      { flags: '--max-rows <count>', does: 'rows at most, 1 to 100,000 (default 1,000)' },
      { flags: '--timeout <time>', does: 'longest time of the query, 1ms to 60s (default 10s)' },
    ],
    output: 'data',
    remote: true,
    examples: [
      { line: 'fleet query "SELECT count(*) AS readings FROM readings"', does: 'one number' },
      {
        line: 'fleet query "SELECT device, max(value) AS most FROM readings GROUP BY device ORDER BY most DESC LIMIT 5" -o csv',
        does: 'a table for a spreadsheet',
      },
    ],
    load: () => import('./query-command.ts'),
  },
  {
    path: 'export',
    summary: 'Write stored telemetry to a Parquet, CSV or NDJSON file, or to a file a day',
    details:
      'PATH that is a folder, or ends with /, gets a file a day (UTC) called VIEW-YYYY-MM-DD.FORMAT: ages then count whole days, and the end is the\n' +
      'begin of today unless --to says otherwise. A part of a day has its times in the name. A file is there whole or not at all.\n' +
      'Times are ISO 8601 with a zone (2026-01-05T00:00:00Z), a day (2026-01-05: its begin in UTC), or an age (7d); they are those of the devices.\n' +
      'It may be data about people: the export needs the role operator and is in the audit; -m says why.',
    options: [
      { flags: '--parquet <path>', does: 'file or folder for Parquet: time is a UTC timestamp, value a double' },
      { flags: '--csv <path>', does: 'file or folder for CSV' },
      { flags: '--ndjson <path>', does: 'file or folder for NDJSON' },
      {
        flags: '--view <view>',
        does: 'what: raw readings, quarters of an hour, or events (default readings)',
        choices: ['readings', '15min', 'events'],
      },
      { flags: '--from <time>', does: 'first time of the range (default 1d ago)' },
      { flags: '--to <time>', does: 'end of the range, not part of it (default now)' },
      { flags: '--device <device>', does: 'only of this device, repeatable, up to 1,000', repeatable: true },
      { flags: '--selector <selector>', does: 'only of devices that this selects' },
      { flags: '--signal <signal>', does: 'only this signal, repeatable', repeatable: true },
      { flags: '--category <category>', does: 'only signals of this data category, repeatable', repeatable: true },
      { flags: '--resume', does: 'into a folder: leave out days whose file is there' },
      { flags: '-m, --reason <text>', does: 'why, for the audit' },
    ],
    output: 'data',
    remote: true,
    examples: [
      { line: 'fleet export --parquet day.parquet --from 1d', does: 'all readings of the last day' },
      {
        line: 'fleet export --parquet ./readings/ --from 2026-01-01 --to 2026-02-01 --selector "profile=turbofan" --category technical -m "study 7"',
        does: 'a month, a file a day',
      },
      {
        line: 'fleet export --csv egt.csv --view 15min --signal egtC --device engine-001 --from 30d',
        does: 'quarters of an hour for a spreadsheet',
      },
    ],
    load: () => import('./export-command.ts'),
  },
  {
    path: 'api',
    summary: 'A raw request with the address and token of the context',
    arguments: [
      { syntax: '<method>', does: 'GET, POST, …' },
      { syntax: '<path>', does: 'path with query' },
    ],
    options: [{ flags: '-f, --file <file>', does: 'body of the request; - for standard input' }],
    output: 'data',
    remote: true,
    examples: [
      { line: 'fleet api GET /v1/devices?limit=5', does: 'the first five devices' },
      { line: 'fleet api GET /v1/openapi.json', does: 'the description of the API' },
    ],
    load: () => import('./api-command.ts'),
  },
  {
    path: 'version',
    summary: 'Versions of the program, Node and the protocol',
    output: 'object',
    remote: false,
    examples: [
      { line: 'fleet version', does: 'of this program' },
      { line: 'fleet version -o json', does: 'for a bug report' },
    ],
    load: () => import('./version-command.ts'),
  },
  {
    path: 'help',
    summary: 'Help on a command, a topic or an error code',
    arguments: [{ syntax: '[topic...]', does: 'command words, exit-codes, environment, formatting, selectors, or a code such as E2004' }],
    output: 'data',
    remote: false,
    examples: [
      { line: 'fleet help exit-codes', does: 'what each exit code means' },
      { line: 'fleet help E2004', does: 'an error, how it comes about and what to do' },
      { line: 'fleet help device list', does: 'as fleet device list --help' },
    ],
    load: () => import('./help-command.ts'),
  },
];
