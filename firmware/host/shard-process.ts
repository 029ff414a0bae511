import { messageOf, SeatrialError, silentLog } from '#proto/kit/index.js';
import type { Host } from './host.ts';
import { PopulationFolder } from './population-folder.ts';
import { createShardHost, type ShardOptions } from './shard.ts';
import type { FromShard, ToShard } from './shard-messages.ts';
import { waitMs } from './wait.ts';

/** Entry of a process that runs a part of a population; its parent speaks to it by IPC. It ends with its parent. */

let host: Host | undefined;
let shard: ShardOptions | undefined;

function tell(message: FromShard): void {
  process.send?.(message);
}

function start(options: ShardOptions): void {
  try {
    shard = options;
    host = createShardHost(options, silentLog);
    void host.start().then(() => tell({ type: 'ramped' }));
    tell({ type: 'started' });
  } catch (error) {
    const known =
      error instanceof SeatrialError ? { code: error.code, next: error.next, at: error.at, definition: error.definition } : undefined;
    tell({ type: 'failed', message: messageOf(error), known });
    process.disconnect?.();
  }
}

/** Keeps what the devices keep in part `part`, then leaves. */
function stop(part: number): void {
  if (host === undefined || shard === undefined) return process.disconnect?.();
  host.stop();
  const report = host.report();
  new PopulationFolder(shard.folder, shard.population).writeFlash(part, host.kept());
  tell({ type: 'stopped', report });
  void waitMs(leaveMs).then(() => process.exit(0));
}

/** Time for the goodbyes of the links to go out, ms. */
const leaveMs = 250;

process.on('message', (message: ToShard) => {
  if (message.type === 'start') start(message.options);
  else if (message.type === 'report') {
    if (host !== undefined) tell({ type: 'report', report: host.report() });
  } else stop(message.part);
});
// A terminal sends Ctrl-C to the whole group: the parent decides.
process.on('SIGINT', () => undefined);
process.on('SIGTERM', () => undefined);
process.on('disconnect', () => process.exit(0));
