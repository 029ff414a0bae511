import { buildDelta, diffApplications, type Image } from '#proto/image/index.js';
import { exitCodes } from '#proto/kit/index.js';
import type { CommandContext } from './command-spec.ts';
import type { Item } from './field-paths.ts';
import { readWholeImage } from './given-files.ts';
import { checkedApplication } from './image-check.ts';
import { applicationChangeView } from './image-views.ts';
import { printList, printObject } from './render.ts';

const facts = ['name', 'version', 'profiles', 'hardwareRevisions', 'securityCounter', 'minimumVersion', 'mustPassThrough'] as const;

/** fleet image diff */
export async function run(context: CommandContext): Promise<number> {
  const [from, to] = [context.input.argument(0), context.input.argument(1)];
  const [before, after] = [readWholeImage(from), readWholeImage(to)];
  const application = diffApplications(checkedApplication(before, from), checkedApplication(after, to)).map(
    (change): Item => ({ ...change }),
  );
  const item: Item = {
    apiVersion: 'seatrial/v1',
    kind: 'ImageDiff',
    from: sizesOf(from, before),
    to: sizesOf(to, after),
    header: facts
      .filter((fact) => JSON.stringify(before.header[fact]) !== JSON.stringify(after.header[fact]))
      .map((fact) => ({ fact, before: before.header[fact], after: after.header[fact] })),
    payload: samePayload(before, after) ? 'same' : 'changed',
    deltaBytes: buildDelta(before, after).length,
    application,
  };
  if (context.format !== 'table' || !context.terminal.outIsTty || context.input.text('fields') !== undefined) {
    await printObject(context, { kind: 'ImageDiff', name: 'kind', columns: [] }, item);
    return exitCodes.ok;
  }
  const { application: _below, ...summary } = item;
  await printObject(context, { kind: 'ImageDiff', name: 'kind', columns: [] }, summary);
  context.terminal.out('\n');
  await printList(context, applicationChangeView, application);
  return exitCodes.ok;
}

function samePayload(before: Image, after: Image): boolean {
  const payload = ({ header, content }: Image): Uint8Array => content.subarray(header.applicationBytes);
  return Buffer.compare(payload(before), payload(after)) === 0;
}

function sizesOf(file: string, { digest, header }: Image): Item {
  const { applicationBytes, payloadBytes } = header;
  return { file, digest, applicationBytes, payloadBytes, contentBytes: applicationBytes + payloadBytes };
}
