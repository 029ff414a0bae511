import type { DeviceView } from './records.ts';
import type { Actor } from './registry-port.ts';

/** A saved selector. */
export interface GroupRecord {
  /** 1 to 63 of a-z 0-9 . _ -, starting with a letter or digit. */
  readonly name: string;
  /** What it is for, up to 200 characters. */
  readonly title: string;
  /** CEL or shorthand, up to 1,000 characters. */
  readonly selector: string;
  /** Bytes of images a second to all of its devices together; 0: no budget of its own. */
  readonly updateBytesPerSecond: number;
  readonly createdAtMs: number;
  readonly createdBy: string;
  readonly changedAtMs: number;
  readonly changedBy: string;
}

/** A group with what a change must name. */
export interface GroupView extends GroupRecord {
  /** From 1, growing by one a change. */
  readonly revision: number;
  /** Groups that its selector asks. */
  readonly uses: readonly string[];
  /** Groups whose selectors ask it. */
  readonly usedBy: readonly string[];
}

/** One part of a selector, held against one device. */
export interface SelectorClause {
  /** As it was written. */
  readonly clause: string;
  /** null when something about the device is not known. */
  readonly holds: boolean | null;
  /** What was found: `presence = "offline"`. */
  readonly measured: string;
}

/** Who is in a group now. */
export interface GroupPreview {
  readonly group: GroupView;
  readonly members: number;
  /** Ids of the first ones, in order. */
  readonly names: readonly string[];
  /** For one device: whether it belongs, and each part with what it found. */
  readonly device: { readonly id: string; readonly matches: boolean; readonly clauses: readonly SelectorClause[] } | undefined;
}

/** A compiled selector as groups keep it. */
export interface GroupSelector {
  readonly groups: readonly string[];
  matches(device: DeviceView): boolean;
  evaluate(device: DeviceView): boolean | undefined;
  explain(device: DeviceView): SelectorClause[];
}

/** Groups: selectors with a name, which other selectors may ask by inGroup("name") or group=name. */
export interface GroupService {
  /** By name. */
  list(): GroupView[];
  /** Groups that have a budget for updates. */
  budgets(): readonly Pick<GroupRecord, 'name' | 'updateBytesPerSecond'>[];
  /** Throws E1730. */
  get(name: string): GroupView;
  /** Throws E1731 (exists), E1734 (as many as there may be), E1708, E18xx. */
  create(
    group: { readonly name: string; readonly title: string; readonly selector: string; readonly updateBytesPerSecond?: number | undefined },
    by: Actor,
  ): Promise<GroupView>;
  /**
   * Changes what is given. Throws E1730, E1732 (at another revision), E1733 (it would ask itself, or too many others), E1708, E18xx.
   */
  set(
    name: string,
    change: {
      readonly title?: string | undefined;
      readonly selector?: string | undefined;
      readonly updateBytesPerSecond?: number | undefined;
      readonly revision?: number | undefined;
    },
    by: Actor,
  ): Promise<GroupView>;
  /** Throws E1730, E1732, E1735 (another group asks it). */
  remove(name: string, options: { readonly revision?: number | undefined }, by: Actor): Promise<GroupView>;
  /** Throws E1730, E1702. */
  preview(name: string, options: { readonly limit: number; readonly device?: string | undefined }): GroupPreview;
}
