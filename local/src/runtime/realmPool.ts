import type { DeployedApp, DeployedComponent } from "../types";
import { Isolate } from "./isolate";
import { compileModules } from "./moduleCode";
import { NodeRealm } from "./nodeRealm";
import type { Realm } from "./realm";

/**
 * Queries and mutations share contexts; actions have timers and fetch, and keep a context while
 * they wait.
 */
export type RealmKind = "transaction" | "action" | "node";

/**
 * How modules are evaluated: `strict`, anew for every call and every nested call, as Convex does;
 * or `fast`, once for many calls, so that module state survives from call to call.
 */
export type Mode = "fast" | "strict";

/** As many as actions may run at a time. More idle realms, after a burst of calls, are dropped. */
const MAX_IDLE = 64;

/** With as many realms, a call waits for one to return before it gets a new one. */
const ENOUGH = 4;
/** A call gets a new realm when none has returned for this long: they may all wait, for a fetch. */
const PATIENCE_MS = 10;

/** The realms of one component and kind. */
interface Shelf {
  readonly idle: Realm[];
  /** How many realms exist, idle or in use. */
  alive: number;
  isServing: boolean;
  /** Those that are kept, not made for one call. */
  readonly owned: WeakSet<Realm>;
  /** How many realms have been returned. */
  returned: number;
  readonly waiting: {
    readonly resolve: (realm: Realm) => void;
    readonly reject: (error: unknown) => void;
  }[];
}

/**
 * In the strict mode, a new realm for every call. Node actions are the exception: Convex, too, keeps
 * their processes.
 *
 * In the fast mode, idle realms by app version, component and kind. A new one has to evaluate the
 * modules that are called in it, so realms are kept until the next push. During a burst of calls
 * they are created one at a time, because the first may be idle again before the last is created.
 */
export class RealmPool {
  private version = "";
  private shelves = new Map<string, Shelf>();

  /** It may change; realms that are kept wait for the next call in the fast mode. */
  constructor(public mode: Mode = "fast") {}

  async take(app: DeployedApp, component: DeployedComponent, kind: RealmKind): Promise<Realm> {
    if (this.isNew(kind) || app.version !== this.version) return createRealm(component, kind);
    const shelf = this.shelf(component, kind);
    const known = shelf.idle.pop();
    if (known !== undefined) return known;
    return new Promise((resolve, reject) => {
      shelf.waiting.push({ resolve, reject });
      if (!shelf.isServing) void serve(shelf, component, kind);
    });
  }

  give(app: DeployedApp, component: DeployedComponent, kind: RealmKind, realm: Realm): void {
    const shelf = this.shelf(component, kind);
    if (app.version !== this.version || !shelf.owned.has(realm)) return;
    const next = realm.reusable ? shelf.waiting.shift() : undefined;
    if (realm.reusable) shelf.returned++;
    if (next !== undefined) next.resolve(realm);
    else if (realm.reusable && shelf.idle.length < MAX_IDLE) shelf.idle.push(realm);
    else shelf.alive--;
  }

  /** Drops all realms; from now on only those of this version are kept. */
  reset(version: string): void {
    this.version = version;
    this.shelves = new Map();
  }

  private isNew(kind: RealmKind): boolean {
    return this.mode === "strict" && kind !== "node";
  }

  private shelf(component: DeployedComponent, kind: RealmKind): Shelf {
    const key = `${kind}:${component.path}`;
    let shelf = this.shelves.get(key);
    if (shelf === undefined) this.shelves.set(key, (shelf = newShelf()));
    return shelf;
  }
}

const newShelf = (): Shelf => ({
  idle: [],
  alive: 0,
  isServing: false,
  owned: new WeakSet(),
  returned: 0,
  waiting: [],
});

/**
 * Creates realms until no call waits, and yields to other work after each. Evaluating modules in
 * dozens of new contexts would stop the process for seconds, at the first burst of calls, and a call
 * that computes is done no sooner in a context of its own.
 */
async function serve(shelf: Shelf, component: DeployedComponent, kind: RealmKind): Promise<void> {
  shelf.isServing = true;
  while (shelf.waiting.length > 0) {
    if (shelf.alive < ENOUGH || !(await returnsOne(shelf))) await add(shelf, component, kind);
    if (shelf.waiting.length > 0) await new Promise((resolve) => setImmediate(resolve));
  }
  shelf.isServing = false;
}

async function returnsOne(shelf: Shelf): Promise<boolean> {
  const { returned } = shelf;
  await new Promise((resolve) => setTimeout(resolve, PATIENCE_MS));
  return shelf.returned > returned;
}

async function add(shelf: Shelf, component: DeployedComponent, kind: RealmKind): Promise<void> {
  shelf.alive++;
  try {
    const realm = await createRealm(component, kind);
    shelf.owned.add(realm);
    const next = shelf.waiting.shift();
    if (next === undefined) shelf.idle.push(realm);
    else next.resolve(realm);
  } catch (error) {
    shelf.alive--;
    shelf.waiting.shift()?.reject(error);
  }
}

async function createRealm(component: DeployedComponent, kind: RealmKind): Promise<Realm> {
  const code = await compileModules(component.modules);
  if (kind === "node") return new NodeRealm(code, component.env);
  return new Isolate(code, component.path === "" ? component.env : {});
}
