/** The states of a device in which faults are made: those of its machines, and the ends of attempts that the wire knows. */
import { bootMachine, updateMachine } from '#firmware/machines/index.js';
import { updateStates } from '#proto/frame/index.js';

/** What of a device's life a row is about. */
export interface FaultRow {
  /** As the device says it: "downloading.asking", "booting.verifying", "reverted". */
  readonly state: string;
  readonly region: 'update' | 'power' | 'end';
  /** The new image was tried already, or is tried next: nothing takes it back but its boots. */
  readonly isSwitched: boolean;
  /** An attempt is under way. */
  readonly isOpen: boolean;
  /** The device has a link, or dials. */
  readonly hasLink: boolean;
  /** An application runs. */
  readonly hasApplication: boolean;
  /** Flash is written in it. */
  readonly writes: boolean;
}

interface StateNodes {
  readonly states: Readonly<Record<string, StateNodes>>;
}

/** Paths of all states of a region that have none inside. */
function leavesOf(node: StateNodes | undefined, path = ''): string[] {
  const inner = Object.entries(node?.states ?? {});
  if (inner.length === 0) return [path];
  return inner.flatMap(([name, state]) => leavesOf(state, path === '' ? name : `${path}.${name}`));
}

const writing: ReadonlySet<string> = new Set(['downloading.asking', 'installing', 'booting.verifying', 'unconfirmed', 'reverting']);

function rowOf(region: FaultRow['region'], state: string): FaultRow {
  const isBoot = region === 'power';
  return {
    state,
    region,
    isSwitched: state === 'rebooting' || state === 'unconfirmed' || state === 'reverting' || (isBoot && state !== 'recovery'),
    isOpen: region !== 'end' && state !== 'idle' && state !== 'recovery',
    hasLink: (!isBoot || state === 'recovery') && state !== 'rebooting' && state !== 'reverting',
    hasApplication: (!isBoot || state === 'running') && state !== 'rebooting' && state !== 'reverting',
    writes: writing.has(state),
  };
}

/** Ends of attempts: what the wire knows and the update region does not. */
function ends(): string[] {
  const inMachine = new Set(leavesOf(updateMachine.states.update).map((leaf) => leaf.split('.')[0] as string));
  return updateStates.names.filter((name) => !inMachine.has(name));
}

/**
 * All rows: leaves of the update region, of the boot (while an update waits for it; `running` is what the others are), the way back, and the ends.
 */
export const faultRows: readonly FaultRow[] = [
  ...leavesOf(updateMachine.states.update).map((state) => rowOf('update', state)),
  ...leavesOf(bootMachine.states.power)
    .filter((state) => state !== 'running')
    .map((state) => rowOf('power', state)),
  rowOf('power', 'reverting'),
  ...ends().map((state) => rowOf('end', state)),
];
