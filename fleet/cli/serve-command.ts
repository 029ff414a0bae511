import { type ConfigOverrides, resolveConfig, startManager } from '#fleet/app/index.js';
import { exitCodes, isSeatrialError } from '#proto/kit/index.js';
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
  try {
    const url = running.urls[0] ?? '';
    const added = running.adminSecret === undefined ? '' : keepFirstToken(context, config.name, url, running.adminSecret);
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
    await running.stop();
  }
  return exitCodes.ok;
}

function overridesOf({ input }: CommandContext): ConfigOverrides {
  const name = input.text('name');
  const dataFolder = input.text('data');
  const listen = input.list('listen');
  const logLevel = logLevels.find((level) => level === input.text('log'));
  return {
    ...(name === undefined ? {} : { name }),
    ...(dataFolder === undefined ? {} : { dataFolder }),
    ...(listen.length === 0 ? {} : { listen }),
    ...(logLevel === undefined ? {} : { logLevel }),
  };
}

/** Shows the first admin token once, and adds a context for it. @returns the name of the context, empty when none was added */
function keepFirstToken({ input, terminal, format }: CommandContext, name: string, url: string, token: string): string {
  if (format === 'table') terminal.err(`first admin token, shown this once: ${token}\n`);
  if (input.isOff('context')) return '';
  const reachable = url.replace('//0.0.0.0:', '//127.0.0.1:').replace('//[::]:', '//[::1]:');
  try {
    const all = readContexts(terminal.environment);
    const replace = all.contexts[name]?.url === reachable;
    writeContexts(terminal.environment, addContext(all, name, { url: reachable, token }, { replace, use: true }));
  } catch (error) {
    // The token was shown, so the manager is not lost: the user is told how to add the context under another name.
    if (!isSeatrialError(error)) throw error;
    terminal.err(`no context was added: ${error.message}; fleet context add ANOTHER --url ${reachable} --token-file FILE\n`);
    return '';
  }
  terminal.err(`context ${name} is kept in ${contextsFile(terminal.environment)} and is the current one\n`);
  return name;
}
