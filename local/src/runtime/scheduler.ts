import { randomUUID } from "node:crypto";
import type { JSONValue } from "convex/values";
import { ConflictError, DiskFullError } from "../storage/errors";
import type {
  AppHolder,
  Commit,
  ComponentPath,
  Database,
  FunctionCall,
  RequestMetadata,
  Transaction,
} from "../types";
import { findFunction } from "./functionAddress";
import { JobQueue } from "./jobQueue";
import { PlatformRefusal } from "./refusals";
import type { LocalRunner } from "./runner";
import {
  finishJob,
  isOpen,
  parseJob,
  readJobs,
  SCHEDULED_FUNCTIONS,
  SCHEDULED_JOBS,
  type FinalState,
  type ScheduledJob,
} from "./scheduledJobs";
import { advanceCron, syncCrons, type StoredCron } from "./storedCrons";
import { MAX_RETRIES, Superseded } from "./transactions";

/** Scheduled functions that a small deployment of Convex runs at once, and as many cron jobs. */
const DEFAULT_SLOTS = 8;
/**
 * How long `close` waits for running calls. An action may wait for another server for minutes; one
 * that is abandoned is recorded as failed at the next start, as after a crash.
 */
const CLOSE_GRACE_MS = 2_000;
/** Timers take at most 2^31 ms, and waking up once an hour is cheap. */
const MAX_SLEEP_MS = 3_600_000;
const CONFLICT_PAUSE_MS = 1_000;
/** Convex keeps the records of finished calls this long. */
const KEEP_MS = 7 * 86_400_000;
const FORGET_EVERY_MS = 3_600_000;
/** Records deleted in one transaction, so that no request waits long for it. */
const MAX_FORGOTTEN = 1_000;

export interface SchedulerOptions {
  readonly database: Database;
  readonly runner: LocalRunner;
  readonly app: AppHolder;
  /**
   * How many scheduled functions run at a time, and how many cron jobs beside them; by default 8, as
   * on a small deployment of Convex.
   */
  readonly slots?: number;
}

/** Runs due scheduled functions and cron jobs of all components. */
export interface Scheduler {
  /** Starts no calls until `resume`. Running calls continue. */
  pause(): void;
  resume(): void;
  /** Resolves when no call is running or due. While paused, it waits for running calls only. */
  drain(): Promise<void>;
  /** Stops permanently. Calls that are still running after two seconds are abandoned. */
  close(): Promise<void>;
}

/**
 * Starts the scheduler and resumes calls that were pending when an earlier process ended. Mutations
 * run exactly once, because their own transaction marks them done; actions run at most once,
 * because they are marked before they start.
 */
export function createScheduler(options: SchedulerOptions): Scheduler {
  return new JobScheduler(options);
}

/** Neither jobs nor cron jobs wait for the other; upkeep needs no slot. */
type Kind = "jobs" | "crons" | "upkeep";

class JobScheduler implements Scheduler {
  private readonly jobs = new JobQueue();
  private crons: readonly StoredCron[] = [];
  /** What runs now. Jobs and cron jobs are by the ids of their rows. */
  private readonly running: Readonly<Record<Kind, Map<string, Promise<void>>>> = {
    jobs: new Map(),
    crons: new Map(),
    upkeep: new Map(),
  };
  private readonly known = new Set<ComponentPath>();
  private timer: NodeJS.Timeout | undefined;
  private readonly forgetting: NodeJS.Timeout;
  private state: "running" | "paused" | "closed" = "running";
  /** Changes of the app are applied one at a time. */
  private settingUp: Promise<void>;
  private readonly unsubscribe: (() => void)[];

  constructor(private readonly options: SchedulerOptions) {
    const { app, database } = options;
    this.unsubscribe = [
      database.onCommit((commit) => this.observe(commit)),
      app.onChange(() => this.setUp()),
    ];
    this.settingUp = Promise.resolve();
    this.setUp();
    this.forgetting = setInterval(() => {
      for (const component of this.known)
        this.start("upkeep", component, () => this.forget(component));
    }, FORGET_EVERY_MS);
    this.forgetting.unref();
  }

  pause(): void {
    if (this.state === "running") this.state = "paused";
  }

  resume(): void {
    if (this.state === "paused") this.state = "running";
    this.wake();
  }

  async drain(): Promise<void> {
    for (;;) {
      await this.settingUp;
      this.wake();
      const running = this.everythingRunning();
      if (running.length === 0) return;
      await Promise.race(running);
    }
  }

  async close(): Promise<void> {
    this.state = "closed";
    for (const stop of this.unsubscribe) stop();
    clearTimeout(this.timer);
    clearInterval(this.forgetting);
    await this.settingUp;
    let timer: NodeJS.Timeout | undefined;
    const grace = new Promise((resolve) => (timer = setTimeout(resolve, CLOSE_GRACE_MS)));
    await Promise.race([Promise.all(this.everythingRunning()), grace]);
    clearTimeout(timer);
  }

  /** Loads the jobs of new components and the current cron jobs of the app. */
  private setUp(): void {
    this.settingUp = this.settingUp.then(async () => {
      const app = this.options.app.current();
      const fresh = [...app.components.keys()].filter((component) => !this.known.has(component));
      for (const component of fresh) await this.load(component);
      this.crons = await this.transact((tx) => syncCrons(tx, app, Date.now()));
      this.wake();
    });
  }

  private async load(component: ComponentPath): Promise<void> {
    this.known.add(component);
    for (const job of readJobs(this.options.database.begin(), component)) {
      if (job.started)
        await this.finish(job, { kind: "failed", error: "Transient error while executing action" });
      else this.jobs.add(job);
    }
    await this.forget(component);
  }

  private async forget(component: ComponentPath): Promise<void> {
    const before = Date.now() - KEEP_MS;
    while ((await this.transact((tx) => forgetFinished(tx, component, before))) === MAX_FORGOTTEN);
  }

  private observe(commit: Commit): void {
    let added = false;
    for (const { component, table, id, before, after } of commit.writes) {
      if (table !== SCHEDULED_JOBS || !this.known.has(component)) continue;
      if (after === null) this.jobs.remove(id);
      else if (before === null) this.jobs.add(parseJob(component, after));
      added ||= after !== null;
    }
    if (added) this.wake();
  }

  /** Starts due calls in order of time, and sleeps until the next one. */
  private wake(): void {
    clearTimeout(this.timer);
    if (this.state !== "running") return;
    const now = Date.now();
    const wakeAt = Math.min(now + MAX_SLEEP_MS, this.startCrons(now), this.startJobs(now));
    this.timer = setTimeout(() => this.wake(), wakeAt - now);
    this.timer.unref();
  }

  /** Returns when the next one is due; those that find no slot start when another one ends. */
  private startCrons(now: number): number {
    const waiting = this.crons
      .filter(({ id }) => !this.running.crons.has(id))
      .toSorted((a, b) => a.time - b.time);
    for (const cron of waiting) {
      if (cron.time > now) return cron.time;
      if (!this.hasSlot("crons")) return Infinity;
      this.start("crons", cron.id, () => this.runCron(cron));
    }
    return Infinity;
  }

  /** As `startCrons`. */
  private startJobs(now: number): number {
    for (let job = this.jobs.earliest(); job !== undefined; job = this.jobs.earliest()) {
      const due = job;
      if (due.time > now) return due.time;
      if (!this.hasSlot("jobs")) return Infinity;
      this.jobs.remove(due.id);
      this.start("jobs", due.id, () => this.runJob(due));
    }
    return Infinity;
  }

  private hasSlot(kind: Kind): boolean {
    return this.running[kind].size < (this.options.slots ?? DEFAULT_SLOTS);
  }

  private everythingRunning(): Promise<void>[] {
    return Object.values(this.running).flatMap((running) => [...running.values()]);
  }

  private start(kind: Kind, id: string, run: () => Promise<void>): void {
    const running = this.running[kind];
    const done = run()
      .catch((error: unknown) => {
        // The database is closed or has failed; the job stays for the next start of the process.
        if (this.state === "closed") return;
        this.pause();
        process.emitWarning(
          `The scheduler stopped: ${error instanceof Error ? error.message : String(error)}`,
        );
      })
      .finally(() => {
        running.delete(id);
        this.wake();
      });
    running.set(id, done);
  }

  private async runJob(job: ScheduledJob): Promise<void> {
    const target = findFunction(this.options.app.current(), job.component, job.path);
    const call = scheduledCall(
      job.component,
      job.path,
      JSON.parse(job.args) as JSONValue,
      job.functionId,
    );
    if (target?.analysis.udfType === "Mutation") await this.runScheduledMutation(job, call);
    else if (target?.analysis.udfType === "Action") await this.runScheduledAction(job, call);
    else
      await this.finish(job, {
        kind: "failed",
        error: `Could not find a mutation or action for '${job.path}'.`,
      });
  }

  private async runScheduledMutation(job: ScheduledJob, call: FunctionCall): Promise<void> {
    try {
      const outcome = await this.whenThereIsRoom(() =>
        this.options.runner.scheduledMutation(call, {
          before: (tx) => requireOpen(tx, job),
          after: (tx) => finishJob(tx, job, { kind: "success" }),
        }),
      );
      if (outcome.status === "success") return;
      if (outcome.retries < MAX_RETRIES)
        return await this.finish(job, { kind: "failed", error: outcome.message });
      await new Promise((resolve) => setTimeout(resolve, CONFLICT_PAUSE_MS));
      this.jobs.add(job);
    } catch (error) {
      if (!(error instanceof Superseded)) throw error;
      await this.drop(job);
    }
  }

  private async runScheduledAction(job: ScheduledJob, call: FunctionCall): Promise<void> {
    const isOurs = await this.transact((tx) => {
      const row = tx.get(job.owner, job.functionId);
      if (tx.get(job.owner, job.id) === null || row === null || !isOpen(row)) return false;
      tx.patch(job.owner, job.id, { started: true });
      tx.patch(job.owner, job.functionId, { state: { kind: "inProgress" } });
      return true;
    });
    if (!isOurs) return this.drop(job);
    const outcome = await this.whenThereIsRoom(() => this.options.runner.action(call));
    await this.finish(
      job,
      outcome.status === "success"
        ? { kind: "success" }
        : { kind: "failed", error: outcome.message },
    );
  }

  /**
   * The next run is stored with the mutation, or before the action, so that a crash cannot repeat a
   * run.
   */
  private async runCron(cron: StoredCron): Promise<void> {
    const { runner, app } = this.options;
    const next = cron.schedule.next(cron.time, Date.now());
    const advance = (tx: Transaction) => advanceCron(tx, cron, next);
    const type = findFunction(app.current(), cron.owner, cron.path)?.analysis.udfType;
    const call = scheduledCall(cron.owner, cron.path, cron.args, null);
    let isMoved: boolean;
    if (type === "Mutation") {
      const outcome = await this.whenThereIsRoom(() =>
        runner.scheduledMutation(call, {
          before: (tx) => {
            if (!advance(tx)) throw new Superseded();
          },
        }),
      ).catch((error: unknown) => {
        if (error instanceof Superseded) return null;
        throw error;
      });
      isMoved =
        outcome !== null && (outcome.status === "success" || (await this.transact(advance)));
    } else {
      isMoved = await this.transact(advance);
      if (isMoved && type === "Action") await this.whenThereIsRoom(() => runner.action(call));
    }
    // Otherwise a push has changed the job, and the app's change brings a new list.
    if (isMoved)
      this.crons = this.crons.map((each) => (each.id === cron.id ? { ...each, time: next } : each));
    else this.crons = this.crons.filter((each) => each !== cron);
  }

  /** Repeats a call that the deployment refused before it ran, or that a full disk undid. */
  private async whenThereIsRoom<T>(run: () => Promise<T>): Promise<T> {
    for (;;) {
      try {
        return await run();
      } catch (error) {
        const isTransient = error instanceof PlatformRefusal || error instanceof DiskFullError;
        if (!isTransient || this.state === "closed") throw error;
        await new Promise((resolve) => setTimeout(resolve, CONFLICT_PAUSE_MS));
      }
    }
  }

  private finish(job: ScheduledJob, state: FinalState): Promise<void> {
    return this.transact((tx) => {
      if (tx.get(job.owner, job.id) !== null) finishJob(tx, job, state);
    });
  }

  private drop(job: ScheduledJob): Promise<void> {
    return this.transact((tx) => {
      if (tx.get(job.owner, job.id) !== null) tx.remove(job.owner, job.id);
    });
  }

  private async transact<T>(body: (tx: Transaction) => T): Promise<T> {
    for (;;) {
      const tx = this.options.database.begin();
      const result = body(tx);
      try {
        await tx.commit();
        return result;
      } catch (error) {
        if (error instanceof ConflictError) continue;
        if (!(error instanceof DiskFullError) || this.state === "closed") throw error;
        await new Promise((resolve) => setTimeout(resolve, CONFLICT_PAUSE_MS));
      }
    }
  }
}

function requireOpen(tx: Transaction, job: ScheduledJob): void {
  const row = tx.get(job.owner, job.functionId);
  if (tx.get(job.owner, job.id) === null || row === null || !isOpen(row)) throw new Superseded();
}

/** The call has no identity and no network request. */
function scheduledCall(
  component: ComponentPath,
  path: string,
  args: JSONValue,
  scheduledFunctionId: string | null,
): FunctionCall {
  const request: RequestMetadata = {
    ip: null,
    userAgent: null,
    requestId: randomUUID().replaceAll("-", "").slice(0, 16),
    scheduledFunctionId,
  };
  return { component, path, args, identity: { kind: "none" }, access: "any", request };
}

/** Deletes records of finished calls, oldest first, and returns how many. */
function forgetFinished(tx: Transaction, component: ComponentPath, before: number): number {
  const rows = tx.scan({
    component,
    table: SCHEDULED_FUNCTIONS,
    index: "by_creation_time",
    lower: null,
    upper: null,
    order: "asc",
  });
  const old: string[] = [];
  for (
    let next = rows.next();
    next.done !== true && next.value.document._creationTime < before && old.length < MAX_FORGOTTEN;
    next = rows.next()
  ) {
    if (Number(next.value.document.completedTime ?? Infinity) < before)
      old.push(next.value.document._id);
  }
  for (const id of old) tx.remove(component, id);
  return old.length;
}
