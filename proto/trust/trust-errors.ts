import { type ErrorTable, errorsOf, exitCodes } from '#proto/kit/index.js';

const wrongFile = { exit: exitCodes.usage, status: 400 };

/** Errors of trust, E1550 to E1589: keys and metadata as people and managers make them. What a device refuses has a cause instead. */
export const trustErrors = {
  E1550: {
    ...wrongFile,
    title: 'This is no key file.',
    why: 'A key file is JSON with the format seatrial-key, a public key, and the private one where it signs.',
    next: 'Check the path; `fleet key init --out DIR` makes key files.',
  },
  E1551: {
    ...wrongFile,
    title: 'A private key can be read by others than its owner.',
    why: 'Whoever reads a private key can sign in its name; a key that others could read may have been copied.',
    next: 'Take the rights away with `chmod 600 FILE`, and rotate the key when others had access.',
  },
  E1552: {
    ...wrongFile,
    title: 'A key file is missing or cannot be read.',
    why: 'The role signs with that key.',
    next: 'Bring the file back, or replace the key with `fleet key rotate`.',
  },
  E1553: {
    ...wrongFile,
    title: 'Fewer keys signed than the role needs.',
    why: 'Each role has a threshold of distinct keys; the same key twice counts once.',
    next: 'Sign with more of the keys that `fleet key status` lists for the role.',
  },
  E1554: {
    ...wrongFile,
    title: 'The metadata cannot be read or is not signed by the keys of its role.',
    why: 'What devices would refuse is refused before it is stored.',
    next: 'Make it again with `fleet key` or `fleet release`, and sign it with the keys of the role.',
  },
  E1555: {
    ...wrongFile,
    title: 'The roles, thresholds or expiries asked for cannot be.',
    why: 'A threshold is 1 or more and no more than the keys of its role; a root has 64 keys at most.',
    next: 'Correct the option; `fleet key init --help` has the ranges.',
  },
  E1556: {
    ...wrongFile,
    title: 'The command that signs failed.',
    why: 'It gets the bytes to sign on its standard input, and prints the signature of 64 bytes in hex.',
    next: 'Try the command by itself with the file that the message names.',
  },
} as const satisfies ErrorTable;

/** Throws errors of trust. */
export const failTrust = errorsOf(trustErrors);
