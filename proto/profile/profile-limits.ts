/** Limits of profiles, tested at the limit and one past it. */
export const profileLimits = {
  signals: 1_024,
  settings: 64,
  commands: 32,
  /** Sub-devices of one device: the channels that a fleet gives one socket by default. */
  subDevices: 4_096,
  /** Largest canonical definition, bytes: it must fit into one frame beside its envelope. */
  definitionBytes: 65_500,
  /** Longest wake-up period, ms: a year. */
  wakeEveryMs: 31_536_000_000,
} as const;

/** Kinds of data, in the order of the wire's DataCategory from 1. */
export const dataCategories = ['technical', 'environment', 'usage', 'location', 'health', 'consumption', 'security'] as const;

/** Kinds of links that a profile may name: the wire's LinkKind. */
export const linkKindNames = ['wired', 'wifi', 'cellular', 'low-power'] as const;
/** Network presets of proto/link that a profile may name. */
export const linkPresetNames = ['lab', 'office-wifi', 'farm-nbiot', 'factory-ethernet', 'hostile'] as const;

/** Commands that every device knows, so that no profile may define them. */
export const commonCommands: readonly string[] = ['reboot', 'identify'];
