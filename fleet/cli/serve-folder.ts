import { homedir } from 'node:os';
import { join } from 'node:path';

/** Where fleet serve keeps its data unless told otherwise: $XDG_DATA_HOME/seatrial/fleet. */
export function defaultDataFolder(environment: NodeJS.ProcessEnv): string {
  return join(environment.XDG_DATA_HOME || join(homedir(), '.local', 'share'), 'seatrial', 'fleet');
}
