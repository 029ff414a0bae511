/**
 * Signatures after Standard Webhooks (standardwebhooks.com), for which receivers find libraries in most languages: HMAC-SHA-256 over
 * id, time and body.
 */
import { createHmac } from 'node:crypto';
import { fail } from './hook-errors.ts';

const prefix = 'whsec_';
const leastKeyBytes = 24;
const mostKeyBytes = 64;

/** A secret as people see it. @param key 24 to 64 bytes */
export function secretOf(key: Uint8Array): string {
  return prefix + Buffer.from(key).toString('base64');
}

/** The key in a secret. @throws E2605 */
export function keyOf(secret: string): Uint8Array {
  const text = secret.startsWith(prefix) ? secret.slice(prefix.length) : '';
  const key = Buffer.from(text, 'base64');
  if (text === '' || key.toString('base64').replace(/=+$/, '') !== text.replace(/=+$/, '')) {
    throw fail('E2605', { message: `the secret is not ${prefix} with base64 behind it` });
  }
  if (key.length < leastKeyBytes || key.length > mostKeyBytes) {
    throw fail('E2605', { message: `the secret has ${key.length} bytes, its range is ${leastKeyBytes} to ${mostKeyBytes}` });
  }
  return key;
}

/**
 * Headers of one attempt.
 * @param id of the message: the same at each attempt
 * @param atMs wall clock of this attempt: a receiver refuses what is older than its replay window
 */
export function signedHeaders(secret: string, id: string, atMs: number, body: string): Record<string, string> {
  const timestamp = String(Math.floor(atMs / 1_000));
  const signature = createHmac('sha256', keyOf(secret)).update(`${id}.${timestamp}.${body}`).digest('base64');
  return {
    'content-type': 'application/json',
    'user-agent': 'Seatrial',
    'webhook-id': id,
    'webhook-timestamp': timestamp,
    'webhook-signature': `v1,${signature}`,
  };
}
