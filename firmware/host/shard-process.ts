import { silentLog } from '#proto/kit/index.js';
import { PopulationFolder } from './population-folder.ts';
import { createShardHost, type ShardHost, type ShardOptions } from './shard.ts';
import { type FromShard, type PlainError, plainErrorOf, type ToShard } from './shard-messages.ts';
import type { ShardQuestion } from './shard-questions.ts';
import { waitMs } from './wait.ts';

/**
 * Entry of a process that runs a part of a population; its parent speaks to it by IPC. It ends with its parent, at once: what its devices
 * had not delivered is lost then, as when the process is killed itself.
 */

/** Time for the goodbyes of the links to go out, ms. */
const leaveMs = 250;

let built: ShardHost | undefined;
let shard: ShardOptions | undefined;

/** Resolves when the message is out. */
function tell(message: FromShard): Promise<void> {
  return new Promise((resolve) => {
    if (process.send === undefined || !process.connected) resolve();
    // Whatever is wrong with the channel: the end of the parent ends this process.
    else process.send(message, undefined, {}, () => resolve());
  });
}

async function start(options: ShardOptions): Promise<void> {
  try {
    shard = options;
    built = createShardHost(options, silentLog, {
      onHighestBoot: (boot) => void tell({ type: 'boot', boot }),
      onLedgerFailed: (error) => void tell({ type: 'ledgerFailed', problem: plainErrorOf(error) }),
    });
    await tell({ type: 'ready', restored: built.restored, damages: built.damages.map(plainErrorOf) });
  } catch (error) {
    await tell({ type: 'failed', problem: plainErrorOf(error) });
    process.exit(1);
  }
}

/** The devices get power. */
function run(): void {
  built?.ledger?.begin();
  void built?.host.start();
}

/** A question about the devices. */
async function answer(number: number, question: ShardQuestion): Promise<void> {
  if (built === undefined) return;
  try {
    const answered = question.type === 'drain' ? await built.host.drain(question.withinMs) : built.desk.answer(question);
    await tell({ type: 'answered', number, answer: answered });
  } catch (error) {
    await tell({ type: 'unanswered', number, problem: plainErrorOf(error) });
  }
}

/** Keeps what the devices keep, then leaves. */
async function stop(flashFile: string): Promise<void> {
  if (built === undefined || shard === undefined) process.exit(0);
  const { host } = built;
  const report = host.stop();
  try {
    built.ledger?.close();
  } catch (error) {
    await tell({ type: 'ledgerFailed', problem: plainErrorOf(error) });
  }
  let problem: PlainError | undefined;
  let kept = 0;
  const folder = new PopulationFolder(shard.folder, shard.population);
  try {
    // What lines name is there before they are.
    for (const device of host.devices) folder.contents.put(device.firmwareBlobs());
    kept = folder.writeFlash(flashFile, host.kept());
  } catch (error) {
    problem = plainErrorOf(error);
  }
  await tell({ type: 'stopped', report, kept, contents: folder.contents.digests, problem });
  await waitMs(leaveMs);
  process.exit(0);
}

process.on('message', (message: ToShard) => {
  if (message.type === 'start') void start(message.options);
  else if (message.type === 'run') run();
  else if (message.type === 'stop') void stop(message.flashFile);
  else if (message.type === 'ask') void answer(message.number, message.question);
  else if (built !== undefined) void tell({ type: 'report', report: built.host.report() });
});
// A terminal sends Ctrl-C to the whole group, a service manager SIGTERM: the parent decides.
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.on(signal, () => undefined);
process.on('disconnect', () => process.exit(0));
