import { createPrivateKey, type KeyObject, X509Certificate } from 'node:crypto';
import { createSecureContext } from 'node:tls';
import type { CertificateFacts } from '#fleet/domain/index.js';
import { type ErrorDetail, messageOf, readBounded } from '#proto/kit/index.js';
import { fail } from './app-errors.ts';

/** Where a manager's certificate and its key are, PEM each. */
export interface CertificateFiles {
  /** The certificate, then those of the authorities between it and the root. */
  readonly certFile: string;
  /** Its private key, without a passphrase. */
  readonly keyFile: string;
}

/** A certificate that was looked at and may be served. */
export interface Certificate {
  /** The text of both files, as node:tls takes it. */
  readonly cert: string;
  readonly key: string;
  readonly facts: CertificateFacts;
}

/** Largest file of a certificate or key, bytes: a chain of twenty is some 40,000. */
const mostBytes = 1_048_576;

/**
 * Reads and checks a certificate with its key.
 * @param nowMs wall clock, ms since 1970-01-01T00:00Z
 * @throws E2309 unreadable, E2310 no PEM of its kind, E2311 they do not belong together, E2312 not valid now, E2313 the key is encrypted
 */
export function readCertificate({ certFile, keyFile }: CertificateFiles, nowMs: number): Certificate {
  const cert = readPem(certFile, 'certificate');
  const key = readPem(keyFile, 'key');
  const parsed = parseCertificate(cert, certFile);
  const privateKey = parseKey(key, keyFile);
  if (!parsed.checkPrivateKey(privateKey)) {
    throw fail('E2311', { message: `the key in ${keyFile} does not belong to the certificate in ${certFile} (${nameOf(parsed)})` });
  }
  const from = parsed.validFromDate;
  const to = parsed.validToDate;
  const now = new Date(nowMs).toISOString();
  if (now > to.toISOString()) {
    throw fail('E2312', { message: `the certificate in ${certFile} expired at ${to.toISOString()}, and it is ${now}` });
  }
  if (now < from.toISOString()) {
    throw fail('E2312', { message: `the certificate in ${certFile} is valid from ${from.toISOString()} on, and it is ${now}` });
  }
  checkChain(cert, key, certFile);
  const facts: CertificateFacts = {
    file: certFile,
    subject: nameOf(parsed),
    names: parsed.subjectAltName ?? '',
    isSelfSigned: parsed.checkIssued(parsed),
    validFromMs: from.getTime(),
    expiresAtMs: to.getTime(),
  };
  return { cert, key, facts };
}

function readPem(file: string, what: string): string {
  const wrong = (detail: ErrorDetail, isTooLarge: boolean): Error =>
    isTooLarge ? fail('E2310', detail) : fail('E2309', { ...detail, message: `can't read the ${what} ${detail.message}` });
  return readBounded(file, mostBytes, wrong).toString('latin1');
}

function parseCertificate(text: string, file: string): X509Certificate {
  if (!text.includes('-----BEGIN CERTIFICATE-----')) {
    throw fail('E2310', { message: `${file} has no line "BEGIN CERTIFICATE": it is no certificate in PEM` });
  }
  try {
    return new X509Certificate(text);
  } catch (error) {
    throw fail('E2310', { message: `the certificate in ${file} is broken: ${messageOf(error)}`, cause: error });
  }
}

function parseKey(text: string, file: string): KeyObject {
  if (/^-{5}BEGIN ENCRYPTED PRIVATE KEY-{5}|^Proc-Type: 4,ENCRYPTED/m.test(text)) {
    throw fail('E2313', { message: `the key in ${file} is encrypted`, next: `openssl pkey -in ${file} -out PLAIN, and chmod 600 PLAIN` });
  }
  if (!/^-{5}BEGIN ([A-Z]+ )?PRIVATE KEY-{5}/m.test(text)) {
    throw fail('E2310', { message: `${file} has no line "BEGIN PRIVATE KEY": it is no key in PEM` });
  }
  try {
    return createPrivateKey(text);
  } catch (error) {
    throw fail('E2310', { message: `the key in ${file} is broken: ${messageOf(error)}`, cause: error });
  }
}

/** What stands behind the first certificate is read by node:tls alone. */
function checkChain(cert: string, key: string, file: string): void {
  try {
    createSecureContext({ cert, key });
  } catch (error) {
    throw fail('E2310', { message: `the chain in ${file} is broken: ${messageOf(error)}`, cause: error });
  }
}

/** The common name, or all of the subject on one line. */
function nameOf(certificate: X509Certificate): string {
  return /^CN=(.+)$/m.exec(certificate.subject)?.[1] ?? certificate.subject.replaceAll('\n', ', ');
}
