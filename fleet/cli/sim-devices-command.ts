import { type DevicePage, PopulationControl, populationsFolder } from '#firmware/host/index.js';
import { exitCodes } from '#proto/kit/index.js';
import { cliError } from './cli-errors.ts';
import type { CommandContext } from './command-spec.ts';
import type { Item } from './field-paths.ts';
import { printObject } from './render.ts';
import { simDeviceView } from './sim-views.ts';
import { showList } from './watch.ts';

/** Devices of one request. */
const pageSize = 1_000;

/** fleet sim devices */
export async function run(context: CommandContext): Promise<number> {
  const { input, terminal } = context;
  const control = new PopulationControl(populationsFolder(terminal.environment), input.argument(0));
  const selector = input.text('selector');
  const id = input.optionalArgument(1);
  if (id === undefined)
    return showList(context, simDeviceView, () => list(control, selector, input.count('limit', 1, 1_000_000) ?? pageSize), {
      mustMatch: true,
    });
  if (selector !== undefined) throw cliError('E2003', { message: 'an id and --selector are both given' });
  const device = itemOf(await control.device(id));
  await printObject(context, { kind: 'SimulatedDevice', name: 'id', columns: simDeviceView.columns }, device);
  return exitCodes.ok;
}

/** Page by page. */
async function list(control: PopulationControl, selector: string | undefined, limit: number) {
  const items: Item[] = [];
  let page: DevicePage | undefined;
  do {
    page = await control.devices(selector, page?.next ?? undefined, Math.min(pageSize, limit - items.length));
    items.push(...page.items.map(itemOf));
  } while (page.next !== null && items.length < limit);
  return { items, next: page.next ?? undefined, total: page.total };
}

function itemOf(device: DevicePage['items'][number]): Item {
  // An image on trial is not the device's own yet.
  const updateState = device.isConfirmed ? device.update : `${device.update}, on trial`;
  const faultNames = Object.keys(device.faults).join(' ');
  return { apiVersion: 'seatrial/v1', kind: 'SimulatedDevice', ...device, updateState, faultNames };
}
