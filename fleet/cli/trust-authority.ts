import { setDefaultCACertificates } from 'node:tls';
import { messageOf, readBounded } from '#proto/kit/index.js';
import { cliError } from './cli-errors.ts';

/** All authorities of a system have less than this, bytes. */
const mostBytes = 4_194_304;

/**
 * From here on this process believes https:// managers whose certificate this authority signed, and no others: fetch takes its authorities from the
 * process alone.
 * @param file PEM with one certificate or more; undefined leaves those of the system
 * @throws E2011 unreadable, E2022 no certificates in PEM, or a Node that can't
 */
export function trustAuthority(file: string | undefined): void {
  if (file === undefined) return;
  const text = readBounded(file, mostBytes, (detail) => cliError('E2011', detail)).toString('latin1');
  const certificates = text.match(/-----BEGIN CERTIFICATE-----[^-]+-----END CERTIFICATE-----/g);
  if (certificates === null) throw cliError('E2022', { message: `${file} has no certificate in PEM` });
  if (typeof setDefaultCACertificates !== 'function') {
    throw cliError('E2022', {
      message: `Node ${process.versions.node} can't be told of an authority`,
      next: `NODE_EXTRA_CA_CERTS=${file}`,
    });
  }
  try {
    setDefaultCACertificates(certificates);
  } catch (error) {
    throw cliError('E2022', { message: `the certificates in ${file} are broken: ${messageOf(error)}`, cause: error });
  }
}
