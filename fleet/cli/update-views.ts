import type { View } from './view.ts';

/** Attempts at updates. */
export const attemptView: View = {
  kind: 'AttemptList',
  name: 'id',
  columns: [
    { header: 'ID', field: 'id' },
    { header: 'DEVICE', field: 'deviceId' },
    { header: 'RELEASE', field: 'release' },
    { header: 'STATE', field: 'state', as: 'state' },
    { header: 'WAY', field: 'way' },
    { header: 'STORED', field: 'storedBytes', as: 'bytes' },
    { header: 'RECEIVED', field: 'receivedBytes', as: 'bytes' },
    { header: 'CREATED', field: 'createdAt', as: 'time' },
    { header: 'ENDED', field: 'endedAt', as: 'time' },
    { header: 'CAUSE', field: 'cause' },
    { header: 'CHOICE', field: 'choice' },
    { header: 'MESSAGE', field: 'message' },
  ],
  wide: [
    { header: 'FROM', field: 'fromVersion' },
    { header: 'SENT', field: 'sentBytes', as: 'bytes' },
    { header: 'BY', field: 'by' },
    { header: 'ROLLOUT', field: 'rollout' },
    { header: 'LIE', field: 'lie' },
  ],
};

/** Steps of attempts. */
export const attemptStepView: View = {
  kind: 'AttemptStepList',
  name: 'attempt',
  columns: [
    { header: 'ATTEMPT', field: 'attempt' },
    { header: 'STATE', field: 'state', as: 'state' },
    { header: 'AT', field: 'at', as: 'time' },
    { header: 'TOOK', field: 'tookMs', as: 'duration' },
    { header: 'STORED', field: 'storedBytes', as: 'bytes' },
    { header: 'CAUSE', field: 'cause' },
    { header: 'MESSAGE', field: 'message' },
  ],
};
