/** Signals of one profile digest: id to key. */
export class SignalKeys {
  readonly digest: string;
  #profile: string;
  #keys: Uint32Array = new Uint32Array(64);
  readonly #dictionary: HistoryDictionary;

  constructor(dictionary: HistoryDictionary, digest: string, profile: string) {
    this.#dictionary = dictionary;
    this.digest = digest;
    this.#profile = profile;
  }

  get profile(): string {
    return this.#profile;
  }

  /** Takes the name of the profile when that is heard. */
  rename(profile: string): void {
    this.#profile = profile;
  }

  /** The signal's key; one that nobody defined gets a key and the name "signal-ID", since readings are not to be lost for a name. */
  keyOf(signalId: number): number {
    const key = signalId < this.#keys.length ? (this.#keys[signalId] as number) : 0;
    return key === 0 ? this.#dictionary.defineUnknown(this, signalId) : key;
  }

  has(signalId: number): boolean {
    return signalId < this.#keys.length && this.#keys[signalId] !== 0;
  }

  set(signalId: number, key: number): void {
    if (signalId >= this.#keys.length) {
      const keys = new Uint32Array(Math.max(signalId + 1, 2 * this.#keys.length));
      keys.set(this.#keys);
      this.#keys = keys;
    }
    this.#keys[signalId] = key;
  }
}

/** A row of the signals' dimension. */
export interface SignalRow {
  readonly key: number;
  readonly digest: string;
  readonly profile: string;
  readonly id: number;
  readonly name: string;
  readonly unit: string;
  readonly category: string;
}

/** A row of the devices' dimension. */
export interface DeviceRow {
  readonly key: number;
  readonly id: string;
  readonly digest: string;
}

/** Names behind the small numbers in the columns, and which of them are not stored yet. */
export class HistoryDictionary {
  readonly #profiles = new Map<string, SignalKeys>();
  readonly #devices = new Map<number, DeviceRow>();
  readonly #signals: (SignalRow | undefined)[] = [undefined];
  #newDevices = new Map<number, DeviceRow>();
  #newSignals = new Map<number, SignalRow>();

  /** Takes what is stored already. */
  restore(devices: Iterable<DeviceRow>, signals: Iterable<SignalRow>): void {
    for (const device of devices) this.#devices.set(device.key, device);
    for (const signal of signals) {
      this.#signals[signal.key] = signal;
      this.#profileOf(signal.digest, signal.profile).set(signal.id, signal.key);
    }
  }

  defineDevice(key: number, id: string, digest: string): void {
    const known = this.#devices.get(key);
    if (known?.id === id && known.digest === digest) return;
    const row = { key, id, digest };
    this.#devices.set(key, row);
    this.#newDevices.set(key, row);
  }

  defineProfile(
    digest: string,
    profile: string,
    signals: readonly { readonly id: number; readonly name: string; readonly unit: string; readonly category: string }[],
  ): void {
    const keys = this.#profileOf(digest, profile);
    keys.rename(profile);
    for (const { id, name, unit, category } of signals) {
      const known = keys.has(id) ? this.#signals[keys.keyOf(id)] : undefined;
      if (known?.name === name && known.unit === unit && known.category === category && known.profile === profile) continue;
      this.#put({ key: known?.key ?? this.#signals.length, digest, profile, id, name, unit, category }, keys);
    }
  }

  /** Gives a key to a signal that its profile does not name. */
  defineUnknown(keys: SignalKeys, id: number): number {
    const row = { key: this.#signals.length, digest: keys.digest, profile: keys.profile, id, name: `signal-${id}`, unit: '', category: '' };
    this.#put(row, keys);
    return row.key;
  }

  /** Keys of a profile digest, known or not. */
  signalsOf(digest: string): SignalKeys {
    return this.#profiles.get(digest) ?? this.#profileOf(digest, '');
  }

  signal(key: number): SignalRow | undefined {
    return this.#signals[key];
  }

  /** Keys of all signals of a name, of whatever profile. */
  signalKeysNamed(name: string): number[] {
    return this.#signals.flatMap((signal) => (signal?.name === name ? [signal.key] : []));
  }

  device(key: number): DeviceRow | undefined {
    return this.#devices.get(key);
  }

  /** Rows to store with the next commit; from now on they count as stored. */
  takeNew(): { readonly devices: Map<number, DeviceRow>; readonly signals: Map<number, SignalRow> } {
    const taken = { devices: this.#newDevices, signals: this.#newSignals };
    this.#newDevices = new Map();
    this.#newSignals = new Map();
    return taken;
  }

  /** The commit that was to store them failed: they go with the next one, newer definitions first. */
  giveBack(taken: { readonly devices: Map<number, DeviceRow>; readonly signals: Map<number, SignalRow> }): void {
    this.#newDevices = new Map([...taken.devices, ...this.#newDevices]);
    this.#newSignals = new Map([...taken.signals, ...this.#newSignals]);
  }

  #profileOf(digest: string, profile: string): SignalKeys {
    let keys = this.#profiles.get(digest);
    if (keys === undefined) {
      keys = new SignalKeys(this, digest, profile);
      this.#profiles.set(digest, keys);
    }
    return keys;
  }

  #put(row: SignalRow, keys: SignalKeys): void {
    this.#signals[row.key] = row;
    this.#newSignals.set(row.key, row);
    keys.set(row.id, row.key);
  }
}
