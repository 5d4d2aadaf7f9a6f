import type { ScheduledJob } from "./scheduledJobs";

/**
 * Waiting jobs, earliest first: a binary heap in which removed jobs stay until they reach the top.
 */
export class JobQueue {
  private readonly waiting = new Map<string, ScheduledJob>();
  private heap: ScheduledJob[] = [];

  add(job: ScheduledJob): void {
    this.waiting.set(job.id, job);
    this.heap.push(job);
    for (let at = this.heap.length - 1; at > 0;) {
      const parent = (at - 1) >> 1;
      if (!this.swapIfEarlier(at, parent)) break;
      at = parent;
    }
  }

  remove(id: string): void {
    this.waiting.delete(id);
    if (this.waiting.size === 0) this.heap = [];
  }

  earliest(): ScheduledJob | undefined {
    for (;;) {
      const [job] = this.heap;
      if (job === undefined || this.waiting.get(job.id) === job) return job;
      this.dropFirst();
    }
  }

  private dropFirst(): void {
    const last = this.heap.pop();
    if (last === undefined || this.heap.length === 0) return;
    this.heap[0] = last;
    for (let at = 0; ;) {
      const left = 2 * at + 1;
      const child =
        left + 1 < this.heap.length && isEarlier(this.heap[left + 1]!, this.heap[left]!)
          ? left + 1
          : left;
      if (child >= this.heap.length || !this.swapIfEarlier(child, at)) return;
      at = child;
    }
  }

  private swapIfEarlier(child: number, parent: number): boolean {
    const [below, above] = [this.heap[child]!, this.heap[parent]!]; // both are places in the heap
    if (!isEarlier(below, above)) return false;
    this.heap[child] = above;
    this.heap[parent] = below;
    return true;
  }
}

function isEarlier(a: ScheduledJob, b: ScheduledJob): boolean {
  return a.time < b.time;
}
