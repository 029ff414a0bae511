import type { OptionSpec } from './command-spec.ts';

/** Options by which a command finds keys to sign with. @param keys what the folder of --keys is good for */
export function signingOptions(keys: string): readonly OptionSpec[] {
  return [
    { flags: '--key <file>', does: 'key file to sign with; repeatable', repeatable: true },
    { flags: '--keys <folder>', does: keys },
    {
      flags: '--sign-command <command>',
      does: 'signs by this command of the shell, in five minutes at most: bytes on standard input, 64 bytes in hex come out; repeatable',
      repeatable: true,
    },
    { flags: '--public-key <hex>', does: 'whose key that command signs with; as often as --sign-command, in its order', repeatable: true },
  ];
}
