import type { DeviceView, ReleaseView } from '#fleet/domain/index.js';
import { compileSelector } from '#fleet/expr/index.js';
import type { ForecastSources } from './forecast.ts';
import { testDevice, testNowMs } from './member-fixture.ts';
import { testRelease } from './subject-fixture.ts';

/** A published release of pumps, of 1,000,000 bytes. */
export function megabyteRelease(changes: Partial<ReleaseView> = {}): ReleaseView {
  const bytes = { fileBytes: 1_000_016, headerBytes: 1_000, contentBytes: 999_000 };
  return testRelease('2.0.0', { digest: '20', ...bytes, securityCounter: 0, ...changes });
}

/** So many devices, named pump-00000 and on. */
export function testFleet(count: number, change: (index: number) => Partial<DeviceView> = () => ({})): DeviceView[] {
  return Array.from({ length: count }, (_, index) =>
    testDevice({ id: `pump-${String(index).padStart(5, '0')}`, key: index + 1, ...change(index) }),
  );
}

/** Sources of a fleet that is all there and wants pump@2.0.0; everybody can go back to pump@1.0.0. */
export function testSources(devices: readonly DeviceView[], changes: Partial<ForecastSources> = {}): ForecastSources {
  return {
    nowMs: testNowMs,
    devices: () => devices,
    compileSelector,
    subject: {
      judge: ({ imageDigest }) => (imageDigest === '20' ? { type: 'there' } : { type: 'wants', goal: 'subject', release: 'pump@2.0.0' }),
      before: ({ imageDigest }) => ({ beforeRelease: 'pump@1.0.0', beforeDigest: imageDigest, beforeSettings: {} }),
      wayBack: () => ({ type: 'release', release: 'pump@1.0.0' }),
    },
    releaseOf: (id) => (id === 'pump@2.0.0' ? megabyteRelease() : undefined),
    holdOf: () => undefined,
    missedWakeUps: () => 0,
    rivalOver: () => '',
    busyWith: () => '',
    endedAttempts: () => [],
    signalsOf: () => [],
    bytesPerSecond: 0,
    ...changes,
  };
}
