import fc from 'fast-check';
import { expect, test } from 'vitest';
import { TimerTask } from './clock.ts';
import { TimerHeap } from './timer-heap.ts';

class Named extends TimerTask {
  readonly name: number;
  constructor(name: number) {
    super();
    this.name = name;
  }
  override fire(): void {}
}

/** What the heap must do, done by sorting. */
class SortedList {
  #rows: { readonly task: Named; readonly dueMs: number; readonly order: number }[] = [];
  #order = 0;
  schedule(task: Named, dueMs: number): void {
    this.cancel(task);
    this.#rows.push({ task, dueMs, order: this.#order++ });
    this.#rows.sort((a, b) => a.dueMs - b.dueMs || a.order - b.order);
  }
  cancel(task: Named): void {
    this.#rows = this.#rows.filter((row) => row.task !== task);
  }
  get first(): Named | undefined {
    return this.#rows[0]?.task;
  }
  get size(): number {
    return this.#rows.length;
  }
}

test('schedule, move, cancel and take give the order of a sorted list', () => {
  const step = fc.oneof(
    { weight: 5, arbitrary: fc.record({ type: fc.constant('schedule' as const), name: fc.nat(30), dueMs: fc.nat(20) }) },
    { weight: 2, arbitrary: fc.record({ type: fc.constant('cancel' as const), name: fc.nat(30) }) },
    { weight: 2, arbitrary: fc.record({ type: fc.constant('take' as const) }) },
  );
  fc.assert(
    fc.property(fc.array(step, { maxLength: 200 }), (steps) => {
      const heap = new TimerHeap();
      const list = new SortedList();
      const tasks = Array.from({ length: 31 }, (_, name) => new Named(name));
      for (const act of steps) {
        if (act.type === 'schedule') {
          heap.schedule(tasks[act.name] as Named, act.dueMs);
          list.schedule(tasks[act.name] as Named, act.dueMs);
        } else {
          const task = act.type === 'cancel' ? (tasks[act.name] as Named) : list.first;
          if (task !== undefined) {
            heap.cancel(task);
            list.cancel(task);
          }
        }
        expect(heap.peek()).toBe(list.first);
        expect(heap.size).toBe(list.size);
      }
      while (list.first !== undefined) {
        expect(heap.peek()).toBe(list.first);
        const { first } = list;
        heap.cancel(first);
        list.cancel(first);
        expect(first.heapIndex).toBe(-1);
      }
      expect(heap.peek()).toBeUndefined();
    }),
  );
});
