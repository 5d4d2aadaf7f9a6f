/**
 * Who may start how many attempts in one run. Attempts of pumps that were slow have a budget of
 * their own, and each project has a share of both, so neither a project with hanging servers nor
 * many of them keep others from starting.
 */

export interface Budget {
  /** Attempts in flight. */
  readonly total: number;
  readonly perProject: number;
}
export interface Limits {
  readonly prompt: Budget;
  readonly slow: Budget;
}
type Pace = keyof Limits;

const getPace = (slow: boolean): Pace => (slow ? "slow" : "prompt");

class Use {
  private total = 0;
  private readonly byProject = new Map<string, number>();

  constructor(private readonly budget: Budget) {}

  getRoom(projectId: string): number {
    const { total, perProject } = this.budget;
    return Math.max(
      0,
      Math.min(total - this.total, perProject - (this.byProject.get(projectId) ?? 0)),
    );
  }

  add(projectId: string, count: number): void {
    this.total += count;
    const own = (this.byProject.get(projectId) ?? 0) + count;
    if (own === 0) this.byProject.delete(projectId);
    else this.byProject.set(projectId, own);
  }
}

/** For the lifetime of a run. */
export class Capacity {
  private readonly uses: { readonly [pace in Pace]: Use };

  constructor(limits: Limits) {
    this.uses = { prompt: new Use(limits.prompt), slow: new Use(limits.slow) };
  }

  hasRoom(projectId: string, slow: boolean): boolean {
    return this.uses[getPace(slow)].getRoom(projectId) > 0;
  }

  /** Takes up to `wanted` places; returns how many. */
  take(projectId: string, slow: boolean, wanted: number): number {
    const use = this.uses[getPace(slow)];
    const count = Math.min(wanted, use.getRoom(projectId));
    use.add(projectId, count);
    return count;
  }

  give(projectId: string, slow: boolean, count: number): void {
    this.uses[getPace(slow)].add(projectId, -count);
  }

  /**
   * Counts attempts that turned out slow against the slow budget, above its limit if need be, so
   * that prompt ones can start.
   */
  moveToSlow(projectId: string, count: number): void {
    this.uses.prompt.add(projectId, -count);
    this.uses.slow.add(projectId, count);
  }
}
