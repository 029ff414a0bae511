import type { CommandSpec, OptionSpec } from './command-spec.ts';

const reason: OptionSpec = { flags: '-m, --reason <text>', does: 'why; kept in the audit' };
const name = { syntax: '<name>', does: 'name of the group' };
const ifRevision: OptionSpec = { flags: '--if-revision <number>', does: 'refuse, exit code 5, when the group stands at another revision' };
const selector: OptionSpec = { flags: '--selector <selector>', does: 'who belongs: key=value,… or CEL (fleet help selectors)' };
const title: OptionSpec = { flags: '--title <title>', does: 'what it is for' };
const bandwidth: OptionSpec = {
  flags: '--bandwidth <bytes>',
  does: 'bytes of images a second to all of its devices together, up to 10,000,000,000; 0: no budget of its own (default)',
};
const load = () => import('./group-commands.ts');

/** Commands about groups. */
export const groupCommands: readonly CommandSpec[] = [
  {
    path: 'group create',
    summary: 'Save a selector under a name',
    details: 'Other selectors ask it by group=NAME or inGroup("NAME"). Devices come and go as they match.',
    arguments: [{ syntax: '<name>', does: '1 to 63 of a-z 0-9 . _ -' }],
    options: [selector, title, bandwidth, reason],
    output: 'object',
    remote: true,
    examples: [
      { line: 'fleet group create pilots --selector site=north,profile=turbofan', does: 'engines of a site' },
      {
        line: 'fleet group create weak --selector "inGroup(\'pilots\') && battery < 20.0" -m "for the night shift"',
        does: 'part of another group',
      },
    ],
    load,
  },
  {
    path: 'group list',
    summary: 'Groups by name',
    output: 'list',
    remote: true,
    examples: [
      { line: 'fleet group list', does: 'all' },
      { line: 'fleet group list -o name', does: 'their names' },
    ],
    load,
  },
  {
    path: 'group get',
    summary: 'One group: selector, revision, who asks it',
    arguments: [name],
    output: 'object',
    remote: true,
    examples: [
      { line: 'fleet group get pilots', does: 'all about it' },
      { line: 'fleet group get pilots -o json --fields revision', does: 'what --if-revision takes' },
    ],
    load,
  },
  {
    path: 'group set',
    summary: 'Change the selector, the title or the bandwidth of a group',
    arguments: [name],
    options: [selector, title, bandwidth, ifRevision, reason],
    output: 'object',
    remote: true,
    examples: [
      { line: 'fleet group set pilots --selector site=south', does: 'other devices' },
      { line: 'fleet group set pilots --title "first wave" --if-revision 3', does: 'only when nobody changed it' },
    ],
    load,
  },
  {
    path: 'group delete',
    summary: 'Delete a group that no other group asks; its devices stay',
    arguments: [name],
    options: [ifRevision, reason],
    output: 'object',
    remote: true,
    examples: [
      { line: 'fleet group delete pilots', does: 'at once' },
      { line: 'fleet group delete pilots --if-revision 4 -m "no longer needed"', does: 'only when nobody changed it' },
    ],
    load,
  },
  {
    path: 'group preview',
    summary: 'Who is in a group now; with --device, why that one is or is not',
    arguments: [name],
    options: [
      { flags: '--device <device>', does: 'each part of the selector with what it found on this device' },
      { flags: '--limit <count>', does: 'names at most, 1 to 1,000 (default 20)' },
    ],
    output: 'list',
    remote: true,
    examples: [
      { line: 'fleet group preview pilots', does: 'how many, and the first names' },
      { line: 'fleet group preview pilots --device engine-007', does: 'why engine-007 is not in it' },
    ],
    load,
  },
];
