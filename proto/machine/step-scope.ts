import { type ActorScope, type AnyStateMachine, createActor, createMachine, type EventFromLogic, type SnapshotFrom } from 'xstate';

type Scope<Machine extends AnyStateMachine> = ActorScope<SnapshotFrom<Machine>, EventFromLogic<Machine>>;

/** An action as a machine hands it over for execution. */
export type StepAction<Machine extends AnyStateMachine> = Parameters<Scope<Machine>['actionExecutor']>[0];

/**
 * What machine.transition() and machine.getInitialSnapshot() want beside snapshot and event. XState's own transition() builds an actor a call, which
 * costs most of a step: with one scope for all steps it is a pure function. Only for machines without actors of their own.
 * @param take is given each action of a step, in their order, during the step
 */
export function createStepScope<Machine extends AnyStateMachine>(take: (action: StepAction<Machine>) => void): Scope<Machine> {
  // An actor that never starts: XState wants one in its scope.
  const self = createActor(createMachine({}));
  return {
    self,
    system: self.system,
    id: '',
    sessionId: '',
    logger: () => undefined,
    defer: () => undefined,
    emit: () => undefined,
    stopChild: () => undefined,
    actionExecutor: take,
    // The type wants a self of this very machine, which would have to be started; a step reads nothing of it.
  } as unknown as Scope<Machine>;
}
