import type { TimerTask } from './clock.ts';

/**
 * Binary min-heap of tasks by (dueMs, order). Intrusive: a task knows its place, so that cancelling and moving cost O(log n) and allocate nothing.
 */
export class TimerHeap {
  readonly #tasks: TimerTask[] = [];
  #nextOrder = 0;

  get size(): number {
    return this.#tasks.length;
  }

  /** The task that is due first, or undefined. */
  peek(): TimerTask | undefined {
    return this.#tasks[0];
  }

  schedule(task: TimerTask, dueMs: number): void {
    task.dueMs = dueMs;
    task.order = this.#nextOrder++;
    if (task.heapIndex < 0) {
      task.heapIndex = this.#tasks.length;
      this.#tasks.push(task);
      this.#up(task.heapIndex);
    } else {
      const index = task.heapIndex;
      this.#up(index);
      if (task.heapIndex === index) this.#down(index);
    }
  }

  cancel(task: TimerTask): void {
    const index = task.heapIndex;
    if (index < 0) return;
    task.heapIndex = -1;
    const last = this.#tasks.pop() as TimerTask;
    if (last === task) return;
    this.#tasks[index] = last;
    last.heapIndex = index;
    this.#up(index);
    if (last.heapIndex === index) this.#down(index);
  }

  #up(start: number): void {
    const tasks = this.#tasks;
    const task = tasks[start] as TimerTask;
    let index = start;
    while (index > 0) {
      const parentIndex = (index - 1) >> 1;
      const parent = tasks[parentIndex] as TimerTask;
      if (!isBefore(task, parent)) break;
      tasks[index] = parent;
      parent.heapIndex = index;
      index = parentIndex;
    }
    tasks[index] = task;
    task.heapIndex = index;
  }

  #down(start: number): void {
    const tasks = this.#tasks;
    const task = tasks[start] as TimerTask;
    const half = tasks.length >> 1;
    let index = start;
    while (index < half) {
      let childIndex = 2 * index + 1;
      let child = tasks[childIndex] as TimerTask;
      const right = tasks[childIndex + 1];
      if (right !== undefined && isBefore(right, child)) {
        child = right;
        childIndex += 1;
      }
      if (!isBefore(child, task)) break;
      tasks[index] = child;
      child.heapIndex = index;
      index = childIndex;
    }
    tasks[index] = task;
    task.heapIndex = index;
  }
}

function isBefore(a: TimerTask, b: TimerTask): boolean {
  return a.dueMs < b.dueMs || (a.dueMs === b.dueMs && a.order < b.order);
}
