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

/** The realms of one component and kind. */
interface Shelf {
  readonly idle: Realm[];
  readonly waiting: {
    readonly resolve: (realm: Realm) => void;
    readonly reject: (error: unknown) => void;
  }[];
}

/**
 * In the strict mode, a new realm for every call. Node actions are the exception: Convex, too, keeps
 * their processes.
 *
 * In the fast mode, idle realms by app version, component and kind. A new one has to evaluate the modules that are
 * called in it, so realms are kept until the next push. During a burst of calls they are created
 * one at a time, because the first may be idle again before the last is created.
 */
export class RealmPool {
  private version = "";
  private shelves = new Map<string, Shelf>();

  constructor(readonly mode: Mode = "fast") {}

  async take(app: DeployedApp, component: DeployedComponent, kind: RealmKind): Promise<Realm> {
    if (this.isNew(kind) || app.version !== this.version) return createRealm(component, kind);
    const shelf = this.shelf(component, kind);
    const known = shelf.idle.pop();
    if (known !== undefined) return known;
    return new Promise((resolve, reject) => {
      shelf.waiting.push({ resolve, reject });
      if (shelf.waiting.length === 1) void serve(shelf, component, kind);
    });
  }

  give(app: DeployedApp, component: DeployedComponent, kind: RealmKind, realm: Realm): void {
    if (this.isNew(kind) || !realm.reusable || app.version !== this.version) return;
    const { idle, waiting } = this.shelf(component, kind);
    const next = waiting.shift();
    if (next !== undefined) next.resolve(realm);
    else if (idle.length < MAX_IDLE) idle.push(realm);
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
    if (shelf === undefined) this.shelves.set(key, (shelf = { idle: [], waiting: [] }));
    return shelf;
  }
}

/** Creates realms until no call waits, and yields to other work after each. */
async function serve(shelf: Shelf, component: DeployedComponent, kind: RealmKind): Promise<void> {
  while (shelf.waiting.length > 0) {
    try {
      const realm = await createRealm(component, kind);
      const next = shelf.waiting.shift();
      if (next === undefined) shelf.idle.push(realm);
      else next.resolve(realm);
    } catch (error) {
      shelf.waiting.shift()?.reject(error);
    }
    if (shelf.waiting.length > 0) await new Promise((resolve) => setImmediate(resolve));
  }
}

async function createRealm(component: DeployedComponent, kind: RealmKind): Promise<Realm> {
  const code = await compileModules(component.modules);
  if (kind === "node") return new NodeRealm(code, component.env);
  return new Isolate(code, component.path === "" ? component.env : {});
}
