/** What a verb would reach: devices before, in and past the switch of slots, and what becomes of each. */
import type { BlastRadius, RolloutRecord, RolloutVerb } from '#fleet/domain/index.js';
import type { MemberBook } from './member-book.ts';
import { canStep, isGoingBack } from './rollout-logic.ts';

/** What a verb does to devices: the table that help and docs show. */
const verbEffects: Readonly<Record<RolloutVerb, { readonly effects: readonly string[]; readonly undo: string }>> = {
  approve: { effects: ['no device: it may be started once all approvals are there'], undo: 'abort' },
  start: { effects: ['before: are offered it, wave by wave', 'in and past the switch: nobody is'], undo: 'abort' },
  pause: {
    effects: ['before: are offered nothing until it is resumed', 'in the middle: finish', 'past the switch: finish', 'updated: stay'],
    undo: 'resume',
  },
  resume: { effects: ['before: are offered it again, wave by wave', 'all others: as before'], undo: 'pause' },
  promote: {
    effects: [
      'before: the next wave begins, or the rollout completes, though its gates are not good; one that turns bad still stops it',
      'all others: as before',
    ],
    undo: '',
  },
  retry: { effects: ['failed: are offered it again, by the rate and limits of the plan', 'all others: as before'], undo: 'pause' },
  abort: {
    effects: [
      'before: are offered nothing any more',
      'in the middle: are told to stop, and stay on what they run',
      'past the switch: finish',
      'updated: stay',
    ],
    undo: '',
  },
  rollback: {
    effects: [
      'before: are offered nothing any more',
      'in the middle: are told to stop, and stay on what they run',
      'past the switch: finish, then are offered what they ran before',
      'updated: are offered what they ran before, at any time and whatever the condition of the plan',
    ],
    undo: '',
  },
};

/** What another try means for the rollout itself. */
function retryEffects(state: RolloutRecord['state']): string[] {
  if (state === 'completed') return ['the rollout: its last wave is offered again, soaks and is judged anew'];
  if (isGoingBack(state)) return ['the rollout: it goes back; who failed on the way back is offered it again'];
  if (state === 'paused' || state === 'halted') return ['the rollout: it stays as it is; they are offered it once it is resumed'];
  return state === 'dispatching' ? [] : ['the rollout: its wave is offered again, and soaks anew afterwards'];
}

/** A retry leads a rollout that runs, or is completed, to where it can be paused; of others it changes the state not at all. */
function canPause(state: RolloutRecord['state']): boolean {
  return state === 'completed' || canStep(state, { type: 'operator.paused' });
}

/**
 * @param members undefined: it has not started
 * @param planned devices that its plan names now, for one that has not
 */
export function blastOf(record: RolloutRecord, members: MemberBook | undefined, verb: RolloutVerb, planned = 0): BlastRadius {
  const { undo } = verbEffects[verb];
  const effects = [...verbEffects[verb].effects, ...(verb === 'retry' ? retryEffects(record.state) : [])];
  let before = members === undefined ? planned : 0;
  let inside = 0;
  let past = 0;
  for (let index = 0; members !== undefined && index < members.size; index += 1) {
    if (members.has(index, 'pastSwitch')) past += 1;
    else if (members.has(index, 'inFlight')) inside += 1;
    else if (!members.has(index, 'attempted')) before += 1;
  }
  const { name } = record.plan;
  const undoing = undo === '' || (verb === 'retry' && !canPause(record.state)) ? '' : `fleet rollout ${undo} ${name}`;
  const updated = members?.flagged('updated') ?? 0;
  return { verb, rollout: name, revision: record.revision, before, inside, past, updated, effects, undo: undoing };
}
