/**
 * One turn of a run at a pump. It starts with few attempts at once and gets more while they end
 * promptly. An attempt in flight for three seconds ends the turn and moves the pump to the slow
 * budget (capacity.ts), so a server that hangs holds up only what is as slow.
 */
import { findUnavailability } from "../core/contention";
import type { Lane } from "../tenancy/lanes";
import type { Capacity, Limits } from "./capacity";

/** While attempts are in flight, how often to look for more work of the pump. */
const POLL_MS = 1_000;
/** An attempt that takes longer is slow. */
const SLOW_MS = 3_000;
/** A turn this old ends when other pumps wait for a place. */
const TURN_MS = 1_000;
/** Outcomes that come within this window are reported in one transaction. */
const REPORT_WINDOW_MS = 5;
const MAXIMUM_TRIES = 8;
// Times are taken with `performance`, which a change of the system's clock does not move.
/** Attempts at once, at the start of a turn and at most. */
const WIDTH = { prompt: { start: 2, maximum: 10 }, slow: { start: 1, maximum: 4 } } as const;

/** The pump and the run that a turn is about. */
export interface Turn {
  readonly projectId: string;
  readonly key: string;
  readonly run: string;
}
/**
 * `take`: the first step, which takes the pump. `work`: another one. `report`: the pump is not this
 * turn's any more. The others end the turn, with what is due at the end of the line, in the same
 * budget or in the one named.
 */
export type StepKind = "take" | "work" | "report" | "yield" | "toPrompt" | "toSlow";
export interface Step<Report> {
  readonly kind: StepKind;
  readonly reports: Report[];
  /** How many attempts may start. */
  readonly free: number;
  /** How many are in flight. */
  readonly underWay: number;
}
/** What a slice does with the work of its lane. */
export interface Worker<Item, Report> {
  readonly lane: Lane;
  readonly limits: Limits;
  /** One transaction: records the reports and begins attempts. Null when the turn is over. */
  step(turn: Turn, step: Step<Report>): Promise<readonly Item[] | null>;
  /** One attempt. Does not throw. `hasAnswer`: the server answered, whatever it said. */
  attempt(turn: Turn, item: Item): Promise<{ report: Report; hasAnswer: boolean }>;
}

interface TurnOptions<Item, Report> {
  readonly turn: Turn;
  readonly slow: boolean;
  readonly worker: Worker<Item, Report>;
  readonly capacity: Capacity;
  /** Whether the run is over. */
  readonly mustEnd: () => boolean;
  /** Whether other pumps wait for a place. */
  readonly isShort: () => boolean;
  /** Called when another turn may take the pump. */
  readonly onRelease: () => void;
}

/** Resolves when the last attempt is reported. */
export const takeTurn = async <Item, Report>(options: TurnOptions<Item, Report>): Promise<void> =>
  await new LaneTurn(options).work();

class LaneTurn<Item, Report> {
  private readonly began = performance.now();
  /** Attempts in flight, with the time of their start. */
  private readonly underWay = new Map<Promise<void>, number>();
  private reports: Report[] = [];
  private width: number;
  private isReleased = false;
  /** Whether attempts in flight count against the slow budget. */
  private countsAsSlow: boolean;
  /** Whether an attempt of a slow pump ended promptly. */
  private hasRecovered = false;

  constructor(private readonly options: TurnOptions<Item, Report>) {
    this.countsAsSlow = options.slow;
    this.width = this.limits.start;
  }

  private get limits() {
    return WIDTH[this.options.slow ? "slow" : "prompt"];
  }

  async work(): Promise<void> {
    let kind: StepKind = "take";
    do {
      for (const item of await this.step(kind)) this.begin(item);
      if (this.underWay.size > 0) await this.waitForNews();
      kind = this.chooseStep();
    } while (!this.isReleased || this.underWay.size > 0 || this.reports.length > 0);
  }

  private chooseStep(): StepKind {
    const { slow, mustEnd, isShort } = this.options;
    if (this.isReleased) return "report";
    if (mustEnd()) return "yield";
    if (!slow && this.getOldest() <= performance.now() - SLOW_MS) return "toSlow";
    if (slow && this.hasRecovered) return "toPrompt";
    return isShort() && performance.now() - this.began >= TURN_MS ? "yield" : "work";
  }

  private async step(kind: StepKind): Promise<readonly Item[]> {
    const { turn, slow, worker, capacity, onRelease } = this.options;
    const { projectId } = turn;
    const mayStart = kind === "take" || kind === "work";
    const wanted = mayStart ? Math.max(0, this.width - this.underWay.size) : 0;
    const free = capacity.take(projectId, slow, wanted);
    const { reports } = this;
    this.reports = [];
    let begun: readonly Item[] | null = null;
    try {
      begun = await retryTransaction(() =>
        worker.step(turn, { kind, reports, free, underWay: this.underWay.size }),
      );
    } catch (error) {
      await Promise.all(this.underWay.keys()); // what they report is repeated after their lease
      throw error;
    } finally {
      capacity.give(projectId, slow, free - (begun?.length ?? 0));
    }
    if (kind === "toSlow") {
      capacity.moveToSlow(projectId, this.underWay.size);
      this.countsAsSlow = true;
    }
    if (!this.isReleased && (begun === null || !mayStart)) {
      this.isReleased = true;
      onRelease();
    }
    return begun ?? [];
  }

  private begin(item: Item): void {
    const { turn, slow, worker, capacity } = this.options;
    const startedAt = performance.now();
    const attempt: Promise<void> = worker
      .attempt(turn, item)
      .then(({ report, hasAnswer }) => {
        this.reports.push(report);
        this.width = hasAnswer
          ? Math.min(this.limits.maximum, this.width + 1)
          : Math.max(1, Math.floor(this.width / 2));
        this.hasRecovered ||= slow && performance.now() - startedAt < SLOW_MS;
      })
      .catch((error: unknown) => console.error("An attempt failed unexpectedly.", error)) // it is due again after its lease
      .finally(() => {
        this.underWay.delete(attempt);
        capacity.give(turn.projectId, this.countsAsSlow, 1);
      });
    this.underWay.set(attempt, startedAt);
  }

  /** Returns when an attempt has ended, the turn must end, or it may start more attempts. */
  private async waitForNews(): Promise<void> {
    do {
      const attempts = [...this.underWay.keys()];
      await (this.isReleased
        ? Promise.race(attempts)
        : Promise.race([...attempts, pause(this.getPollMs())]));
    } while (
      this.underWay.size > 0 &&
      this.reports.length === 0 &&
      (this.isReleased || (this.chooseStep() === "work" && this.width <= this.underWay.size))
    );
    if (this.underWay.size > 0 && this.reports.length > 0) await pause(REPORT_WINDOW_MS);
  }

  /** Not later than the oldest attempt becomes slow. */
  private getPollMs(): number {
    const untilSlow = this.options.slow ? Infinity : this.getOldest() + SLOW_MS - performance.now();
    return Math.max(1, Math.min(POLL_MS, untilSlow));
  }

  private getOldest(): number {
    return Math.min(...this.underWay.values());
  }
}

export const pause = async (milliseconds: number): Promise<void> =>
  await new Promise((resolve) => setTimeout(resolve, milliseconds));

/** Retries a transaction that conflicts with others, or finds the deployment at its capacity. */
export async function retryTransaction<T>(transaction: () => Promise<T>): Promise<T> {
  for (let tries = 1; ; tries++) {
    try {
      return await transaction();
    } catch (error) {
      if (findUnavailability(error) === null || tries === MAXIMUM_TRIES) throw error;
      await pause(100 * 2 ** tries * Math.random());
    }
  }
}
