import type { PlanGate, PlanWave, RolloutPlan } from '#fleet/domain/index.js';
import { yamlText } from '#proto/yaml/index.js';
import { dayNames, minuteText, percentText, shareText, spanText } from './plan-words.ts';

/** A plan as a file writes it, every default written out. JSON-safe. */
export type PlanObject = Readonly<Record<string, unknown>>;

/**
 * The one file form of a plan: parsePlan gives the same plan again. What a file may leave out because it is empty (windows, a condition, an
 * approval) is left out.
 */
export function planObject(plan: RolloutPlan): PlanObject {
  const { subject, limits, deadlines, retries, penalty } = plan;
  return {
    apiVersion: 'seatrial/v1',
    kind: 'Rollout',
    name: plan.name,
    ...unless('title', plan.title, ''),
    ...(subject.type === 'release'
      ? { release: subject.release, delta: subject.delta }
      : { configuration: { set: subject.set, reset: subject.reset } }),
    selector: plan.selector,
    ...unless('exclude', plan.exclude, ''),
    seed: plan.seed,
    strata: plan.strata,
    membership: plan.membership,
    waves: plan.waves.map(waveObject),
    dispatch: plan.dispatch,
    limits: { ...unless('inFlight', limits.inFlight, 0), bytesPerSecond: limits.bytesPerSecond },
    windows: plan.windows.map(({ days, fromMinute, toMinute }) => ({
      days: days.map((day) => dayNames[day - 1]),
      from: minuteText(fromMinute),
      to: minuteText(toMinute),
    })),
    timeZone: plan.timeZone,
    deadlines: {
      offer: spanText(deadlines.offerMs),
      download: spanText(deadlines.downloadMs),
      install: spanText(deadlines.installMs),
      confirm: spanText(deadlines.confirmMs),
    },
    retries: { others: retries.others, causes: retries.byCause, wait: spanText(retries.waitMs) },
    penalty: { failures: penalty.failures, span: spanText(penalty.ms) },
    ...unless('condition', plan.condition, ''),
    ...unless('approval', plan.approval, undefined),
    priority: plan.priority,
    ...(plan.startAtMs === 0 ? {} : { startAt: new Date(plan.startAtMs).toISOString() }),
    missedWakeUps: plan.missedWakeUps,
  };
}

/** The same as YAML. */
export function planText(plan: RolloutPlan): string {
  return yamlText(planObject(plan));
}

function waveObject({ name, share, soakMs, patienceMs, gates }: PlanWave): PlanObject {
  const taken =
    share.type === 'percent'
      ? { percent: percentText(share.percent), atLeast: share.atLeast }
      : share.type === 'count'
        ? { devices: share.count }
        : { selector: share.selector };
  return { name, ...taken, soak: spanText(soakMs), patience: spanText(patienceMs), gates: gates.map(gateObject) };
}

function gateObject(gate: PlanGate): PlanObject {
  switch (gate.type) {
    case 'threshold': {
      const { type, name, of, causes, abovePercent, minimum, absolute, onBad } = gate;
      return {
        type,
        name,
        of,
        ...(causes.length > 0 ? { causes } : {}),
        above: percentText(abovePercent),
        minimum,
        ...(absolute ? { absolute } : {}),
        onBad,
      };
    }
    case 'health': {
      const { type, name, falseStop, falsePromotion, failures, countedFailures, promotion, holdMs, onBad } = gate;
      const hold = promotion === 'proven' ? { hold: spanText(holdMs) } : {};
      const bounds = { falseStop: shareText(falseStop), falsePromotion: shareText(falsePromotion) };
      return { type, name, ...bounds, failures, countedFailures, promotion, ...hold, onBad };
    }
    default:
      return { ...gate };
  }
}

function unless<Key extends string>(key: Key, value: unknown, empty: unknown): Readonly<Record<string, unknown>> {
  return value === empty ? {} : { [key]: value };
}
