import type {
  Actor,
  BulkOrder,
  CommandService,
  ConfigurationService,
  DeviceService,
  DeviceView,
  HoldService,
  UpdateService,
} from '#fleet/domain/index.js';
import { changeSummary } from './configuration-logic.ts';
import { changedLabels, labelSummary } from './device-labels.ts';
import { failRegistry } from './registry-errors.ts';
import { isSameLabels } from './registry-state.ts';
import { checkWhole } from './request-logic.ts';

/** An order as something to be done to one device after the other. */
export interface BulkAction {
  /** As in the audit. */
  readonly name: string;
  /** In words. */
  readonly summary: string;
  /** Only devices of these statuses are meant, whoever else matches; left out: all. */
  readonly concerns?: readonly DeviceView['status'][];
  /** Judges before anything is done. Throws what apply() would be refused with. */
  check(device: DeviceView): 'change' | 'unchanged';
  /** Does it. Resolves with what is to be said of it, often nothing. */
  apply(deviceId: string, by: Actor, operationId: string): Promise<string>;
}

/** What orders are carried out by. */
export interface BulkServices {
  readonly devices: DeviceService;
  readonly configuration: ConfigurationService;
  readonly commands: CommandService;
  readonly holds: HoldService;
  /** Asked late: updates are built after the registry. */
  readonly updates: () => Pick<UpdateService, 'check' | 'order'>;
}

/** What an order means. Throws E1708 when the order itself is out of range. */
export function bulkAction(order: BulkOrder, { devices, configuration, commands, holds, updates }: BulkServices): BulkAction {
  switch (order.type) {
    case 'label': {
      const { set, remove } = order;
      checkWhole('the number of labels to change', Object.keys(set).length + remove.length, 1, 32);
      return {
        name: 'device.label',
        summary: `label ${labelSummary(order)}`,
        check: ({ labels }) => (isSameLabels(changedLabels(labels, order), labels) ? 'unchanged' : 'change'),
        apply: async (id, by) => {
          await devices.label(id, order, by);
          return '';
        },
      };
    }
    case 'configure': {
      const { set, text, reset } = order;
      checkWhole('the number of settings to change', Object.keys(set).length + Object.keys(text).length + reset.length, 1, 64);
      return {
        name: 'device.configure',
        summary: `configure ${changeSummary(order)}`.slice(0, 500),
        check: ({ id }) => (configuration.plan(id, order).isChange ? 'change' : 'unchanged'),
        apply: async (id, by) => `wants version ${(await configuration.change(id, order, undefined, by)).desiredVersion}`,
      };
    }
    case 'command': {
      const { type: _, ...wanted } = order;
      return {
        name: 'device.command',
        summary: `command ${order.name}`,
        check: ({ id }) => {
          commands.check(id, wanted);
          return 'change';
        },
        apply: async (id, by, operationId) => `command ${(await commands.send(id, wanted, operationId, by)).id}`,
      };
    }
    case 'update': {
      const { type: _, ...wanted } = order;
      return {
        name: 'device.update',
        summary: `update to ${order.release}`,
        check: ({ id }) => updates().check(id, wanted),
        apply: async (id, by, operationId) => `attempt ${(await updates().order(id, wanted, operationId, by)).id}`,
      };
    }
    case 'hold':
    case 'pin':
      return holding(order.type, order.untilMs, holds);
    case 'unhold':
      return releasing('hold', holds);
    case 'unpin':
      return releasing('pin', holds);
    case 'approve':
      return { ...decision('approve', 'active', ['pending', 'rejected'], (id, by) => devices.approve([id], by)), concerns: ['pending'] };
    case 'reject':
      return { ...decision('reject', 'rejected', ['pending'], (id, by) => devices.reject([id], by)), concerns: ['pending'] };
    case 'revoke':
      return decision('revoke', 'revoked', ['pending', 'active', 'rejected', 'retired'], (id, by) => devices.revoke(id, by));
    case 'retire':
      return decision('retire', 'retired', ['pending', 'active', 'rejected'], (id, by) => devices.retire(id, by));
    case 'reinstate':
      return { ...decision('reinstate', 'active', ['retired'], (id, by) => devices.reinstate(id, by)), concerns: ['retired'] };
  }
}

function holding(type: 'hold' | 'pin', untilMs: number, holds: HoldService): BulkAction {
  return {
    name: `device.${type}`,
    summary: `${type}${untilMs === 0 ? '' : ` until ${new Date(untilMs).toISOString()}`}`,
    check: ({ hold }) => (hold?.type === type && hold.untilMs === untilMs ? 'unchanged' : 'change'),
    apply: async (id, by) => {
      await holds.set(id, { type, untilMs }, by);
      return '';
    },
  };
}

function releasing(type: 'hold' | 'pin', holds: HoldService): BulkAction {
  return {
    name: `device.un${type}`,
    summary: `un${type}`,
    check: ({ hold }) => (hold?.type === type ? 'change' : 'unchanged'),
    apply: async (id, by) => {
      await holds.clear(id, type, by);
      return '';
    },
  };
}

/** A change of status that is allowed from some statuses alone. */
function decision(
  verb: string,
  status: DeviceView['status'],
  allowed: readonly DeviceView['status'][],
  apply: (id: string, by: Actor) => Promise<unknown>,
): BulkAction {
  return {
    name: `device.${verb}`,
    summary: verb,
    check: (device) => {
      if (device.status === status) return 'unchanged';
      if (allowed.includes(device.status)) return 'change';
      throw failRegistry('E1705', { message: `device ${device.id} is ${device.status}, this needs ${allowed.join(' or ')}` });
    },
    apply: async (id, by) => {
      await apply(id, by);
      return '';
    },
  };
}
