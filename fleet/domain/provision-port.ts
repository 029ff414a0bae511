import type { DeviceRecord, DeviceView } from './records.ts';
import type { Actor } from './registry-port.ts';

/** An identity that an operator brings: the device needs no enrolment token, and says Hello at once. */
export interface ImportedIdentity {
  /** 1 to 64 of a-z 0-9 . _ -, starting with a letter or digit. */
  readonly id: string;
  /** Ed25519, 32 bytes raw, base64url without padding: 43 characters. */
  readonly publicKey: string;
  /** 1 to 64 characters. */
  readonly profile: string;
  /** Up to 64 characters. */
  readonly hardwareRevision: string;
  readonly labels: DeviceRecord['labels'];
  /** `pending` waits for approval. */
  readonly status: 'active' | 'pending';
}

/** What became, or would become, of one identity. */
export interface ImportOutcome {
  readonly id: string;
  /** `unchanged`: the same key holds this identity already; nothing else of it is touched. */
  readonly outcome: 'created' | 'unchanged' | 'conflict';
  /** Of a conflict. */
  readonly message: string;
}

/** Identities and keys that operators bring. Every mutation is audited. */
export interface ProvisionService {
  /**
   * Takes identities, all or none: with one conflict nothing is taken.
   * @param isDryRun says what would be; conflicts are outcomes then
   * @throws E1708 for a field out of range, E1750 when one conflicts, E1701 when they do not fit
   */
  importIdentities(identities: readonly ImportedIdentity[], isDryRun: boolean, by: Actor): Promise<ImportOutcome[]>;
  /**
   * Gives a device another key. Both count until the overlap is over, then the new one alone, whether it was used or not; the old one never comes
   * back, for no device. The key that the device has already, with a shorter overlap, ends a rotation earlier.
   * @param overlapMs 0 to 31,622,400,000
   * @throws E1702, E1705 for a device that is revoked, rejected or retired, E1708, E1751 when the key is known elsewhere or revoked
   */
  rotate(id: string, publicKey: string, overlapMs: number, by: Actor): Promise<DeviceView>;
}
