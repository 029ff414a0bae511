import { resolve } from 'node:path';
import { type ConfigOverrides, type ManagerConfig, type RunningManager, resolveConfig, startManager } from '#fleet/app/index.js';
import { exitCodes, isSeatrialError } from '#proto/kit/index.js';
import { cliError } from './cli-errors.ts';
import type { CommandContext } from './command-spec.ts';
import { addContext, contextsFile, readContexts, writeContexts } from './context-store.ts';
import { servingScreen } from './local-screens.ts';
import { printObject } from './render.ts';
import { readText } from './secret-source.ts';
import { defaultDataFolder } from './serve-folder.ts';
import { untilStopped } from './stop-signal.ts';

const logLevels = ['debug', 'info', 'warn', 'error', 'silent'] as const;

/** fleet serve */
export async function run(context: CommandContext): Promise<number> {
  const { input, terminal } = context;
  const file = input.text('config');
  const text = file === undefined ? undefined : await readText(file, terminal);
  const config = resolveConfig(
    file === undefined || text === undefined ? undefined : { name: file, text },
    overridesOf(context),
    defaultDataFolder(terminal.environment),
  );
  const running = await startManager(config);
  // Without TLS a SIGHUP ends the program, as it does any other.
  if (config.tls !== undefined) process.on('SIGHUP', running.reloadCertificate);
  try {
    const added = running.adminSecret === undefined ? '' : keepFirstToken(context, config, running, running.adminSecret);
    const item = {
      apiVersion: 'seatrial/v1',
      kind: 'Serving',
      name: config.name,
      urls: running.urls,
      deviceUrls: running.deviceUrls,
      dataFolder: config.dataFolder,
      maximumLinks: running.maximumLinks,
      pid: process.pid,
      context: added,
      ...(running.adminSecret === undefined || context.format === 'table' ? {} : { adminToken: running.adminSecret }),
    };
    await printObject(context, { kind: 'Serving', name: 'name', columns: [], screen: servingScreen }, item);
    await untilStopped(context);
    terminal.err('stopping: devices are told, what waits is written\n');
  } finally {
    process.off('SIGHUP', running.reloadCertificate);
    await running.stop();
  }
  return exitCodes.ok;
}

function overridesOf({ input }: CommandContext): ConfigOverrides {
  const name = input.text('name');
  const dataFolder = input.text('data');
  const listen = input.list('listen');
  const certFile = input.text('tlsCert');
  const keyFile = input.text('tlsKey');
  if ((certFile === undefined) !== (keyFile === undefined)) {
    const missing = certFile === undefined ? '--tls-cert' : '--tls-key';
    throw cliError('E2003', { message: `${missing} is missing: certificate and key are given together` });
  }
  const trustProxy = input.list('trustProxy').flatMap((addresses) => addresses.split(','));
  const logLevel = logLevels.find((level) => level === input.text('log'));
  return {
    ...(name === undefined ? {} : { name }),
    ...(dataFolder === undefined ? {} : { dataFolder }),
    ...(listen.length === 0 ? {} : { listen }),
    ...(certFile === undefined || keyFile === undefined ? {} : { tls: { certFile, keyFile } }),
    ...(trustProxy.length === 0 ? {} : { trustProxy }),
    ...(logLevel === undefined ? {} : { logLevel }),
  };
}

/** Shows the first admin token once, and adds a context for it. @returns the name of the context, empty when none was added */
function keepFirstToken(context: CommandContext, { name, tls }: ManagerConfig, running: RunningManager, token: string): string {
  const { input, terminal, format } = context;
  if (format === 'table') terminal.err(`first admin token, shown this once: ${token}\n`);
  if (input.isOff('context')) return '';
  const reachable = (running.urls[0] ?? '').replace('//0.0.0.0:', '//127.0.0.1:').replace('//[::]:', '//[::1]:');
  const certificate = running.manager.status().certificate;
  try {
    const all = readContexts(terminal.environment);
    const replace = all.contexts[name]?.url === reachable;
    // A certificate that nobody else signed is its own authority; one of a public authority needs no entry.
    const entry = {
      url: reachable,
      token,
      ...(tls !== undefined && certificate?.isSelfSigned === true ? { caFile: resolve(tls.certFile) } : {}),
    };
    writeContexts(terminal.environment, addContext(all, name, entry, { replace, use: true }));
  } catch (error) {
    // The token was shown, so the manager is not lost: the user is told how to add the context under another name.
    if (!isSeatrialError(error)) throw error;
    terminal.err(`no context was added: ${error.message}; fleet context add ANOTHER --url ${reachable} --token-file FILE\n`);
    return '';
  }
  const host = new URL(reachable).hostname.replace(/^\[|\]$/g, '');
  if (certificate !== undefined && !certificate.names.includes(host)) {
    terminal.err(`the certificate is for ${certificate.names || certificate.subject}, not for ${host}: `);
    terminal.err(`fleet context add ANOTHER --url https://ITS-NAME:${new URL(reachable).port} --token-file FILE\n`);
  }
  terminal.err(`context ${name} is kept in ${contextsFile(terminal.environment)} and is the current one\n`);
  return name;
}
