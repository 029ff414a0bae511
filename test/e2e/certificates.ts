import { spawnSync } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';

/** Certificates are made at test time: none is kept, so none expires. */
export const hasOpenssl = spawnSync('openssl', ['version']).status === 0;
if (!hasOpenssl) console.log('skipped: certificates are made with openssl, which is not on the path');

/** A certificate for localhost and 127.0.0.1 with its key and the authority that signed it, PEM files. */
export interface TestCertificate {
  readonly ca: string;
  readonly cert: string;
  readonly key: string;
}

/** Makes an authority and a certificate that it signed. @param name of the files, and common name */
export function makeCertificate(folder: string, name: string, days = 60): TestCertificate {
  const path = (end: string): string => join(folder, `${name}${end}`);
  const made = { ca: path('-ca.pem'), cert: path('.pem'), key: path('.key') };
  const keyKind = ['-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:prime256v1', '-nodes'];
  const caKey = path('-ca.key');
  openssl('req', '-x509', ...keyKind, '-keyout', caKey, '-out', made.ca, '-days', '60', '-subj', `/CN=${name} authority`);
  openssl('req', ...keyKind, '-keyout', made.key, '-out', path('.csr'), '-subj', `/CN=${name}`);
  writeFileSync(path('.ext'), 'subjectAltName=DNS:localhost,IP:127.0.0.1\n');
  const signing = ['-CA', made.ca, '-CAkey', caKey, '-CAcreateserial', '-days', String(days), '-extfile', path('.ext')];
  openssl('x509', '-req', '-in', path('.csr'), '-out', made.cert, ...signing);
  return made;
}

function openssl(...args: string[]): void {
  const { status, stderr } = spawnSync('openssl', args, { encoding: 'utf8' });
  if (status !== 0) throw new Error(`openssl ${args.join(' ')}: ${stderr}`);
}
