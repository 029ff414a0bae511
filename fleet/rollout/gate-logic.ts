import type { GateVerdict, PlanGate } from '#fleet/domain/index.js';
import type { GateFacts } from './gate-facts.ts';
import { judgeHealth } from './health-verdict.ts';
import { judgeSignal } from './signal-verdict.ts';
import { judgeThreshold } from './threshold-verdict.ts';
import { type Judgement, type KindOfGate, promoteCommand, soakOf } from './verdict-kit.ts';
import { causeText, countOf, countText, momentText } from './verdict-text.ts';

/**
 * What a gate finds. Thresholds, failures after each other and health can be bad at any time, from the first offer on; good is for the end of the soak.
 * Gates on signals and manual ones speak only then. The same facts give the same verdict.
 */
export function judgeGate(gate: PlanGate, facts: GateFacts): GateVerdict {
  const judgement = judgementOf(gate, facts);
  const { before } = facts;
  const isSame =
    before !== undefined && before.gate === gate.name && before.wave === facts.wave.name && before.outcome === judgement.outcome;
  return { gate: gate.name, wave: facts.wave.name, ...judgement, sinceMs: isSame ? before.sinceMs : facts.nowMs };
}

function judgementOf(gate: PlanGate, facts: GateFacts): Judgement {
  switch (gate.type) {
    case 'threshold':
      return judgeThreshold(gate, facts);
    case 'consecutive':
      return judgeConsecutive(gate, facts);
    case 'health':
      return judgeHealth(gate, facts);
    case 'signal':
      return judgeSignal(gate, facts);
    case 'manual':
      return judgeManual(gate, facts);
  }
}

function judgeConsecutive(gate: KindOfGate<'consecutive'>, facts: GateFacts): Judgement {
  const most = facts.change?.limit ?? gate.failures;
  const newest = facts.ends.at(-1);
  let run = 0;
  if (newest !== undefined && !newest.isGood) {
    for (let index = facts.ends.length - 1; index >= 0; index -= 1) {
      const end = facts.ends[index] as (typeof facts.ends)[number];
      if (end.isGood || end.cause !== newest.cause) break;
      run += 1;
    }
  }
  const cause = run === 0 ? '' : ` of one cause: ${causeText(newest?.cause ?? '')}`;
  const limit = `${countText(most)} in a row`;
  const measured = countOf(run, 'failure');
  const isBad = run >= most;
  const soak = soakOf(facts);
  const rest = isBad ? '' : soak.isOver ? '' : `; ${soak.text}`;
  const summary = `${measured} after each other${cause}, ${isBad ? 'and it stops at' : 'it stops at'} ${limit}${rest}`;
  return { outcome: isBad ? 'bad' : soak.isOver ? 'good' : 'waiting', summary, measured, limit, details: { run, failures: most } };
}

function judgeManual(gate: KindOfGate<'manual'>, facts: GateFacts): Judgement {
  const { promotion } = facts;
  const limit = `a decision by ${gate.role === 'admin' ? 'an admin' : 'an operator'}`;
  if (promotion !== undefined) {
    const measured = `let through by ${promotion.by}`;
    const summary = `${measured} at ${momentText(promotion.atMs)}, as ${limit} was needed: ${promotion.reason}`;
    return { outcome: 'good', summary, measured, limit, details: { promotedAtMs: promotion.atMs } };
  }
  const soak = soakOf(facts);
  const measured = 'nobody decided yet';
  const next = soak.isOver ? promoteCommand(facts) : `${soak.text}, then ${promoteCommand(facts)}`;
  return { outcome: 'waiting', summary: `${measured}: it needs ${limit}: ${next}`, measured, limit, details: {} };
}
