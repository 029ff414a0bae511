import { cliError } from './cli-errors.ts';
import type { CommandContext } from './command-spec.ts';
import { openApi } from './connection.ts';
import type { Item } from './field-paths.ts';
import { deviceSignalView, knownSignalView } from './views.ts';
import { showList } from './watch.ts';

/** fleet signal list */
export async function run(context: CommandContext): Promise<number> {
  const { input } = context;
  const device = input.optionalArgument(0);
  const profile = input.text('profile');
  if (device !== undefined && profile !== undefined)
    throw cliError('E2003', { message: 'a device has one profile: give the device or --profile' });
  const api = await openApi(context);
  if (device !== undefined)
    return showList(context, deviceSignalView, () => api.page(`/v1/devices/${encodeURIComponent(device)}/signals`, {}));
  return showList(context, knownSignalView, async () => {
    const { items } = await api.page('/v1/profiles', {});
    const wanted = items.filter((item) => profile === undefined || item.name === profile);
    if (profile !== undefined && wanted.length === 0) {
      const known = [...new Set(items.map((item) => String(item.name)))].join(', ') || 'none';
      throw cliError('E2030', { message: `no device has brought a profile "${profile}"; known are: ${known}` });
    }
    return { items: wanted.flatMap(signalsOf) };
  });
}

function signalsOf(profile: Item): Item[] {
  return (profile.signals as Item[]).map((signal) => ({
    apiVersion: 'seatrial/v1',
    kind: 'KnownSignal',
    profile: profile.name,
    digest: profile.digest,
    ...signal,
  }));
}
