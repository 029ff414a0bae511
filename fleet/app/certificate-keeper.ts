import type { CertificateFacts } from '#fleet/domain/index.js';
import { type Clock, type Log, messageOf } from '#proto/kit/index.js';
import { type Certificate, type CertificateFiles, readCertificate } from './certificate.ts';
import type { Listener } from './listen.ts';

/** The certificate that a manager shows, and how it gets a new one without an interruption. */
export class CertificateKeeper {
  readonly #files: CertificateFiles | undefined;
  readonly #clock: Clock;
  readonly #log: Log;
  #current: Certificate | undefined;

  /**
   * Reads the files. @param files undefined: no TLS
   * @throws E2309 to E2313
   */
  constructor(files: CertificateFiles | undefined, clock: Clock, log: Log) {
    this.#files = files;
    this.#clock = clock;
    this.#log = log;
    this.#current = files && readCertificate(files, clock.wallMs());
  }

  /** Undefined: no TLS. */
  get current(): Certificate | undefined {
    return this.#current;
  }

  /** Part of the manager's status. */
  facts(): { readonly certificate?: CertificateFacts } {
    return this.#current === undefined ? {} : { certificate: this.#current.facts };
  }

  /** Reads the files again for new clients; what cannot be served is logged, and the old certificate stays. */
  reload(listeners: readonly Listener[]): void {
    if (this.#files === undefined) return;
    try {
      this.#current = readCertificate(this.#files, this.#clock.wallMs());
    } catch (error) {
      this.#log.error('the certificate could not be read again, the old one stays', { error: messageOf(error) });
      return;
    }
    for (const listener of listeners) listener.setCertificate(this.#current);
    const { subject, expiresAtMs } = this.#current.facts;
    this.#log.info('the certificate was read again', { subject, expiresAt: new Date(expiresAtMs).toISOString() });
  }
}
