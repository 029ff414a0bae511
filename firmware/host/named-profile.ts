import { existsSync } from 'node:fs';
import { dirname, resolve } from 'node:path';
import { loadProfileFile, loadShippedProfile, shippedProfiles } from '#firmware/profiles/index.js';
import type { Profile } from '#proto/profile/index.js';

/** A shipped profile by name, or a file by its path. @throws E15xx */
export function findProfile(nameOrPath: string): Profile {
  return isProfileName(nameOrPath, process.cwd()) ? loadShippedProfile(nameOrPath) : loadProfileFile(nameOrPath);
}

/** Whether it names a shipped profile. A bare word that is no file is such a name too: its error says which one was meant. */
export function isProfileName(text: string, workingFolder: string): boolean {
  return shippedProfiles().includes(text) || (/^[\w-]+$/.test(text) && !existsSync(resolve(workingFolder, text)));
}

/** The profile that an identity file names: its relative paths start from the file's folder. */
export function profileFrom(file: string, text: string): string {
  return isProfileName(text, dirname(file)) ? text : resolve(dirname(file), text);
}
