import { describe, expect, test } from 'vitest';
import type { DeviceRecord, Refusal } from '#fleet/domain/index.js';
import { type FrameType, type SessionEvent, type SessionState, sessionStep } from './session-logic.ts';

const states = ['opening', 'challenged', 'claiming', 'greeting', 'welcomed', 'closed'] as const satisfies SessionState[];
const refusal: Refusal = { reason: 'overloaded', message: 'too much', retryAfterMs: 1 };
const device = { id: 'heater-1' } as DeviceRecord;
const frame = (type: FrameType, channel = 0): SessionEvent => ({ type: 'frame', frame: type, channel });
const welcome = { type: 'welcome', device, profile: undefined, desiredConfiguration: undefined } as const;

/** All that a step does, in short: "state: effects", a refusal by its reason. */
function outcome(state: SessionState, event: SessionEvent): string {
  const step = sessionStep(state, event);
  const effects = step.effects.map((effect) => (effect.type === 'refuse' ? effect.refusal.reason : effect.type));
  return `${step.state}: ${effects.join(' ')}`.trim();
}
const no = (reason: string) => `closed: ${reason} forget end`;
const spent = no('bad-signature');
const early = no('not-welcomed');

/** One row an event; columns in the order of `states`. "=" stays without effect. */
const table: [string, SessionEvent, ...string[]][] = [
  ['admitted', { type: 'admitted' }, 'challenged: sendChallenge', '=', '=', '=', '=', '='],
  ['frame claim', frame('claim'), spent, 'claiming: askClaim', spent, spent, spent, '='],
  ['frame hello', frame('hello'), spent, 'greeting: askHello', spent, spent, spent, '='],
  ['frame telemetry', frame('telemetry'), early, early, early, early, '=', '='],
  ['frame event', frame('event'), early, early, early, early, '=', '='],
  ['frame invalid', frame('invalid'), early, early, early, early, '=', '='],
  ['frame heartbeat', frame('heartbeat'), early, early, early, early, 'welcomed: heartbeat sendTime', '='],
  ['frame sleep', frame('sleep'), early, early, early, early, 'welcomed: sleep', '='],
  ['frame commandResult', frame('commandResult'), early, early, early, early, 'welcomed: commandResult', '='],
  ['frame configurationReport', frame('configurationReport'), early, early, early, early, 'welcomed: configurationReport', '='],
  ['frame pieceRequest', frame('pieceRequest'), early, early, early, early, 'welcomed: pieceRequest', '='],
  ['frame updateReport', frame('updateReport'), early, early, early, early, 'welcomed: updateReport', '='],
  ['frame profileDefinition', frame('profileDefinition'), early, early, early, early, 'welcomed: profileDefinition', '='],
  ['frame unknown', frame('unknown'), '=', '=', '=', '=', '=', '='],
  ['frame attach', frame('attach', 1), ...Array<string>(5).fill(no('channel-invalid')), '='],
  ['frame attach on 0', frame('attach'), ...Array<string>(5).fill(no('channel-invalid')), '='],
  ['frame detach', frame('detach', 1), ...Array<string>(5).fill('closed: forget end'), '='],
  ['frame detach on 0', frame('detach'), ...Array<string>(5).fill(no('channel-invalid')), '='],
  [
    'claim accepted',
    { type: 'claim.answered', outcome: { type: 'accepted', device } },
    '=',
    '=',
    'challenged: sendChallenge',
    '=',
    '=',
    '=',
  ],
  [
    'claim pending',
    { type: 'claim.answered', outcome: { type: 'pending', retryAfterMs: 9 } },
    '=',
    '=',
    'closed: sendPending forget end',
    '=',
    '=',
    '=',
  ],
  ['claim refused', { type: 'claim.answered', outcome: { type: 'refused', refusal } }, '=', '=', no('overloaded'), '=', '=', '='],
  ['hello welcome', { type: 'hello.answered', outcome: welcome }, '=', '=', '=', 'welcomed: welcome', '=', '='],
  [
    'hello pending',
    { type: 'hello.answered', outcome: { type: 'pending', retryAfterMs: 9 } },
    '=',
    '=',
    '=',
    'closed: sendPending forget end',
    '=',
    '=',
  ],
  ['hello refused', { type: 'hello.answered', outcome: { type: 'refused', refusal } }, '=', '=', '=', no('overloaded'), '=', '='],
  ['timer answer', { type: 'timer.answer', limitMs: 1 }, '=', no('answer-timeout'), '=', '=', '=', '='],
  ['timer silent', { type: 'timer.silent', silentMs: 2, limitMs: 1 }, '=', '=', '=', '=', no('silent'), '='],
  ['rule broken', { type: 'rule.broken', refusal }, ...Array<string>(5).fill(no('overloaded')), '='],
  ['link closed', { type: 'link.closed' }, ...Array<string>(5).fill('closed: forget'), '='],
];

describe.each(table)('%s', (_name, event, ...expected) => {
  test.each(states.map((state, index) => [state, expected[index] ?? 'missing'] as const))('%s', (state, wanted) => {
    expect(outcome(state, event)).toBe(wanted === '=' ? `${state}:` : wanted);
  });
});

test('the table has every type of frame and every type of event', () => {
  const frames = new Set(table.flatMap(([, event]) => (event.type === 'frame' ? [event.frame] : [])));
  const all: Record<FrameType, true> = {
    claim: true,
    hello: true,
    telemetry: true,
    event: true,
    heartbeat: true,
    sleep: true,
    commandResult: true,
    configurationReport: true,
    profileDefinition: true,
    pieceRequest: true,
    updateReport: true,
    attach: true,
    detach: true,
    unknown: true,
    invalid: true,
  };
  expect([...frames].sort()).toEqual(Object.keys(all).sort());
  const events: Record<SessionEvent['type'], true> = {
    admitted: true,
    frame: true,
    'claim.answered': true,
    'hello.answered': true,
    'timer.answer': true,
    'timer.silent': true,
    'rule.broken': true,
    'link.closed': true,
  };
  expect([...new Set(table.map(([, event]) => event.type))].sort()).toEqual(Object.keys(events).sort());
});
