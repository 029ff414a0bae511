import { type ErrorTable, errorsOf, exitCodes } from '#proto/kit/index.js';

/** Errors of hooks: E2601 to E2699. */
export const hookErrors = {
  E2601: {
    title: 'No such hook',
    why: 'Nobody made one of that name, or it was deleted.',
    next: 'fleet hook list',
    exit: exitCodes.nothingMatched,
    status: 404,
  },
  E2602: {
    title: 'There is a hook of that name already',
    why: 'A name stands for one receiver, with its own secret and its own waiting messages.',
    next: 'take another name, or delete the old one: fleet hook delete NAME',
    exit: exitCodes.conflict,
    status: 409,
  },
  E2603: {
    title: 'There are as many hooks as there may be',
    why: 'Every event is held against the condition of every hook, so their number is bounded by hooks.hooks.',
    next: 'join hooks that have one receiver with ||, delete one, or raise hooks.hooks and start again',
    exit: exitCodes.conflict,
    status: 409,
  },
  E2604: {
    title: 'The name or the URL of a hook is wrong',
    why: 'A receiver is an http:// or https:// URL without user name, password and fragment; what proves the sender is the signature.',
    next: 'fleet hook create NAME --to https://receiver.example/path --on CEL',
    exit: exitCodes.usage,
    status: 422,
  },
  E2605: {
    title: 'The secret of a hook is no key',
    why: 'Signatures need a key that nobody guesses: 24 to 64 bytes, in base64 behind whsec_.',
    next: 'leave --secret-file out and let the manager make one, or write it with: echo "whsec_$(openssl rand -base64 32)"',
    exit: exitCodes.usage,
    status: 422,
  },
  E2606: {
    title: 'As many test messages are under way as there may be',
    why: 'Each waits for its receiver; their number is bounded by hooks.requests.',
    next: 'wait some seconds and try again',
    exit: exitCodes.failed,
    status: 429,
  },
} as const satisfies ErrorTable;

/** Makes an error of this area. */
export const fail = errorsOf(hookErrors);
