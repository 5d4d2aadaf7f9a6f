import { PlatformRefusal } from "./refusals";
import { Semaphore } from "./semaphore";

/**
 * The size of a deployment: `s16` is what Convex's free plan and its self-hosted backend have by
 * default, `s256` what the professional plan has.
 */
export type Profile = "s16" | "s256" | "unlimited";

/** How many functions run at a time, by Convex's documentation ("Limits"). */
interface Sizes {
  readonly queries: number;
  readonly mutations: number;
  /** Also HTTP actions. */
  readonly actions: number;
  readonly nodeActions: number;
  readonly scheduledFunctions: number;
  readonly bytesWrittenPerSecond: number;
}

const MEBIBYTE = 1024 * 1024;
const SIZES: Readonly<Record<Profile, Sizes>> = {
  s16: {
    queries: 16,
    mutations: 16,
    actions: 64,
    nodeActions: 64,
    scheduledFunctions: 8,
    bytesWrittenPerSecond: 4 * MEBIBYTE,
  },
  s256: {
    queries: 256,
    mutations: 256,
    actions: 512,
    nodeActions: 256,
    scheduledFunctions: 256,
    bytesWrittenPerSecond: 8 * MEBIBYTE,
  },
  unlimited: {
    queries: Infinity,
    mutations: Infinity,
    actions: Infinity,
    nodeActions: Infinity,
    scheduledFunctions: Infinity,
    bytesWrittenPerSecond: Infinity,
  },
};

const TRANSACTION_WAIT_MS = 5_000;
const ACTION_WAIT_MS = 10_000;

/** What limits the calls of one deployment. */
export interface Capacity {
  readonly profile: Profile;
  readonly queries: Slots;
  readonly mutations: Slots;
  readonly actions: Slots;
  readonly nodeActions: Slots;
  readonly scheduledFunctions: number;
  readonly writes: WriteRate;
}

/**
 * Creates the capacity of a profile. Without one, a deployment has the slots of `s16` and refuses
 * nothing: all its functions share one thread, so the time that a call waits for a slot says more
 * about this machine than about a deployment of Convex.
 */
export function createCapacity(profile?: Profile): Capacity {
  const sizes = SIZES[profile ?? "s16"];
  const wait = (milliseconds: number) => (profile === undefined ? Infinity : milliseconds);
  return {
    profile: profile ?? "s16",
    queries: new Slots("query", sizes.queries, wait(TRANSACTION_WAIT_MS)),
    mutations: new Slots("mutation", sizes.mutations, wait(TRANSACTION_WAIT_MS)),
    actions: new Slots("action", sizes.actions, wait(ACTION_WAIT_MS)),
    nodeActions: new Slots("action", sizes.nodeActions, wait(ACTION_WAIT_MS)),
    scheduledFunctions: sizes.scheduledFunctions,
    writes: new WriteRate(profile === undefined ? Infinity : sizes.bytesWrittenPerSecond),
  };
}

/** The slots of one type of function. */
export class Slots {
  private readonly semaphore: Semaphore;

  constructor(
    private readonly type: "query" | "mutation" | "action",
    private readonly total: number,
    private readonly waitMs: number,
  ) {
    this.semaphore = new Semaphore(total);
  }

  /** Runs a task in a slot. Rejects with a PlatformRefusal when none is free in time. */
  run<T>(task: () => Promise<T>): Promise<T> {
    return this.semaphore.run(task, this.waitMs, () => this.refusal());
  }

  private refusal(): PlatformRefusal {
    const advice =
      this.total > SIZES.s16.queries
        ? "If you need more resources, please contact support."
        : "To get more resources, upgrade to Convex Pro. If you are already on Convex Pro, please contact support.";
    return new PlatformRefusal(
      429,
      "TooManyConcurrentRequests",
      `Too many concurrent requests. Your backend is limited to ${this.total} concurrent ${this.type}s. ${advice}`,
    );
  }
}

const WINDOW_MS = 1_000;

/** Limits the bytes that mutations write within a second, over all of them. */
export class WriteRate {
  private readonly writes: { readonly at: number; readonly bytes: number }[] = [];
  private total = 0;

  constructor(private readonly limit: number) {}

  /** Throws a PlatformRefusal when the last second's writes were beyond the limit. */
  check(): void {
    this.forget();
    if (this.total <= this.limit) return;
    throw new PlatformRefusal(
      429,
      "TooManyWrites",
      `Too many writes per second. Your deployment is limited to ${this.limit / MEBIBYTE} MiB bytes written per 1 second. ` +
        "Reduce your write rate or upgrade to a larger deployment.",
    );
  }

  record(bytes: number): void {
    if (this.limit === Infinity || bytes === 0) return;
    this.forget();
    this.writes.push({ at: performance.now(), bytes });
    this.total += bytes;
  }

  private forget(): void {
    const oldest = performance.now() - WINDOW_MS;
    for (let first = this.writes[0]; first !== undefined && first.at < oldest;) {
      this.writes.shift();
      this.total -= first.bytes;
      first = this.writes[0];
    }
  }
}
