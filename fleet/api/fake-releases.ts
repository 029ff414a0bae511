/** Releases and uploads of the fake manager. */
import type { Manager, ReleaseView, UploadView } from '#fleet/domain/index.js';
import { errorsOf } from '#proto/kit/index.js';

const fail = errorsOf({
  E1799: { title: 'no such thing', why: 'a test asked for it', next: 'fix the test', exit: 3, status: 404 },
});

/** Answers with one of each kind. */
export function fakeReleases(): Manager['releases'] {
  const release: ReleaseView = {
    id: 'room@1.1.0',
    state: 'draft',
    name: 'room',
    version: '1.1.0',
    digest: 'cd'.repeat(32),
    fileDigest: 'ef'.repeat(32),
    fileBytes: 1_000,
    headerBytes: 84,
    contentBytes: 900,
    applicationBytes: 900,
    profiles: ['turbofan'],
    hardwareRevisions: [],
    securityCounter: 0,
    minimumVersion: '',
    mustPassThrough: false,
    notes: '',
    deltas: [{ baseDigest: '12'.repeat(32), digest: '34'.repeat(32), frameDigest: 'fa'.repeat(32), bytes: 77 }],
    createdAtMs: 1_700_000_000_000,
    createdBy: 'the operator',
    publishedAtMs: 0,
    publishedBy: '',
    yankedAtMs: 0,
    yankedBy: '',
    yankReason: '',
    revision: 1,
  };
  const need = (id: string) => {
    if (id !== release.id) throw fail('E1799', { message: `no release ${id}` });
    return release;
  };
  return {
    list: () => [release],
    get: need,
    find: (id) => (id === release.id ? release : undefined),
    byDigest: (digest) => (digest === release.digest ? release : undefined),
    warnings: () => [],
    refuseOther: () => undefined,
    create: async ({ notes }, by) => ({ release: { ...release, notes, createdBy: by.name }, isNew: notes !== 'known' }),
    yank: async (id, _options, by) => ({
      ...need(id),
      state: 'yanked',
      yankedAtMs: 1_700_000_001_000,
      yankedBy: by.name,
      yankReason: by.reason,
    }),
    propose: async (id) => ({
      releaseId: need(id).id,
      version: 2,
      expiresMs: 1_700_000_000_000,
      removed: [],
      metadata: '{}',
      keys: [{ keyId: 'ab'.repeat(32), publicHex: 'cd'.repeat(32) }],
      threshold: 1,
      signedBy: [],
      missing: 1,
      mayStillSign: ['ab'.repeat(32)],
      isDevelopment: false,
    }),
    publish: async (id, _options, by) => ({ ...need(id), state: 'published', publishedAtMs: 1_700_000_001_000, publishedBy: by.name }),
    compare: async (from, to) => ({
      from: need(from),
      to: need(to),
      header: [{ fact: 'version', before: '1.0.0', after: '1.1.0' }],
      payload: 'same',
      deltaBytes: undefined,
      application: [{ state: 'idle', part: 'entry', change: 'added', before: '', after: 'sample' }],
    }),
    pieceOf: ({ fileDigest }) => ({ digest: fileDigest, offset: 16, bytes: 84 }),
    deltaFrom: () => undefined,
  };
}

/** One upload that takes all. */
export function fakeUploads(): Manager['uploads'] {
  const upload: UploadView = {
    id: 'up-1',
    bytes: 1_000,
    sha256: 'ef'.repeat(32),
    receivedBytes: 0,
    createdAtMs: 1_700_000_000_000,
    createdBy: 'the operator',
    changedAtMs: 1_700_000_000_000,
    expiresAtMs: 1_700_086_400_000,
  };
  const need = (id: string) => {
    if (id !== upload.id) throw fail('E1799', { message: `no upload ${id}` });
    return upload;
  };
  return {
    list: () => [upload],
    get: need,
    begin: async (file) => ({ ...upload, ...file }),
    write: async (id, offset, bytes) => {
      let receivedBytes = offset;
      for await (const piece of bytes) receivedBytes += piece.length;
      return { ...need(id), receivedBytes };
    },
    discard: async (id) => void need(id),
  };
}
