import { exitCodes } from '#proto/kit/index.js';
import type { ApiClient } from './api-client.ts';
import { cliError } from './cli-errors.ts';
import type { CommandContext } from './command-spec.ts';
import { openApi } from './connection.ts';
import { cellText, type Item } from './field-paths.ts';
import { type FileIdentity, readIdentityFile } from './identity-file.ts';
import { printList } from './render.ts';
import { readText } from './secret-source.ts';
import type { View } from './view.ts';

/** Identities of one request, and their bytes: the body of a request is bounded. */
const mostOfBatch = 500;
const mostBatchBytes = 524_288;
/** Conflicts that the error names. */
const namedConflicts = 5;

const importView: View = {
  kind: 'ImportedIdentityList',
  name: 'id',
  columns: [
    { header: 'LINE', field: 'line', as: 'count' },
    { header: 'ID', field: 'id' },
    { header: 'OUTCOME', field: 'outcome', as: 'state' },
    { header: 'MESSAGE', field: 'message' },
  ],
};

/** What becomes of one line of the file. */
interface Outcome extends Item {
  readonly line: number;
  readonly id: string;
  readonly outcome: string;
  readonly message: string;
}

/**
 * fleet provision import: reads the whole file, asks the manager about all of it, and only without a conflict has it taken, batch by batch. A batch is
 * taken whole or not at all; what a run that broke off has taken is unchanged for the next.
 */
export async function run(context: CommandContext): Promise<number> {
  const { input, terminal } = context;
  const path = input.argument(0);
  const file = path === '-' ? 'standard input' : path;
  const identities = readIdentityFile(await readText(path, terminal), file, input.text('profile'));
  const { unique, repeated } = withoutRepeated(identities);
  const api = await openApi(context);
  const batches = batchesOf(unique);
  const judged = [...repeated];
  for (const batch of batches) judged.push(...(await send(api, batch, true, '')));
  judged.sort((a, b) => a.line - b.line);
  const conflicts = judged.filter(({ outcome }) => outcome === 'conflict');
  if (conflicts.length > 0) {
    await printList(context, importView, conflicts, { total: conflicts.length });
    throw conflictError(file, identities.length, conflicts);
  }
  if (!input.flag('dryRun')) await takeAll(context, api, batches);
  await printList(context, importView, judged, { total: judged.length });
  const created = judged.filter(({ outcome }) => outcome === 'created').length;
  const would = input.flag('dryRun') ? 'dry run: would be ' : '';
  terminal.err(`${would}${created} created, ${judged.length - created} unchanged; private keys were not sent\n`);
  return exitCodes.ok;
}

async function takeAll({ input, terminal }: CommandContext, api: ApiClient, batches: readonly (readonly FileIdentity[])[]): Promise<void> {
  let taken = 0;
  for (const batch of batches) {
    try {
      await send(api, batch, false, input.text('reason') ?? '');
    } catch (error) {
      const first = batch[0]?.line;
      terminal.err(
        `${taken} identities were looked through and taken, those from line ${first} on were not; run it again when it is mended\n`,
      );
      throw error;
    }
    taken += batch.length;
  }
}

async function send(api: ApiClient, batch: readonly FileIdentity[], dryRun: boolean, reason: string): Promise<Outcome[]> {
  const identities = batch.map(({ line: _line, ...identity }) => identity);
  const answer = await api.post('/v1/identities/import', { identities, dryRun, reason }, 60_000);
  return (answer.items as Item[]).map((item, index) => ({
    line: (batch[index] as FileIdentity).line,
    id: cellText(item.id),
    outcome: cellText(item.outcome),
    message: cellText(item.message),
  }));
}

/** What stands twice in the file is judged here, since the manager sees a part of it at a time. */
function withoutRepeated(identities: readonly FileIdentity[]): { unique: FileIdentity[]; repeated: Outcome[] } {
  const byId = new Map<string, FileIdentity>();
  const byKey = new Map<string, FileIdentity>();
  const unique: FileIdentity[] = [];
  const repeated: Outcome[] = [];
  for (const identity of identities) {
    const { line, id, publicKey } = identity;
    const same = byId.get(id);
    const sharing = byKey.get(publicKey);
    if (same === undefined && sharing === undefined) {
      byId.set(id, identity);
      byKey.set(publicKey, identity);
      unique.push(identity);
    } else if (same !== undefined && same.publicKey === publicKey) {
      repeated.push({ line, id, outcome: 'unchanged', message: `as line ${same.line}` });
    } else {
      const message =
        same === undefined ? `line ${sharing?.line} has this key for ${sharing?.id}` : `line ${same.line} has another key for ${id}`;
      repeated.push({ line, id, outcome: 'conflict', message });
    }
  }
  return { unique, repeated };
}

function batchesOf(identities: readonly FileIdentity[]): FileIdentity[][] {
  const batches: FileIdentity[][] = [];
  let bytes = Number.POSITIVE_INFINITY;
  for (const identity of identities) {
    const size = Buffer.byteLength(JSON.stringify(identity));
    if (bytes + size > mostBatchBytes || batches.at(-1)?.length === mostOfBatch) {
      batches.push([]);
      bytes = 0;
    }
    batches.at(-1)?.push(identity);
    bytes += size;
  }
  return batches;
}

function conflictError(file: string, count: number, conflicts: readonly Outcome[]): Error {
  const named = conflicts.slice(0, namedConflicts).map(({ line, id, message }) => `line ${line}, ${id}: ${message}`);
  const more = conflicts.length - named.length;
  const message = `${conflicts.length} of ${count} identities conflict: ${named.join('; ')}${more > 0 ? `; and ${more} more` : ''}`;
  const line = conflicts[0]?.line;
  return cliError('E2051', { message, at: { file, ...(line === undefined ? {} : { line }) } });
}
