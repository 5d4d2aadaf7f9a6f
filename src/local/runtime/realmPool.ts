import type { ComponentPath, DeployedApp, DeployedComponent } from "../types";
import { Isolate } from "./isolate";
import { compileModules } from "./moduleCode";
import { NodeRealm } from "./nodeRealm";
import type { Realm } from "./realm";

/** Queries and mutations share contexts; actions have timers and fetch, and keep a context while they wait. */
export type RealmKind = "transaction" | "action" | "node";

/** As many as actions may run at a time. Beyond this, what a burst of calls made is given to the garbage collector. */
const MAX_IDLE = 64;

/**
 * Realms at rest, by app version, component and kind. A new one costs the evaluation of the modules that are called in it,
 * so they are kept until the next push.
 */
export class RealmPool {
  private version = "";
  private readonly idle = new Map<string, Realm[]>();

  async take(app: DeployedApp, component: DeployedComponent, kind: RealmKind): Promise<Realm> {
    const known = app.version === this.version ? this.idle.get(key(component.path, kind))?.pop() : undefined;
    if (known !== undefined) return known;
    const code = await compileModules(component.modules);
    if (kind === "node") return new NodeRealm(code, component.env);
    return new Isolate(code, component.path === "" ? component.env : {});
  }

  give(app: DeployedApp, component: DeployedComponent, kind: RealmKind, realm: Realm): void {
    if (!realm.reusable || app.version !== this.version) return;
    const at = key(component.path, kind);
    const idle = this.idle.get(at) ?? [];
    this.idle.set(at, idle);
    if (idle.length < MAX_IDLE) idle.push(realm);
  }

  /** Forgets all realms; from now on only those of this version are kept. */
  reset(version: string): void {
    this.version = version;
    this.idle.clear();
  }
}

function key(component: ComponentPath, kind: RealmKind): string {
  return `${kind}:${component}`;
}
