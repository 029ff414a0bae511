import { createHash } from 'node:crypto';
import type { ApiClient } from './api-client.ts';
import { cellText, type Item } from './field-paths.ts';

/** Uploads an image file and publishes it as a release NAME@VERSION. @returns the release as the API shows it */
export async function publishDemoRelease(api: ApiClient, release: string, file: Uint8Array): Promise<Item> {
  const sha256 = createHash('sha256').update(file).digest('hex');
  const upload = await api.post('/v1/uploads', { bytes: file.length, sha256, release, reason: 'demo' });
  await api.patch(`/v1/uploads/${cellText(upload.id)}`, { offset: 0 }, file);
  await api.post('/v1/releases', { upload: upload.id, notes: '', reason: 'demo' });
  return api.post(`/v1/releases/${encodeURIComponent(release)}/publish`, { reason: 'demo' });
}
