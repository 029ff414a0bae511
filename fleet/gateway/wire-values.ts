import type { seatrial } from '#proto/gen/index.js';
import type { SettingValue } from '#proto/profile/index.js';

type Value = seatrial.v1.Value.$Properties;

/** Settings or arguments as the wire carries them. */
export function toWire(values: Readonly<Record<string, SettingValue>>): Record<string, Value> {
  const wire: Record<string, Value> = {};
  for (const [key, value] of Object.entries(values)) wire[key] = toValue(value);
  return wire;
}

/** Settings as the wire brought them. A value without a kind is left out. */
export function fromWire(values: Readonly<Record<string, Value>> | null | undefined): Record<string, SettingValue> {
  const settings: Record<string, SettingValue> = {};
  for (const [key, value] of Object.entries(values ?? {})) {
    const plain = value.number ?? value.text ?? value.flag ?? undefined;
    if (plain !== undefined) settings[key] = plain;
  }
  return settings;
}

function toValue(value: SettingValue): Value {
  if (typeof value === 'number') return { number: value };
  return typeof value === 'string' ? { text: value } : { flag: value };
}

/** The channel that a frame names when that is its first field, as every sender in practice writes it; else 0. */
export function channelOf(bytes: Uint8Array): number {
  if (bytes[0] !== 8) return 0;
  let channel = 0;
  for (let index = 1; index <= 3; index += 1) {
    const byte = bytes[index] ?? 0;
    channel |= (byte & 0x7f) << (7 * (index - 1));
    if (byte < 0x80) return channel;
  }
  return 0;
}
