import type { View } from './view.ts';

/** Releases. */
export const releaseView: View = {
  kind: 'ReleaseList',
  name: 'id',
  columns: [
    { header: 'RELEASE', field: 'id' },
    { header: 'STATE', field: 'state', as: 'state' },
    { header: 'DEVICES', field: 'devices', as: 'count' },
    { header: 'CONFIRMED', field: 'confirmedDevices', as: 'count' },
    { header: 'BYTES', field: 'contentBytes', as: 'bytes' },
    { header: 'FITS', field: 'profiles' },
    { header: 'CREATED', field: 'createdAt', as: 'time' },
  ],
  wide: [
    { header: 'COUNTER', field: 'securityCounter' },
    { header: 'MINIMUM', field: 'minimumVersion' },
    { header: 'PUBLISHED', field: 'publishedAt', as: 'time' },
    { header: 'DIGEST', field: 'digest' },
    { header: 'NOTES', field: 'notes' },
  ],
};

/** What one release has otherwise than another. */
export const releaseComparisonView: View = { kind: 'ReleaseComparison', name: 'kind', columns: [] };
