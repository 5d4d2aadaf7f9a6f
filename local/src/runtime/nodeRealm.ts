import { createRequire, isBuiltin } from "node:module";
import { describeFailure, unavailableMessage } from "./isolate";
import { FunctionFailure } from "./functionError";
import { ModuleError } from "./refusals";
import { resolveImport, type ModuleCode } from "./moduleCode";
import type { CallHost, ModuleExports, Realm } from "./realm";

const requireBuiltin = createRequire(import.meta.url);

/**
 * Runs `"use node"` actions in Node's own realm, with all its globals. `process`, `console` and
 * `Convex` are parameters of each module, so concurrent calls are isolated from each other.
 */
export class NodeRealm implements Realm {
  private readonly instances = new Map<string, { exports: ModuleExports }>();
  private host: CallHost | null = null;
  private readonly pending = new Map<symbol, string>();
  private left = true;

  constructor(
    private readonly code: ModuleCode,
    private readonly importEnv: Readonly<Record<string, string>>,
  ) {}

  get reusable(): boolean {
    return this.left;
  }

  /** Node does not say what its code waits for. */
  readonly isWaiting = true;
  /** Its promises are those of the whole process. */
  readonly rejection = null;
  readonly owesTurn = false;

  begin(host: CallHost): void {
    this.host = host;
  }

  end(): readonly string[] {
    const dangling = [...this.pending.values()];
    this.pending.clear();
    if (dangling.length > 0) this.left = false;
    this.host = null;
    return dangling;
  }

  enter<T>(path: string, body: (exports: ModuleExports) => T): T {
    return body(this.load(path));
  }

  private load(path: string): ModuleExports {
    const known = this.instances.get(path);
    if (known !== undefined) return known.exports;
    const compiled = this.code.get(path);
    if (compiled === undefined)
      throw new ModuleError(`Could not resolve "${path}": the module was not pushed.`);
    const module: { exports: ModuleExports } = { exports: {} };
    this.instances.set(path, module);
    try {
      // The script is ours: the module's code in a function with these parameters.
      const wrapper = compiled.script.runInThisContext() as (...parameters: unknown[]) => void;
      const require = (specifier: string): unknown => {
        if (specifier.startsWith(".")) return this.load(resolveImport(path, specifier));
        if (isBuiltin(specifier)) return requireBuiltin(specifier);
        throw new ModuleError(
          `Could not resolve "${specifier}", imported by ${path}: external packages are not available in the local deployment.`,
        );
      };
      wrapper(module.exports, require, module, this.process, this.console, this.convex);
    } catch (error) {
      this.instances.delete(path);
      throw error;
    }
    return module.exports;
  }

  private readonly process: NodeJS.Process = new Proxy(process, {
    get: (target, name) => {
      if (name === "env") return this.environment();
      const value: unknown = Reflect.get(target, name, target);
      return typeof value === "function" ? value.bind(target) : value;
    },
  });

  private environment(): Record<string, string> {
    const { host } = this;
    if (host === null) return { ...this.importEnv };
    return Object.fromEntries(host.envNames().map((name) => [name, host.env(name) ?? ""]));
  }

  private readonly console = Object.assign(Object.create(console), {
    debug: (...args: unknown[]) => this.host?.log("DEBUG", args),
    error: (...args: unknown[]) => this.host?.log("ERROR", args),
    info: (...args: unknown[]) => this.host?.log("INFO", args),
    log: (...args: unknown[]) => this.host?.log("LOG", args),
    warn: (...args: unknown[]) => this.host?.log("WARN", args),
  });

  private readonly convex = {
    syscall: (operation: string, args: string): string => {
      try {
        return this.requireHost().syscall(operation, args);
      } catch (error) {
        throw functionError(error);
      }
    },
    asyncSyscall: async (operation: string, args: string): Promise<string> => {
      const id = Symbol(operation);
      this.pending.set(id, operation);
      try {
        return await this.requireHost().asyncSyscall(operation, args);
      } catch (error) {
        throw functionError(error);
      } finally {
        this.pending.delete(id);
      }
    },
    jsSyscall: (operation: string): never => {
      throw new FunctionFailure(unavailableMessage(operation));
    },
  };

  private requireHost(): CallHost {
    if (this.host === null)
      throw new Error("Convex functions can only use ctx while a function is running.");
    return this.host;
  }
}

/**
 * Creates the error that convex/server expects from a failed syscall: the message, and parsed data
 * for a ConvexError.
 */
function functionError(error: unknown): Error {
  const { message, data } = describeFailure(error);
  return Object.assign(
    new Error(message),
    data === undefined ? {} : { data: JSON.parse(data) as unknown },
  );
}
