import type { Item } from './field-paths.ts';
import type { View } from './view.ts';

/** Where trust stands, a role a line. */
export const keyStatusView: View = {
  kind: 'KeyStatusList',
  name: 'role',
  columns: [
    { header: 'ROLE', field: 'role' },
    { header: 'KEYS', field: 'keys' },
    { header: 'NEEDED', field: 'needed' },
    { header: 'HELD HERE', field: 'heldHere' },
    { header: 'VERSION', field: 'version' },
    { header: 'EXPIRES', field: 'expiresAt', as: 'time' },
    { header: 'DAYS', field: 'daysLeft' },
    { header: 'NEXT', field: 'next' },
  ],
  wide: [{ header: 'KEY IDS', field: 'keyIds' }],
};

/** What trust is after a change. */
export const trustView: View = { kind: 'Trust', name: 'keys', columns: [] };

/** Files that a command wrote. */
export const keyFolderView: View = { kind: 'KeyFolder', name: 'folder', columns: [] };

/** Metadata that a command signed. */
export const signedView: View = { kind: 'SignedMetadata', name: 'file', columns: [] };

/** Public halves of online keys. */
export const onlineKeyView: View = {
  kind: 'OnlineKeyList',
  name: 'keyId',
  columns: [
    { header: 'ROLE', field: 'role' },
    { header: 'KEY ID', field: 'keyId' },
    { header: 'PUBLIC', field: 'public' },
  ],
};

/** The roles of the API's answer, as items of their own. */
export function roleItems(trust: Item): Item[] {
  const roles = trust.roles as (Item & { readonly threshold: number; readonly keyIds: readonly string[] })[];
  return roles.map((role) => ({
    apiVersion: 'seatrial/v1',
    kind: 'KeyStatus',
    ...role,
    keys: trust.keys,
    needed: `${role.threshold} of ${role.keyIds.length}`,
  }));
}
