/** The views of all kinds that commands show. */
import { statusScreen } from './status-screen.ts';
import type { View } from './view.ts';

export const deviceView: View = {
  kind: 'DeviceList',
  name: 'id',
  columns: [
    { header: 'ID', field: 'id' },
    { header: 'PRESENCE', field: 'presence', as: 'state' },
    { header: 'STATUS', field: 'status', as: 'state' },
    { header: 'PROFILE', field: 'profile' },
    { header: 'FIRMWARE', field: 'firmwareVersion' },
    { header: 'ALARMS', field: 'openAlarms', as: 'count' },
    { header: 'LAST SEEN', field: 'lastSeenAt', as: 'time' },
  ],
  wide: [
    { header: 'GATEWAY', field: 'gatewayId' },
    { header: 'HARDWARE', field: 'hardwareRevision' },
    { header: 'BATTERY', field: 'batteryPercent', as: 'count' },
    { header: 'HOLD', field: 'hold.type' },
    { header: 'ENROLLED', field: 'enrolledAt', as: 'time' },
  ],
};

export const valueView: View = {
  kind: 'DeviceValues',
  name: 'signal',
  columns: [
    { header: 'SIGNAL', field: 'signal' },
    { header: 'VALUE', field: 'value' },
    { header: 'UNIT', field: 'unit' },
    { header: 'AT', field: 'at', as: 'time' },
  ],
};

export const enrolmentTokenView: View = {
  kind: 'EnrolmentTokenList',
  name: 'id',
  columns: [
    { header: 'ID', field: 'id' },
    { header: 'USED', field: 'used', as: 'count' },
    { header: 'USES', field: 'uses', as: 'count' },
    { header: 'EXPIRES', field: 'expiresAt', as: 'time' },
    { header: 'APPROVES', field: 'approve', as: 'state' },
    { header: 'REVOKED', field: 'revoked' },
    { header: 'PROFILES', field: 'profiles' },
    { header: 'TITLE', field: 'title' },
  ],
};

export const apiTokenView: View = {
  kind: 'ApiTokenList',
  name: 'id',
  columns: [
    { header: 'ID', field: 'id' },
    { header: 'NAME', field: 'name' },
    { header: 'ROLE', field: 'role' },
    { header: 'CREATED', field: 'createdAt', as: 'time' },
    { header: 'EXPIRES', field: 'expiresAt', as: 'time' },
  ],
};

export const alarmView: View = {
  kind: 'AlarmList',
  name: 'id',
  columns: [
    { header: 'ID', field: 'id' },
    { header: 'SEVERITY', field: 'severity', as: 'state' },
    { header: 'STATE', field: 'state', as: 'state' },
    { header: 'DEVICE', field: 'deviceId' },
    { header: 'RULE', field: 'rule' },
    { header: 'REASON', field: 'reason' },
    { header: 'RAISED', field: 'raisedAt', as: 'time' },
  ],
};

export const alarmRuleView: View = {
  kind: 'AlarmRuleList',
  name: 'name',
  columns: [
    { header: 'NAME', field: 'name' },
    { header: 'SEVERITY', field: 'severity', as: 'state' },
    { header: 'WHEN', field: 'when' },
    { header: 'CLEAR WHEN', field: 'clearWhen' },
    { header: 'HOLD', field: 'holdMs', as: 'duration' },
    { header: 'ACTION', field: 'action' },
    { header: 'WITHIN', field: 'respondWithinMs', as: 'duration' },
    { header: 'VERSION', field: 'version', as: 'count' },
  ],
};

export const alarmRulesAppliedView: View = { kind: 'AlarmRulesApplied', name: 'kind', columns: [] };

export const eventView: View = {
  kind: 'EventList',
  name: 'sequence',
  columns: [
    { header: 'AT', field: 'at', as: 'time' },
    { header: 'SOURCE', field: 'source' },
    { header: 'EVENT', field: 'event' },
    { header: 'DEVICE', field: 'deviceId' },
    { header: 'MESSAGE', field: 'message' },
  ],
};

export const auditView: View = {
  kind: 'AuditEntryList',
  name: 'sequence',
  columns: [
    { header: 'SEQUENCE', field: 'sequence', as: 'count' },
    { header: 'AT', field: 'at', as: 'time' },
    { header: 'ACTOR', field: 'actor' },
    { header: 'ACTION', field: 'action' },
    { header: 'SUBJECT', field: 'subject' },
    { header: 'REASON', field: 'reason' },
  ],
};

export const statusView: View = { kind: 'Status', name: 'version', columns: [], screen: statusScreen };

export const contextView: View = {
  kind: 'ContextList',
  name: 'name',
  columns: [
    { header: 'NAME', field: 'name' },
    { header: 'CURRENT', field: 'current', as: 'state' },
    { header: 'URL', field: 'url' },
    { header: 'TOKEN', field: 'hasToken', as: 'state' },
  ],
};

export const checkView: View = {
  kind: 'CheckList',
  name: 'check',
  columns: [
    { header: 'CHECK', field: 'check' },
    { header: 'RESULT', field: 'result', as: 'state' },
    { header: 'FOUND', field: 'found' },
    { header: 'FIX', field: 'fix' },
  ],
};

export const profileView: View = {
  kind: 'ProfileList',
  name: 'name',
  columns: [
    { header: 'NAME', field: 'name' },
    { header: 'TITLE', field: 'title' },
    { header: 'SIGNALS', field: 'signalCount', as: 'count' },
    { header: 'POWER', field: 'power' },
    { header: 'LINK', field: 'linkPreset' },
  ],
};

export const profileCheckView: View = {
  kind: 'ProfileCheckList',
  name: 'file',
  columns: [
    { header: 'FILE', field: 'file' },
    { header: 'RESULT', field: 'result', as: 'state' },
    { header: 'PROFILE', field: 'profile' },
    { header: 'DIGEST', field: 'digest' },
  ],
};

export const populationView: View = {
  kind: 'PopulationList',
  name: 'name',
  columns: [
    { header: 'NAME', field: 'name' },
    { header: 'STATE', field: 'state', as: 'state' },
    { header: 'PROFILE', field: 'profile' },
    { header: 'PID', field: 'pid' },
    { header: 'DEVICES', field: 'report.devices', as: 'count' },
    { header: 'CONNECTED', field: 'report.counters.connected', as: 'count' },
    { header: 'ACKNOWLEDGED', field: 'report.counters.framesAcknowledged', as: 'count' },
    { header: 'DROPPED', field: 'report.counters.framesDropped', as: 'count' },
  ],
};

export const signalView: View = {
  kind: 'SignalList',
  name: 'name',
  columns: [
    { header: 'ID', field: 'id', as: 'count' },
    { header: 'SIGNAL', field: 'name' },
    { header: 'UNIT', field: 'unit' },
    { header: 'FROM', field: 'minimum' },
    { header: 'TO', field: 'maximum' },
    { header: 'CATEGORY', field: 'category' },
    { header: 'DURABLE', field: 'durable', as: 'state' },
    { header: 'TITLE', field: 'title' },
  ],
};

/** Signals of one device with their newest readings. */
export const deviceSignalView: View = {
  kind: 'DeviceSignalList',
  name: 'signal',
  columns: [
    { header: 'SIGNAL', field: 'signal' },
    { header: 'VALUE', field: 'value' },
    { header: 'UNIT', field: 'unit' },
    { header: 'AT', field: 'at', as: 'time' },
    { header: 'CATEGORY', field: 'category' },
    { header: 'TITLE', field: 'title' },
  ],
  wide: [
    { header: 'FROM', field: 'minimum' },
    { header: 'TO', field: 'maximum' },
    { header: 'DURABLE', field: 'durable', as: 'state' },
  ],
};

/** Signals of all profiles. */
export const knownSignalView: View = {
  kind: 'KnownSignalList',
  name: 'name',
  columns: [
    { header: 'PROFILE', field: 'profile' },
    { header: 'SIGNAL', field: 'name' },
    { header: 'UNIT', field: 'unit' },
    { header: 'CATEGORY', field: 'category' },
    { header: 'TITLE', field: 'title' },
  ],
  wide: [
    { header: 'ID', field: 'id', as: 'count' },
    { header: 'FROM', field: 'minimum' },
    { header: 'TO', field: 'maximum' },
    { header: 'DURABLE', field: 'durable', as: 'state' },
    { header: 'DIGEST', field: 'digest' },
  ],
};
