import { findProfile } from '#firmware/host/index.js';
import { attackClaim, proveAttacks } from '#fleet/trial/index.js';
import type { CommandContext } from './command-spec.ts';
import { printProof } from './proof-output.ts';
import { printList } from './render.ts';
import type { View } from './view.ts';

const rows: View = {
  kind: 'AttackList',
  name: 'name',
  columns: [
    { header: '#', field: 'name' },
    { header: 'ATTACK', field: 'title' },
    { header: 'VERDICT', field: 'verdict', as: 'state' },
    { header: 'INJECTED', field: 'injected' },
    { header: 'DID', field: 'did' },
    { header: 'EXPECTED', field: 'expected' },
  ],
};

/** fleet prove attacks */
export async function run(context: CommandContext): Promise<number> {
  const { input } = context;
  const profile = input.text('profile');
  const only = input.text('only');
  const order = { seed: input.text('seed') ?? '1', profile: findProfile(profile ?? 'thermostat'), ...(only === undefined ? {} : { only }) };
  const again = ['fleet', 'prove', 'attacks', ...(profile === undefined ? [] : ['--profile', profile])];
  const screen = (): [string, string][] => [['profile', `${order.profile.name}, ${order.profile.flash.type}, seed ${order.seed}`]];
  return printProof(
    context,
    attackClaim,
    again,
    () => proveAttacks(order),
    screen,
    (report) =>
      printList(
        context,
        rows,
        report.rows.map((row) => ({ ...row })),
      ),
  );
}
