import { exitCodes } from '#proto/kit/index.js';
import { orderMany, printSteps, targetOf } from './bulk.ts';
import { cliError } from './cli-errors.ts';
import type { CommandContext } from './command-spec.ts';
import { openApi } from './connection.ts';
import { parseDuration } from './duration.ts';
import { printObject } from './render.ts';
import type { View } from './view.ts';

const holdView: View = {
  kind: 'HoldList',
  name: 'deviceId',
  columns: [
    { header: 'DEVICE', field: 'deviceId' },
    { header: 'TYPE', field: 'type', as: 'state' },
    { header: 'VERSION', field: 'release' },
    { header: 'SINCE', field: 'at', as: 'time' },
    { header: 'UNTIL', field: 'until', as: 'time' },
    { header: 'BY', field: 'by' },
    { header: 'REASON', field: 'reason' },
  ],
};

/** fleet device hold, unhold, pin, unpin */
export async function run(context: CommandContext): Promise<number> {
  const { input, spec, terminal } = context;
  const verb = spec.path.replace('device ', '');
  const { target } = targetOf(context);
  const end = verb.startsWith('un') ? {} : { untilMs: untilOf(input.text('until'), Date.now()) };
  const api = await openApi(context);
  // What would be done to one device is said by the plan of an operation, too.
  if (target.type === 'many' || input.flag('dryRun')) {
    const many = target.type === 'many' ? target : ({ type: 'many', selector: `id=${target.id}`, all: false } as const);
    const { operation, code } = await orderMany(context, api, many, { type: verb, ...end });
    if (operation !== undefined) await printSteps(context, api, operation);
    return code;
  }
  const path = `/v1/devices/${encodeURIComponent(target.id)}/${verb}`;
  const hold = await api.post(path, { ...end, reason: input.text('reason') ?? '' });
  await printObject(context, holdView, hold);
  if (verb === 'hold' || verb === 'pin') terminal.err(`fleet device un${verb} ${target.id} takes it back\n`);
  return exitCodes.ok;
}

/**
 * When a hold ends, ms since 1970; 0: never.
 * @throws E2003
 */
export function untilOf(text: string | undefined, nowMs: number): number {
  if (text === undefined) return 0;
  if (/^\d+(\.\d+)?[a-z]/.test(text)) return nowMs + parseDuration(text, '--until');
  const date = /^\d{4}-\d\d-\d\d(T\d\d:\d\d(:\d\d)?(\.\d+)?(Z|[+-]\d\d:\d\d))?$/.test(text) ? Date.parse(text) : Number.NaN;
  if (Number.isNaN(date)) {
    throw cliError('E2003', {
      message: `--until is "${text}", neither a date such as 2026-12-01 or 2026-12-01T06:00Z nor a time such as 7d`,
    });
  }
  if (date <= nowMs) throw cliError('E2003', { message: `--until is ${text}, which is over` });
  return date;
}
