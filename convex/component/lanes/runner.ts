/**
 * One run of a lane, outside of any transaction: takes turns (turn.ts) at the due pumps of all
 * projects, many at a time, the longest waiting first.
 */
import { internal } from "../_generated/api";
import type { ActionCtx } from "../_generated/server";
import { currentSecretId } from "../core/secrets";
import { Capacity } from "./capacity";
import { PAGE_SIZE } from "./runs";
import { pause, retryTransaction, takeTurn, type Worker } from "./turn";

/** How long a run starts turns before the next run does. */
const RUN_MS = 120_000;
/** While attempts are in flight, how often to look for newly due pumps. */
const POLL_MS = 250;
/** After a turn failed, its pump is left alone for this time. */
const FAILED_TURN_MS = 10_000;
const MAXIMUM_PAGES = 5;

interface Due {
  readonly pumps: readonly { projectId: string; key: string; until: number }[];
  readonly secretId: string;
}

export async function runLane<Item, Report>(
  ctx: ActionCtx,
  run: string,
  worker: Worker<Item, Report>,
): Promise<void> {
  await new LaneRun(ctx, run, worker).work();
}

class LaneRun<Item, Report> {
  private ends = performance.now() + RUN_MS;
  /** Of the deployment's secret when the run began. */
  private secretId = "";
  private readonly capacity: Capacity;
  /** Turns that hold their pump. */
  private readonly turns = new Map<string, Promise<void>>();
  /** Turns that have released it and wait for their last attempts. */
  private readonly leaving = new Set<Promise<void>>();
  /** Pumps whose turn failed, until when they are left alone. */
  private readonly failed = new Map<string, number>();
  /** Where the last look at the due pumps ended. */
  private readonly after = { prompt: 0, slow: 0 };
  /** Projects with due pumps that found no place at the last look. */
  private short: ReadonlySet<string> = new Set();

  constructor(
    private readonly ctx: ActionCtx,
    private readonly run: string,
    private readonly worker: Worker<Item, Report>,
  ) {
    this.capacity = new Capacity(worker.limits);
  }

  async work(): Promise<void> {
    const args = { lane: this.worker.lane, run: this.run };
    this.secretId = await currentSecretId();
    while (!this.isOver) {
      await this.startTurns();
      if (this.turns.size + this.leaving.size > 0) await this.waitForTurn();
      else if (await retryTransaction(() => this.ctx.runMutation(internal.lanes.runs.finish, args)))
        return;
      else await pause(POLL_MS); // due meanwhile, or left alone after a failure
    }
    await retryTransaction(() => this.ctx.runMutation(internal.lanes.runs.handOver, args));
    await Promise.all([...this.turns.values(), ...this.leaving]);
  }

  private get isOver(): boolean {
    return performance.now() >= this.ends;
  }

  private async waitForTurn(): Promise<void> {
    await Promise.race([...this.turns.values(), ...this.leaving, pause(POLL_MS)]);
  }

  private async startTurns(): Promise<void> {
    const short = new Set<string>();
    for (const pace of ["prompt", "slow"] as const) {
      const slow = pace === "slow";
      for (let pages = 0; pages < MAXIMUM_PAGES; pages++) {
        const due: Due = await this.ctx.runQuery(internal.lanes.runs.due, {
          ...{ lane: this.worker.lane, slow, after: this.after[pace] },
        });
        if (due.secretId !== this.secretId) {
          this.ends = 0; // the next run can open what is sealed with another secret
          return;
        }
        for (const { projectId, key } of due.pumps) this.startTurn({ projectId, key, slow }, short);
        const last = due.pumps.at(-1);
        this.after[pace] = last && due.pumps.length === PAGE_SIZE ? last.until : 0;
        if (this.after[pace] === 0) break;
      }
    }
    this.short = short;
  }

  private isLeftAlone(name: string): boolean {
    const until = this.failed.get(name);
    return until !== undefined && until > performance.now();
  }

  private startTurn(
    { projectId, key, slow }: { projectId: string; key: string; slow: boolean },
    short: Set<string>,
  ): void {
    const name = `${projectId} ${key}`;
    if (this.turns.has(name) || this.isLeftAlone(name)) return;
    if (!this.capacity.hasRoom(projectId, slow)) return void short.add(projectId);
    this.failed.delete(name);
    const turn: Promise<void> = takeTurn({
      turn: { projectId, key, run: this.run },
      slow,
      worker: this.worker,
      capacity: this.capacity,
      mustEnd: () => this.isOver,
      isShort: () => this.short.size > 0,
      onRelease: () => {
        this.turns.delete(name);
        this.leaving.add(turn);
      },
    })
      .catch((error: unknown) => {
        console.error(`A turn of the lane ${this.worker.lane} failed.`, error);
        this.failed.set(name, performance.now() + FAILED_TURN_MS);
      })
      .finally(() => {
        if (this.turns.get(name) === turn) this.turns.delete(name);
        this.leaving.delete(turn);
      });
    this.turns.set(name, turn);
  }
}
