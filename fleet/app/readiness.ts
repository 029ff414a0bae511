/** What a manager has to say of itself before it is asked to serve. */
export interface Readiness {
  /** Its areas are started, and do not stop. */
  readonly isStarted: boolean;
  /** Why its state can't be written any more; undefined when it can. */
  readonly stateProblem: string | undefined;
  readonly history: { readonly writable: boolean; readonly reason: string };
}

/** Why devices and operators are not served: one reason each; empty when they are. */
export function reasonsAgainst({ isStarted, stateProblem, history }: Readiness): string[] {
  return [
    ...(isStarted ? [] : ['starting or stopping']),
    ...(stateProblem === undefined ? [] : [`state: ${stateProblem}`]),
    ...(history.writable ? [] : [`history: ${history.reason}`]),
  ];
}
