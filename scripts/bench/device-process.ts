import { DeviceKind, type EnrolmentToken } from '#firmware/device/index.js';
import { collectGarbage, Host } from '#firmware/host/index.js';
import { SystemClock, silentLog } from '#proto/kit/index.js';
import { createWebSocketDialer, type Dialer } from '#proto/link/index.js';
import { benchModel, benchProfile } from './bench-profile.ts';
import { serveCalls } from './child.ts';
import { HeldClock } from './held-clock.ts';
import { RequestGate } from './request-gate.ts';

/** The devices' half: real devices on real sockets. Several hosts may be added one after the other. */
const hosts: Host[] = [];
const clock = new SystemClock();
const held = new HeldClock();
const gate = new RequestGate();

function kindOf(signals: number, everyMs: number, bootMs?: number): DeviceKind {
  return new DeviceKind(benchProfile(signals, everyMs, bootMs), benchModel(signals));
}

serveCalls({
  add: async (options: {
    prefix: string;
    count: number;
    signals: number;
    everyMs: number;
    urls: readonly string[];
    token: EnrolmentToken;
    rampMs: number;
    subDevices?: { readonly count: number; readonly everyMs: number };
    /** Their life stands still until `run`: where it stands when the last has started, ms. */
    holdMs?: number;
    /** How long a boot takes, ms. */
    bootMs?: number;
    /** They ask for contents after the call `openGate`. */
    isGated?: boolean;
  }) => {
    if (options.holdMs !== undefined) held.creep(options.holdMs, options.rampMs);
    const plain = options.urls.map((url) => createWebSocketDialer({ url, handshakeTimeoutMs: 30_000 }));
    const dialers = options.isGated === true ? plain.map((dialer) => gate.behind(dialer)) : plain;
    const kind = kindOf(options.signals, options.everyMs, options.bootMs);
    const subDevices =
      options.subDevices === undefined
        ? []
        : [{ kind: kindOf(options.signals, options.subDevices.everyMs), count: options.subDevices.count }];
    const host = new Host({
      units: Array.from({ length: options.count }, (_, index) => ({
        id: `${options.prefix}-${index + 1}`,
        index,
        kind,
        dialer: dialers[index % dialers.length] as Dialer,
        subDevices,
      })),
      seed: 'bench',
      token: options.token,
      clock,
      applicationClock: options.holdMs === undefined ? clock : held.clock,
      log: silentLog,
      rampMs: options.rampMs,
      bootFloor: 0,
      flash: new Map(),
      collectAfterRamp: true,
    });
    hosts.push(host);
    await host.start();
  },
  run: () => held.run(),
  atGate: () => gate.held,
  openGate: () => gate.open(),
  cpuMicroseconds: () => process.cpuUsage().user + process.cpuUsage().system,
  reports: () => hosts.map((host) => host.report()),
  rss: () => ({ rssBytes: process.memoryUsage.rss() }),
  memory: () => {
    collectGarbage();
    return { rssBytes: process.memoryUsage.rss(), heapBytes: process.memoryUsage().heapUsed };
  },
  stop: () => {
    for (const host of hosts) host.stop();
  },
});
