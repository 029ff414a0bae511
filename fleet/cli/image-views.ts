import type { Application, Image } from '#proto/image/index.js';
import type { Item } from './field-paths.ts';
import type { View } from './view.ts';

/** One image. */
export const imageView: View = { kind: 'Image', name: 'digest', columns: [] };

/** Releases that ship as sources. */
export const releaseSourceView: View = {
  kind: 'ReleaseSourceList',
  name: 'reference',
  columns: [
    { header: 'RELEASE', field: 'reference' },
    { header: 'FLAW', field: 'flaw' },
    { header: 'TITLE', field: 'title' },
  ],
  wide: [{ header: 'PROFILES', field: 'profiles' }],
};

/** Checks of image files. */
export const imageCheckView: View = {
  kind: 'ImageCheckList',
  name: 'file',
  columns: [
    { header: 'FILE', field: 'file' },
    { header: 'RESULT', field: 'result', as: 'state' },
    { header: 'NAME', field: 'name' },
    { header: 'VERSION', field: 'version' },
    { header: 'BYTES', field: 'contentBytes', as: 'bytes' },
    { header: 'DIGEST', field: 'digest' },
  ],
};

/** What differs between two applications. */
export const applicationChangeView: View = {
  kind: 'ApplicationChangeList',
  name: 'state',
  columns: [
    { header: 'STATE', field: 'state' },
    { header: 'PART', field: 'part' },
    { header: 'CHANGE', field: 'change' },
    { header: 'BEFORE', field: 'before' },
    { header: 'AFTER', field: 'after' },
  ],
};

/** An image as an object of the command line. */
export function imageItem(file: string, { header, digest }: Image, application: Application | undefined): Item {
  const { chunkDigests, ...facts } = header;
  return {
    apiVersion: 'seatrial/v1',
    kind: 'Image',
    file,
    digest,
    ...facts,
    contentBytes: header.applicationBytes + header.payloadBytes,
    chunks: chunkDigests.length,
    application: application === undefined ? null : { id: application.id, states: Object.keys(application.states) },
  };
}
