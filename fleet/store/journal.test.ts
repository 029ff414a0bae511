import { describe, expect, test } from 'vitest';
import type { Mutation, Store } from '#fleet/domain/index.js';
import { MemoryLog, silentLog, TaskTracker, VirtualClock } from '#proto/kit/index.js';
import { createJournal } from './journal.ts';
import { createMemoryStore } from './memory-store.ts';

const turn = () => new Promise<void>((resolve) => setImmediate(resolve));
const news = (message: string) => ({ source: 'system', kind: 'test', deviceId: '', message, detail: {} }) as const;
const deed = (reason: string) => ({ actor: 'eva', action: 'device.revoke', subject: 'device:a', reason, detail: {} });
const startWallMs = 1_700_000_000_000;

function setUp(limits: { timelineKeep?: number; auditKeep?: number; queue?: number } = {}) {
  const store = createMemoryStore();
  const clock = new VirtualClock(startWallMs);
  const applied: (readonly Mutation[])[] = [];
  const watched: Store = {
    get: (kind, id) => store.get(kind, id),
    list: (kind) => store.list(kind),
    apply: (batch) => {
      applied.push(batch);
      return store.apply(batch);
    },
    readLog: (log, options) => store.readLog(log, options),
    problem: () => store.problem(),
    close: () => store.close(),
  };
  const log = new MemoryLog();
  const tasks = new TaskTracker();
  const open = () => createJournal({ store: watched, clock, log, tracker: tasks, limits: { timelineKeep: 100, ...limits } });
  return { store, clock, applied, log, tasks, journal: open(), open };
}

const messagesOf = async (store: Store) => (await store.readLog('timeline', { limit: 1_000 })).map(({ message }) => message);

describe('journal', () => {
  test('gives sequence and time, and goes on after a restart', async () => {
    const { journal, clock, open } = setUp();
    await journal.start();
    clock.advanceBy(5);
    journal.audit(deed('one'));
    journal.timeline(news('one'));
    await journal.close();
    const next = open();
    await next.start();
    next.audit(deed('two'));
    next.timeline(news('two'));
    expect((await next.readAudit({ limit: 10 })).map(({ sequence, atMs, reason }) => [sequence, atMs, reason])).toEqual([
      [1, startWallMs + 5, 'one'],
      [2, startWallMs + 5, 'two'],
    ]);
    expect((await next.readTimeline({ after: 1, limit: 10 })).map(({ sequence, message }) => [sequence, message])).toEqual([[2, 'two']]);
  });

  test('writes the timeline once a second, counted as an open task, and sets no timer when idle', async () => {
    const { journal, clock, store, applied, tasks } = setUp();
    await journal.start();
    expect(clock.pending).toBe(0);
    journal.timeline(news('a'));
    clock.advanceBy(999);
    journal.timeline(news('b'));
    await turn();
    expect(applied.length).toBe(0);
    clock.advanceBy(1);
    expect(tasks.names()).toEqual(['journal']);
    await turn();
    expect(tasks.size).toBe(0);
    expect(await messagesOf(store)).toEqual(['a', 'b']);
    expect(clock.pending).toBe(0);
  });

  test('writes the audit in the turn of the call, all of a turn in one batch', async () => {
    const { journal, store, applied } = setUp();
    await journal.start();
    for (const reason of ['a', 'b', 'c']) journal.audit(deed(reason));
    await turn();
    expect(applied.length).toBe(1);
    expect((await store.readLog('audit', { limit: 10 })).map(({ sequence, reason }) => [sequence, reason])).toEqual([
      [1, 'a'],
      [2, 'b'],
      [3, 'c'],
    ]);
  });

  test('subscribers hear at once, until they leave', async () => {
    const { journal } = setUp();
    await journal.start();
    const heard: string[] = [];
    const leave = journal.subscribe(({ message, sequence }) => heard.push(`${sequence} ${message}`));
    journal.timeline(news('a'));
    expect(heard).toEqual(['1 a']);
    leave();
    journal.timeline(news('b'));
    expect(heard).toEqual(['1 a']);
  });

  test('the timeline is dropped beyond its queue, which is counted and said', async () => {
    const { journal, store } = setUp({ queue: 3 });
    await journal.start();
    for (const message of ['a', 'b', 'c']) journal.timeline(news(message));
    expect(journal.counters.timelineDropped).toBe(0);
    journal.timeline(news('d'));
    journal.timeline(news('e'));
    expect(journal.counters.timelineDropped).toBe(2);
    await journal.flush();
    const entries = await store.readLog('timeline', { limit: 10 });
    expect(entries.map(({ kind, message }) => (kind === 'test' ? message : kind))).toEqual(['a', 'b', 'c', 'timeline.dropped']);
    expect(entries[3]).toMatchObject({ source: 'system', sequence: 6, detail: { count: 2 } });
  });

  test('the timeline keeps the newest, up to a tenth more between two cuts', async () => {
    const { journal, store } = setUp({ timelineKeep: 20 });
    await journal.start();
    let longest = 0;
    for (let index = 0; index < 100; index += 1) {
      journal.timeline(news(String(index)));
      await journal.flush();
      longest = Math.max(longest, (await messagesOf(store)).length);
    }
    expect(longest).toBe(22);
    expect((await messagesOf(store)).slice(-20)).toEqual(Array.from({ length: 20 }, (_, index) => String(80 + index)));
  });

  test('the audit is kept whole, or cut to its newest and a tenth where that is wanted', async () => {
    for (const [auditKeep, kept] of [[undefined, 30] as const, [10, 11] as const]) {
      const { journal, store } = setUp({ timelineKeep: 5, ...(auditKeep === undefined ? {} : { auditKeep }) });
      await journal.start();
      for (let index = 0; index < 30; index += 1) {
        journal.audit(deed(String(index)));
        await journal.flush();
      }
      const entries = await store.readLog('audit', { limit: 100 });
      expect(entries.length).toBe(kept);
      expect(entries.at(-1)?.sequence).toBe(30);
    }
  });

  test('a store that can not be written: told once, tried every second, and nothing is lost when it can again', async () => {
    const { journal, store, clock, log } = setUp({ queue: 3 });
    await journal.start();
    store.setFull(true);
    journal.audit(deed('a'));
    journal.timeline(news('a'));
    await turn();
    journal.audit(deed('b'));
    for (let second = 0; second < 3; second += 1) {
      clock.advanceBy(1_000);
      await turn();
    }
    await expect(journal.flush()).rejects.toMatchObject({ code: 'E1603' });
    expect(log.lines.map(({ level, text }) => [level, text])).toEqual([['error', 'the journal can not be written']]);
    store.setFull(false);
    clock.advanceBy(1_000);
    await turn();
    expect((await store.readLog('audit', { limit: 10 })).map(({ reason }) => reason)).toEqual(['a', 'b']);
    expect(await messagesOf(store)).toEqual(['a']);
    expect(log.lines.at(-1)?.text).toBe('the journal is written again');
  });

  test('an audit that memory can not hold while the store is down is counted and put on record', async () => {
    const { journal, store } = setUp({ queue: 2 });
    await journal.start();
    store.setFull(true);
    for (const reason of ['a', 'b', 'c', 'd']) journal.audit(deed(reason));
    await turn();
    expect(journal.counters.auditLost).toBe(2);
    store.setFull(false);
    await journal.flush();
    const entries = await store.readLog('audit', { limit: 10 });
    expect(entries.map(({ sequence, action }) => [sequence, action])).toEqual([
      [1, 'device.revoke'],
      [2, 'device.revoke'],
      [3, 'audit.lost'],
    ]);
    expect(entries[2]?.detail).toEqual({ count: 2 });
  });

  test('more than a page is written in pages', async () => {
    const { journal, store, applied } = setUp({ timelineKeep: 10_000 });
    await journal.start();
    for (let index = 0; index < 2_500; index += 1) journal.timeline(news(String(index)));
    await journal.flush();
    expect(applied.length).toBe(3);
    expect((await store.readLog('timeline', { limit: 10_000 })).length).toBe(2_500);
  });

  test('entries before start are a bug', () => {
    const journal = createJournal({ store: createMemoryStore(), clock: new VirtualClock(0), log: silentLog, limits: { timelineKeep: 1 } });
    expect(() => journal.audit(deed('a'))).toThrow('before start');
    expect(() => journal.timeline(news('a'))).toThrow('before start');
  });
});
