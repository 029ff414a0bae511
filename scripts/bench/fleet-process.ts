import { createHash, randomBytes } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { monitorEventLoopDelay } from 'node:perf_hooks';
import { Readable } from 'node:stream';
import { collectGarbage } from '#firmware/host/index.js';
import { type ManagerLimits, resolveConfig, startManager } from '#fleet/app/index.js';
import type { Actor } from '#fleet/domain/index.js';
import { buildImage } from '#proto/image/index.js';
import { silentLog } from '#proto/kit/index.js';
import { serveCalls } from './child.ts';
import { TurnWatch } from './turn-watch.ts';

/** The manager's half: the real one, on real sockets and disk. */
const actor: Actor = { name: 'bench', role: 'admin', reason: 'bench' };
const delay = monitorEventLoopDelay({ resolution: 5 });
const turns = new TurnWatch();
let running: Awaited<ReturnType<typeof startManager>> | undefined;
let temporary: string | undefined;
let release = '';

function manager() {
  if (running === undefined) throw new Error('no manager runs');
  return running.manager;
}

serveCalls({
  start: async ({ folder, listen, limits }: { folder?: string; listen?: readonly string[]; limits?: Partial<ManagerLimits> }) => {
    if (folder === undefined) temporary = mkdtempSync(join(tmpdir(), 'seatrial-bench-'));
    const dataFolder = folder ?? (temporary as string);
    const config = resolveConfig(
      undefined,
      { listen: listen ?? ['127.0.0.1:0'], dataFolder, logLevel: 'silent', limits: limits ?? {} },
      dataFolder,
    );
    running = await startManager(config, silentLog);
    delay.enable();
    return running.deviceUrls;
  },
  token: async () => {
    const request = { title: 'bench', uses: 1_000_000, lifetimeMs: 3_600_000, profiles: [], approve: true, labels: {} };
    const { token, secret } = await manager().devices.createToken(request, actor);
    return { id: token.id, secret };
  },
  cpuMicroseconds: () => process.cpuUsage().user + process.cpuUsage().system,
  publish: async ({ profile, imageBytes }: { profile: string; imageBytes: number }) => {
    const facts = {
      name: profile,
      version: '2.0.0',
      profiles: [profile],
      hardwareRevisions: [],
      securityCounter: 0,
      minimumVersion: '',
      mustPassThrough: false,
    };
    const file = buildImage(facts, undefined, randomBytes(imageBytes));
    const { uploads, releases } = manager();
    const { id } = await uploads.begin({ bytes: file.length, sha256: createHash('sha256').update(file).digest('hex') }, actor);
    await uploads.write(id, 0, Readable.from([file]));
    release = (await releases.create({ uploadId: id, notes: '' }, actor)).release.id;
    await releases.publish(release, {}, actor);
  },
  updateAll: async () => {
    const { devices, updates } = manager();
    // A page a turn, as an operation does it.
    for (let after: string | undefined = ''; after !== undefined; ) {
      const page = devices.list({ selector: '', after, limit: 50 });
      await Promise.all(page.devices.map(({ id }) => updates.order(id, { release, delta: 'never' }, '', actor)));
      after = page.next;
    }
  },
  updates: () => manager().updates.counters(),
  rules: (rules: never) => manager().monitor.applyRules(rules, actor),
  counters: () => ({
    monitor: { ...manager().monitor.counters },
    gateway: { ...manager().connections.counters },
    history: manager().history.health(),
    presence: manager().devices.count(),
    cpuMicroseconds: process.cpuUsage().user + process.cpuUsage().system,
  }),
  resetDelay: () => delay.reset(),
  // Without a sample the histogram gives its largest number.
  delay: () => ({ p99Ms: delay.percentile(99) / 1e6, maximumMs: delay.count === 0 ? 0 : delay.max / 1e6 }),
  /** Looks at the length of turns without the histogram, which misses what is under way when it is reset. */
  watchTurns: () => turns.start(),
  longestTurn: () => turns.longestMs,
  rss: () => ({ rssBytes: process.memoryUsage.rss() }),
  memory: () => {
    collectGarbage();
    return { rssBytes: process.memoryUsage.rss(), heapBytes: process.memoryUsage().heapUsed };
  },
  query: async (sql: string) => (await manager().history.query(sql, { maxRows: 10_000, timeoutMs: 60_000 })).rows,
  stop: async () => {
    await running?.stop();
    if (temporary !== undefined) rmSync(temporary, { recursive: true, force: true });
  },
});
