import type { Refusal } from '#fleet/domain/index.js';
import type { DeviceFrame } from '#proto/frame/index.js';
import { isSeatrialError } from '#proto/kit/index.js';
import { type PublicProfile, profileDigest, profileFromDefinition } from '#proto/profile/index.js';
import type { GatewayContext } from './gateway-context.ts';
import type { Session } from './session.ts';

type Definition = Extract<DeviceFrame, { type: 'profileDefinition' }>['body'];

/** Profiles that devices bring, and which signals each one has. */
export class ProfileDesk {
  readonly #context: Pick<GatewayContext, 'acquisition' | 'directory'>;
  /** By profile digest; as many as the directory takes. */
  readonly #signals = new Map<string, Uint8Array>();

  constructor(context: Pick<GatewayContext, 'acquisition' | 'directory'>) {
    this.#context = context;
  }

  /** 1 at the index of each signal that the profile defines: one array for all units of the profile. */
  signalsOf(digest: string, profile: PublicProfile): Uint8Array {
    let signals = this.#signals.get(digest);
    if (signals === undefined) {
      signals = new Uint8Array((profile.signals.at(-1)?.id ?? 0) + 1);
      for (const { id } of profile.signals) signals[id] = 1;
      this.#signals.set(digest, signals);
    }
    return signals;
  }

  /** Takes the definition of a unit's profile, wanted or not. Returns why not, when it does not fit. */
  learn(session: Session, definition: Definition): Refusal | undefined {
    const { acquisition, directory } = this.#context;
    try {
      const profile = profileFromDefinition(definition);
      const digest = profileDigest(profile);
      if (digest !== session.profileDigest) {
        const message = `the definition has the digest ${digest}, Hello said ${session.profileDigest}`;
        return { reason: 'profile-invalid', message, retryAfterMs: 0 };
      }
      if (session.signals !== undefined) return undefined;
      directory.registerProfile(digest, profile);
      session.signals = this.signalsOf(digest, profile);
      // Ingest prepares what it keeps a profile.
      acquisition.open({ key: session.deviceKey, id: session.deviceId, profileDigest: digest });
      return undefined;
    } catch (error) {
      if (!isSeatrialError(error)) throw error;
      return { reason: 'profile-invalid', message: `${error.code}: ${error.message}`, retryAfterMs: 0 };
    }
  }
}
