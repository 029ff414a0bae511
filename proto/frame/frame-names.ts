import { seatrial } from '#proto/gen/index.js';

const {
  AbsentCause,
  CommandOutcome,
  DataCategory,
  EventKind,
  LinkKind,
  Piece,
  RefusalCode,
  RejectCode,
  ResetReason,
  Supply,
  UpdateCause,
  UpdateState,
} = seatrial.v1;

/** The two spellings of one enumeration: numbers on the wire, kebab-case names in the house. */
export class NameTable<Name extends string> {
  /** Names in the order of their numbers. */
  readonly names: readonly Name[];
  readonly #codes: Readonly<Record<Name, number>>;
  readonly #names = new Map<number, Name>();

  constructor(codes: Readonly<Record<Name, number>>) {
    this.#codes = codes;
    this.names = Object.keys(codes) as Name[];
    for (const name of this.names) this.#names.set(codes[name], name);
  }

  /** The number of a name. */
  codeOf(name: Name): number {
    return this.#codes[name];
  }

  /** The name of a number; undefined for 0, left out, and numbers of a newer version. */
  nameOf(code: number | null | undefined): Name | undefined {
    return code === undefined || code === null ? undefined : this.#names.get(code);
  }

  /** True when the text is one of the names. */
  has(text: string): text is Name {
    return Object.hasOwn(this.#codes, text);
  }
}

const refusalCodes = {
  'frame-too-large': RefusalCode.REFUSAL_CODE_FRAME_TOO_LARGE,
  'frame-malformed': RefusalCode.REFUSAL_CODE_FRAME_MALFORMED,
  'frame-not-binary': RefusalCode.REFUSAL_CODE_FRAME_NOT_BINARY,
  'not-welcomed': RefusalCode.REFUSAL_CODE_NOT_WELCOMED,
  'answer-timeout': RefusalCode.REFUSAL_CODE_ANSWER_TIMEOUT,
  'unknown-device': RefusalCode.REFUSAL_CODE_UNKNOWN_DEVICE,
  'bad-signature': RefusalCode.REFUSAL_CODE_BAD_SIGNATURE,
  revoked: RefusalCode.REFUSAL_CODE_REVOKED,
  rejected: RefusalCode.REFUSAL_CODE_REJECTED,
  'token-invalid': RefusalCode.REFUSAL_CODE_TOKEN_INVALID,
  'token-expired': RefusalCode.REFUSAL_CODE_TOKEN_EXPIRED,
  'token-used-up': RefusalCode.REFUSAL_CODE_TOKEN_USED_UP,
  'profile-not-allowed': RefusalCode.REFUSAL_CODE_PROFILE_NOT_ALLOWED,
  'identity-taken': RefusalCode.REFUSAL_CODE_IDENTITY_TAKEN,
  'clone-suspected': RefusalCode.REFUSAL_CODE_CLONE_SUSPECTED,
  'clock-skew': RefusalCode.REFUSAL_CODE_CLOCK_SKEW,
  superseded: RefusalCode.REFUSAL_CODE_SUPERSEDED,
  'rate-exceeded': RefusalCode.REFUSAL_CODE_RATE_EXCEEDED,
  overloaded: RefusalCode.REFUSAL_CODE_OVERLOADED,
  'storage-unavailable': RefusalCode.REFUSAL_CODE_STORAGE_UNAVAILABLE,
  'profile-invalid': RefusalCode.REFUSAL_CODE_PROFILE_INVALID,
  'channel-invalid': RefusalCode.REFUSAL_CODE_CHANNEL_INVALID,
  'slow-reader': RefusalCode.REFUSAL_CODE_SLOW_READER,
  silent: RefusalCode.REFUSAL_CODE_SILENT,
  stopping: RefusalCode.REFUSAL_CODE_STOPPING,
  'field-invalid': RefusalCode.REFUSAL_CODE_FIELD_INVALID,
  'profile-missing': RefusalCode.REFUSAL_CODE_PROFILE_MISSING,
} as const;

/** Why a device is refused: names of the wire's RefusalCode in lower case with dashes. */
export type RefusalReason = keyof typeof refusalCodes;
/** RefusalCode and its names. */
export const refusalReasons = new NameTable<RefusalReason>(refusalCodes);

const resetCodes = {
  'power-on': ResetReason.RESET_REASON_POWER_ON,
  command: ResetReason.RESET_REASON_COMMAND,
  watchdog: ResetReason.RESET_REASON_WATCHDOG,
  'app-fault': ResetReason.RESET_REASON_APP_FAULT,
  brownout: ResetReason.RESET_REASON_BROWNOUT,
  crash: ResetReason.RESET_REASON_CRASH,
  update: ResetReason.RESET_REASON_UPDATE,
  revert: ResetReason.RESET_REASON_REVERT,
  recovery: ResetReason.RESET_REASON_RECOVERY,
} as const;

/** Why a device started: names of the wire's ResetReason. */
export type ResetReasonName = keyof typeof resetCodes;
/** ResetReason and its names. */
export const resetReasons = new NameTable<ResetReasonName>(resetCodes);

const linkCodes = {
  wired: LinkKind.LINK_KIND_WIRED,
  wifi: LinkKind.LINK_KIND_WIFI,
  cellular: LinkKind.LINK_KIND_CELLULAR,
  'low-power': LinkKind.LINK_KIND_LOW_POWER,
} as const;

/** What carries a device's frames: names of the wire's LinkKind. */
export type LinkKindName = keyof typeof linkCodes;
/** LinkKind and its names. */
export const linkKinds = new NameTable<LinkKindName>(linkCodes);

const supplyCodes = { battery: Supply.SUPPLY_BATTERY, external: Supply.SUPPLY_EXTERNAL } as const;

/** Where a device's power comes from: names of the wire's Supply. */
type SupplyName = keyof typeof supplyCodes;
/** Supply and its names. */
export const supplies = new NameTable<SupplyName>(supplyCodes);

const eventCodes = {
  boot: EventKind.EVENT_KIND_BOOT,
  application: EventKind.EVENT_KIND_APPLICATION,
  'store-overflow': EventKind.EVENT_KIND_STORE_OVERFLOW,
  crash: EventKind.EVENT_KIND_CRASH,
  power: EventKind.EVENT_KIND_POWER,
} as const;

/** Kinds of device events: names of the wire's EventKind. */
export type EventKindName = keyof typeof eventCodes;
/** EventKind and its names. */
export const eventKinds = new NameTable<EventKindName>(eventCodes);

const rejectCodes = {
  columns: RejectCode.REJECT_CODE_COLUMNS,
  'unknown-signal': RejectCode.REJECT_CODE_UNKNOWN_SIGNAL,
  'not-finite': RejectCode.REJECT_CODE_NOT_FINITE,
  future: RejectCode.REJECT_CODE_FUTURE,
  field: RejectCode.REJECT_CODE_FIELD,
} as const;

/** Why a frame is never stored: names of the wire's RejectCode. */
export type RejectReason = keyof typeof rejectCodes;
/** RejectCode and its names. */
export const rejectReasons = new NameTable<RejectReason>(rejectCodes);

const outcomeCodes = {
  done: CommandOutcome.COMMAND_OUTCOME_DONE,
  unknown: CommandOutcome.COMMAND_OUTCOME_UNKNOWN,
  refused: CommandOutcome.COMMAND_OUTCOME_REFUSED,
  failed: CommandOutcome.COMMAND_OUTCOME_FAILED,
} as const;

/** How a command went: names of the wire's CommandOutcome. */
export type CommandOutcomeName = keyof typeof outcomeCodes;
/** CommandOutcome and its names. */
export const commandOutcomes = new NameTable<CommandOutcomeName>(outcomeCodes);

const categoryCodes = {
  technical: DataCategory.DATA_CATEGORY_TECHNICAL,
  environment: DataCategory.DATA_CATEGORY_ENVIRONMENT,
  usage: DataCategory.DATA_CATEGORY_USAGE,
  location: DataCategory.DATA_CATEGORY_LOCATION,
  health: DataCategory.DATA_CATEGORY_HEALTH,
  consumption: DataCategory.DATA_CATEGORY_CONSUMPTION,
  security: DataCategory.DATA_CATEGORY_SECURITY,
} as const;

/** What data tells about people: names of the wire's DataCategory. */
export type DataCategoryName = keyof typeof categoryCodes;
/** DataCategory and its names. */
export const dataCategories = new NameTable<DataCategoryName>(categoryCodes);

const pieceCodes = {
  root: Piece.PIECE_ROOT,
  timestamp: Piece.PIECE_TIMESTAMP,
  snapshot: Piece.PIECE_SNAPSHOT,
  targets: Piece.PIECE_TARGETS,
  header: Piece.PIECE_HEADER,
  content: Piece.PIECE_CONTENT,
  delta: Piece.PIECE_DELTA,
} as const;

/** What a unit can ask for in an update: names of the wire's Piece. */
export type PieceName = keyof typeof pieceCodes;
/** Piece and its names. */
export const pieces = new NameTable<PieceName>(pieceCodes);

const absentCodes = {
  'no-such-version': AbsentCause.ABSENT_CAUSE_NO_SUCH_VERSION,
  withdrawn: AbsentCause.ABSENT_CAUSE_WITHDRAWN,
  'not-assigned': AbsentCause.ABSENT_CAUSE_NOT_ASSIGNED,
  busy: AbsentCause.ABSENT_CAUSE_BUSY,
} as const;

/** Why a piece does not come: names of the wire's AbsentCause. */
export type AbsentCauseName = keyof typeof absentCodes;
/** AbsentCause and its names. */
export const absentCauses = new NameTable<AbsentCauseName>(absentCodes);

const updateStateCodes = {
  checking: UpdateState.UPDATE_STATE_CHECKING,
  downloading: UpdateState.UPDATE_STATE_DOWNLOADING,
  installing: UpdateState.UPDATE_STATE_INSTALLING,
  rebooting: UpdateState.UPDATE_STATE_REBOOTING,
  unconfirmed: UpdateState.UPDATE_STATE_UNCONFIRMED,
  confirmed: UpdateState.UPDATE_STATE_CONFIRMED,
  reverted: UpdateState.UPDATE_STATE_REVERTED,
  failed: UpdateState.UPDATE_STATE_FAILED,
  rejected: UpdateState.UPDATE_STATE_REJECTED,
  cancelled: UpdateState.UPDATE_STATE_CANCELLED,
} as const;

/** Where an attempt stands on the unit: names of the wire's UpdateState. */
export type UpdateStateName = keyof typeof updateStateCodes;
/** UpdateState and its names. */
export const updateStates = new NameTable<UpdateStateName>(updateStateCodes);

const updateCauseCodes = {
  'bad-signature': UpdateCause.UPDATE_CAUSE_BAD_SIGNATURE,
  'below-threshold': UpdateCause.UPDATE_CAUSE_BELOW_THRESHOLD,
  rollback: UpdateCause.UPDATE_CAUSE_ROLLBACK,
  expired: UpdateCause.UPDATE_CAUSE_EXPIRED,
  'mix-and-match': UpdateCause.UPDATE_CAUSE_MIX_AND_MATCH,
  modified: UpdateCause.UPDATE_CAUSE_MODIFIED,
  'not-assigned': UpdateCause.UPDATE_CAUSE_NOT_ASSIGNED,
  'wrong-hardware': UpdateCause.UPDATE_CAUSE_WRONG_HARDWARE,
  'unknown-format': UpdateCause.UPDATE_CAUSE_UNKNOWN_FORMAT,
  'too-large': UpdateCause.UPDATE_CAUSE_TOO_LARGE,
  'endless-data': UpdateCause.UPDATE_CAUSE_ENDLESS_DATA,
  'extraneous-data': UpdateCause.UPDATE_CAUSE_EXTRANEOUS_DATA,
  'content-damaged': UpdateCause.UPDATE_CAUSE_CONTENT_DAMAGED,
  'wrong-base': UpdateCause.UPDATE_CAUSE_WRONG_BASE,
  'delta-unusable': UpdateCause.UPDATE_CAUSE_DELTA_UNUSABLE,
  'version-too-old': UpdateCause.UPDATE_CAUSE_VERSION_TOO_OLD,
  'must-pass-through': UpdateCause.UPDATE_CAUSE_MUST_PASS_THROUGH,
  'already-running': UpdateCause.UPDATE_CAUSE_ALREADY_RUNNING,
  'slow-retrieval': UpdateCause.UPDATE_CAUSE_SLOW_RETRIEVAL,
  unavailable: UpdateCause.UPDATE_CAUSE_UNAVAILABLE,
  withdrawn: UpdateCause.UPDATE_CAUSE_WITHDRAWN,
  'flash-full': UpdateCause.UPDATE_CAUSE_FLASH_FULL,
  'flash-failed': UpdateCause.UPDATE_CAUSE_FLASH_FAILED,
  'low-battery': UpdateCause.UPDATE_CAUSE_LOW_BATTERY,
  'boot-failed': UpdateCause.UPDATE_CAUSE_BOOT_FAILED,
  'application-failed': UpdateCause.UPDATE_CAUSE_APPLICATION_FAILED,
  'not-confirmed': UpdateCause.UPDATE_CAUSE_NOT_CONFIRMED,
  cancelled: UpdateCause.UPDATE_CAUSE_CANCELLED,
  busy: UpdateCause.UPDATE_CAUSE_BUSY,
} as const;

/** Why an attempt ended without the new image, or the attack that the unit saw: names of the wire's UpdateCause. */
export type UpdateCauseName = keyof typeof updateCauseCodes;
/** UpdateCause and its names. */
export const updateCauses = new NameTable<UpdateCauseName>(updateCauseCodes);

/** The wire's number of a refusal. */
export function refusalCodeOf(reason: RefusalReason): number {
  return refusalCodes[reason];
}

/** The name of a refusal; undefined for 0 and for numbers of a newer version. */
export function refusalReasonOf(code: number | null | undefined): RefusalReason | undefined {
  return refusalReasons.nameOf(code);
}

const reasonsByError: Readonly<Record<string, RefusalReason>> = {
  E1101: 'frame-malformed',
  E1102: 'frame-too-large',
  E1103: 'field-invalid',
  E1104: 'profile-invalid',
};

/** How a fleet answers a frame that the decoder refused: the refusal of an error code E1101 to E1104, undefined for others. */
export function refusalReasonOfError(code: string): RefusalReason | undefined {
  return reasonsByError[code];
}
