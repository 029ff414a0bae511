import type { DeviceEventRow, ReadingColumns } from '#fleet/domain/index.js';
import { HistoryIntake } from './history-intake.ts';

/** What all drivers of the History port do alike before a commit: they take rows into the open batch. */
export abstract class StagedHistory {
  protected readonly intake: HistoryIntake;

  /** @param mostRows readings and events in one batch, 1 or more */
  constructor(mostRows: number) {
    this.intake = new HistoryIntake(mostRows);
  }

  defineDevice(key: number, id: string, profileDigest: string): void {
    this.intake.dictionary.defineDevice(key, id, profileDigest);
  }

  defineProfile(
    digest: string,
    profile: string,
    signals: readonly { readonly id: number; readonly name: string; readonly unit: string; readonly category: string }[],
  ): void {
    this.intake.dictionary.defineProfile(digest, profile, signals);
  }

  appendReadings(deviceKey: number, profileDigest: string, readings: ReadingColumns): void {
    this.intake.appendReadings(deviceKey, profileDigest, readings);
  }

  appendEvent(event: DeviceEventRow): void {
    this.intake.appendEvent(event);
  }

  mark(deviceKey: number, boot: number, sequence: number): void {
    this.intake.mark(deviceKey, boot, sequence);
  }

  canAppend(count: number): boolean {
    return this.intake.open.canTake(count);
  }

  get openRows(): number {
    return this.intake.open.rows;
  }

  discard(): void {
    this.intake.discard();
  }
}
