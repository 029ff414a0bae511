import { deviceSetup } from './device-setup.ts';

/** What ends an attempt wherever it stands before the switch of slots. */
const ends = {
  'ota.ended': { target: '#device.update.idle' },
  'ota.cancel': { target: '#device.update.idle', actions: 'cancelAttempt' },
  'power.lost': { target: '#device.update.idle' },
} as const;

/** What the fetching of pieces waits for: the same in both of its states. */
const fetching = {
  initial: 'waiting',
  states: {
    asking: {
      description: 'A piece was asked for; timer.update comes when nothing came for too long.',
      entry: 'askPiece',
      on: {
        'timer.update': { actions: 'noteSilence' },
        'ota.paused': { target: 'waiting' },
        'session.closed': { target: 'waiting' },
      },
    },
    waiting: {
      description: 'Backing off, or there is no session: it goes on with the next one.',
      entry: 'pauseUpdate',
      on: {
        'timer.update': { guard: 'isWelcomed', target: 'asking' },
        'session.opened': { target: 'asking' },
      },
    },
  },
} as const;

/** An update of the firmware. What is fetched next, and what a part or a failure means, is decided in firmware/logic; parts and writes are no events. */
export const updateRegion = deviceSetup.createStateConfig({
  initial: 'idle',
  states: {
    idle: {
      description: 'No attempt is under way. After a boot flash says whether one is to go on.',
      entry: 'disarmUpdate',
      on: {
        'power.ready': { actions: 'resumeUpdate' },
        'ota.offer': { guard: 'isPowered', target: 'checking.asking' },
        'ota.resume': { guard: 'isPowered', target: 'checking' },
        'ota.trial': { guard: 'isPowered', target: 'unconfirmed' },
      },
    },
    checking: {
      ...fetching,
      description: 'Roots, timestamp, snapshot, targets, assignment and header, in this order; after a boot all of it anew.',
      on: { ...ends, 'ota.checked': { target: 'downloading.asking' } },
    },
    downloading: {
      ...fetching,
      description: 'The content or a delta comes part by part; each chunk is checked before it is written.',
      on: { ...ends, 'ota.downloaded': { target: 'installing' } },
    },
    installing: {
      description: 'A delta is put together, all is checked as a whole, and the slot is marked for the next boot.',
      entry: 'installImage',
      on: { ...ends, 'ota.installed': { target: 'rebooting' } },
    },
    rebooting: {
      description: 'The slot is marked: from here on nothing takes it back but the next boots.',
      entry: 'restartIntoImage',
      on: { 'power.lost': { target: 'idle' } },
    },
    unconfirmed: {
      description: 'The new image runs on trial: a session in time confirms it.',
      entry: 'beginTrial',
      on: {
        'session.opened': { actions: 'confirmImage' },
        'timer.update': { actions: 'revertImage' },
        'ota.ended': { target: 'idle' },
        'power.lost': { target: 'idle' },
      },
    },
  },
});
