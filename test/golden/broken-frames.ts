import type { Direction } from './frame-text.ts';

/** A frame that must be refused, and how. */
export interface BrokenFrame {
  readonly what: string;
  readonly direction: Direction;
  readonly hex: string;
  /** Error code; or the type and the reason of what comes instead. */
  readonly gives: string;
}

/** Broken frames: what any decoder of seatrial.v1 must say to them. */
export const brokenFrames: readonly BrokenFrame[] = [
  { what: 'a tag without anything behind it', direction: 'device', hex: '08', gives: 'E1101' },
  { what: 'a number that never ends', direction: 'device', hex: '08ffffffffffffffffffffff01', gives: 'E1101' },
  { what: 'field number 0', direction: 'device', hex: '0001', gives: 'E1101' },
  { what: 'wire type 6', direction: 'device', hex: '0e', gives: 'E1101' },
  { what: 'wire type 7', direction: 'device', hex: '0f', gives: 'E1101' },
  { what: 'a group that is never closed', direction: 'device', hex: 'bb0108', gives: 'E1101' },
  { what: 'the end of a group that never began', direction: 'device', hex: 'bc01', gives: 'E1101' },
  { what: 'a group closed by another number', direction: 'device', hex: 'bb01c401', gives: 'E1101' },
  { what: 'a body longer than the frame', direction: 'device', hex: '3205', gives: 'E1101' },
  { what: 'a body of 2 GiB', direction: 'device', hex: '22ffffffff07', gives: 'E1101' },
  { what: 'a body of more than 2 GiB', direction: 'device', hex: '22ffffffff0f', gives: 'E1101' },
  { what: 'a body whose length has ten bytes', direction: 'device', hex: '2280808080808080808001', gives: 'E1101' },
  { what: 'telemetry with a column longer than its body', direction: 'device', hex: '22080801100122050101', gives: 'E1101' },
  { what: 'telemetry with a column of 2 GiB', direction: 'device', hex: '220a0801100122ffffffff07', gives: 'E1101' },
  { what: 'telemetry with values of 2 GiB', direction: 'device', hex: '220a0801100132ffffffff07', gives: 'E1101' },
  { what: 'telemetry with half a value', direction: 'device', hex: '220d08011001220101320400000000', gives: 'E1101' },
  { what: 'telemetry with half a time', direction: 'device', hex: '220608011001190000', gives: 'E1101' },
  {
    what: 'telemetry with a number cut by the end of its column',
    direction: 'device',
    hex: '220c08011001220180320400000000',
    gives: 'E1101',
  },
  { what: 'a text that is no UTF-8', direction: 'device', hex: '42040a02c328', gives: 'E1101' },
  { what: 'a text with half a character', direction: 'device', hex: '42030a01c3', gives: 'E1101' },
  { what: 'a map entry longer than its map', direction: 'device', hex: '2a073a050a0141', gives: 'E1101' },
  { what: 'a channel over 65,535', direction: 'device', hex: '088080045a00', gives: 'E1103' },
  {
    what: 'telemetry on a channel over 65,535',
    direction: 'device',
    hex: '088080042211080110012201013208000000000000f03f',
    gives: 'E1103',
  },
  { what: 'telemetry without boot', direction: 'device', hex: '220f10012201013208000000000000f03f', gives: 'E1103' },
  { what: 'telemetry without sequence', direction: 'device', hex: '220f08012201013208000000000000f03f', gives: 'E1103' },
  { what: 'telemetry without readings', direction: 'device', hex: '220408011001', gives: 'invalid columns' },
  { what: 'telemetry without values', direction: 'device', hex: '220708011001220101', gives: 'invalid columns' },
  { what: 'telemetry with signal id 0', direction: 'device', hex: '2211080110012201003208000000000000f03f', gives: 'invalid field' },
  { what: 'telemetry with NaN', direction: 'device', hex: '2211080110012201013208000000000000f87f', gives: 'invalid not-finite' },
  { what: 'telemetry with infinity', direction: 'device', hex: '2211080110012201013208000000000000f0ff', gives: 'invalid not-finite' },
  {
    what: 'telemetry long before 1970',
    direction: 'device',
    hex: '221a0801100119000000000000f0bf2201013208000000000000f03f',
    gives: 'invalid field',
  },
  { what: 'an event without a place', direction: 'device', hex: '2a032a0161', gives: 'E1103' },
  { what: 'an event without a name', direction: 'device', hex: '2a0408011001', gives: 'invalid field' },
  {
    what: 'an event with a number that is none',
    direction: 'device',
    hex: '2a15080110012a01613a0c0a014111000000000000f87f',
    gives: 'invalid field',
  },
  { what: 'a claim without anything', direction: 'device', hex: '1200', gives: 'E1103' },
  { what: 'a hello without anything', direction: 'device', hex: '1a00', gives: 'E1103' },
  { what: 'a battery of 101 %', direction: 'device', hex: '32050d0000ca42', gives: 'E1103' },
  { what: 'a sleep of no time', direction: 'device', hex: '3a00', gives: 'E1103' },
  { what: 'a command result without its command', direction: 'device', hex: '4200', gives: 'E1103' },
  { what: 'a setting without a value', direction: 'device', hex: '4a0912070a0141120018', gives: 'E1101' },
  { what: 'a setting whose value is empty', direction: 'device', hex: '4a0712050a01411200', gives: 'E1103' },
  { what: 'a profile without anything', direction: 'device', hex: '5200', gives: 'E1104' },
  { what: 'bytes of HTTP', direction: 'device', hex: '474554202f20485454502f312e310d0a', gives: 'E1101' },
  { what: 'a challenge without a nonce', direction: 'fleet', hex: '1203189c01', gives: 'E1103' },
  {
    what: 'a challenge that leaves no time',
    direction: 'fleet',
    hex: '12220a20000102030405060708090a0b0c0d0e0f101112131415161718191a1b1c1d1e1f',
    gives: 'E1103',
  },
  { what: 'a welcome without anything', direction: 'fleet', hex: '1a00', gives: 'E1103' },
  { what: 'a pending of no time', direction: 'fleet', hex: '2200', gives: 'E1103' },
  { what: 'an acknowledgement of nothing', direction: 'fleet', hex: '3200', gives: 'E1103' },
  { what: 'a rejection of nothing', direction: 'fleet', hex: '3a00', gives: 'E1103' },
  { what: 'a command without anything', direction: 'fleet', hex: '4200', gives: 'E1103' },
  { what: 'a configuration of version 0', direction: 'fleet', hex: '4a00', gives: 'E1103' },
  { what: 'an empty frame', direction: 'device', hex: '', gives: 'unknown' },
  { what: 'a body of a later version', direction: 'device', hex: '0801fa3e03010203', gives: 'unknown' },
  { what: 'a body of a later version', direction: 'fleet', hex: '0801fa3e03010203', gives: 'unknown' },
];
