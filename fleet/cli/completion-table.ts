import type { CommandSpec } from './command-spec.ts';
import { shells } from './completion-scripts.ts';

/** Completion in shells. */
export const completionCommands: readonly CommandSpec[] = [
  {
    path: 'completion',
    summary: 'The completion script of a shell',
    details: 'Completes commands, flags, their values, files, and the names of devices, groups, contexts, profiles and populations.',
    arguments: [{ syntax: '<shell>', does: 'your shell', choices: shells }],
    output: 'data',
    remote: false,
    examples: [
      { line: 'fleet completion bash', does: 'for ~/.local/share/bash-completion/completions/fleet' },
      { line: 'fleet completion fish', does: 'for ~/.config/fish/completions/fleet.fish' },
    ],
    load: () => import('./completion-command.ts'),
  },
  {
    path: '__complete',
    summary: 'Candidates for the word at the cursor, as "word TAB what it does" or ":files"',
    arguments: [{ syntax: '[words...]', does: 'the command line up to the cursor, without the program; the last may be empty' }],
    output: 'none',
    remote: false,
    isHidden: true,
    examples: [
      { line: 'fleet __complete -- device g', does: 'verbs of device' },
      { line: 'fleet __complete -- device get engines-', does: 'devices by their names' },
    ],
    load: () => import('./complete-words-command.ts'),
  },
];
