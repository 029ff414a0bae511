import { type ErrorTable, errorsOf } from '#proto/kit/index.js';

/** What can be wrong with the bytes of one frame. */
export const frameErrors = {
  E1101: {
    title: 'The bytes are no frame of seatrial.v1',
    why: 'They are cut off, a length runs past the end, a text is no UTF-8, or another protocol speaks.',
    next: 'compare the bytes with docs/PROTOCOL.md, "Frames"; test/golden holds one right frame of every kind',
    exit: 1,
    status: 400,
  },
  E1102: {
    title: 'The frame is too large',
    why: 'A frame is 65,536 bytes at most, so that one device cannot fill the memory that all share.',
    next: 'send fewer readings a frame, or shorten the profile: its definition must fit one frame',
    exit: 1,
    status: 413,
  },
  E1103: {
    title: 'A field of the frame is out of its range',
    why: 'Every field has a range in the .proto files; the fleet refuses what is outside before it is used.',
    next: 'read the comment of the field in proto/seatrial/v1 and mend the sender',
    exit: 1,
    status: 400,
  },
  E1104: {
    title: 'The profile definition breaks a rule',
    why: 'A definition that is not in canonical form, or has a field out of its range, would have no digest that both ends agree on.',
    next: 'read "Profiles" in docs/PROTOCOL.md; seatrial profile validate FILE shows what is wrong',
    exit: 1,
    status: 400,
  },
} as const satisfies ErrorTable;

/** Makes errors of this table. */
export const frameError = errorsOf(frameErrors);
