import vm from "node:vm";
import { useStorage } from "./asyncLocalStorage";
import { bootstrapSource } from "./bootstrap";
import { FunctionFailure } from "./functionError";
import { ModuleError } from "./refusals";
import { resolveImport, type ModuleCode } from "./moduleCode";
import type { CallHost, ModuleExports, Realm } from "./realm";
import { Rejections, watchPromises } from "./rejections";
import { sharedGlobals } from "./sharedGlobals";

/**
 * Convex allows 4 seconds of computing for the analysis of modules. This limit is of elapsed time, and
 * a busy machine may take several times as long.
 */
const EVALUATION_TIMEOUT_MS = 12_000;

/** The functions that the bootstrap script calls; they delegate to the isolate's current call. */
interface Bridge {
  allowsEffects(): boolean;
  /** Whether a function is running, not its modules' evaluation. */
  isRunning(): boolean;
  now(): number;
  startedAt(): number;
  elapsed(): number;
  abort(message: string): void;
  env(name: string): string | undefined;
  envNames(): readonly string[];
  log(level: string, args: readonly unknown[]): void;
  uncaught(error: unknown): void;
  /** The call gets an answer at once that Node's Web Crypto gives in a later turn. */
  computesAtOnce(): void;
  /** The call sets a store of an AsyncLocalStorage. */
  usesStorage(): void;
  resumed(): void;
  unavailable(operation: string): string;
  syscall(
    operation: string,
    args: string,
  ): { failed: false; value: string } | { failed: true; message: string; data?: string };
  asyncSyscall(
    operation: string,
    args: string,
    resolve: (value: string) => void,
    reject: (message: string, data?: string) => void,
  ): void;
  /** The body of the current `enter`, called through a script with a time limit. */
  entry(): void;
}

/** What the bootstrap script returns. */
interface ContextHooks {
  adoptRequest(request: Request): Request;
  isStreamed(response: Response): boolean;
  isResponse(value: unknown): value is Response;
  /** The body of a response that was made of text and that nothing has read; null for others. */
  text(response: Response): string | null;
  isWaiting(): boolean;
  readonly promise: object;
  finish(): { dangling: readonly string[]; running: number };
}

interface ModuleInstance {
  exports: ModuleExports;
  evaluated: boolean;
}

const bootstrapScript = new vm.Script(bootstrapSource, { filename: "convex-bootstrap.js" });
const entryScript = new vm.Script("__enterConvexLocal()", { filename: "convex-entry.js" });

/**
 * Convex's default runtime in a `vm` context: only its globals, none of Node's. It catches mistakes
 * and is not a sandbox: hostile code can escape from a `vm` context.
 *
 * Time limits end synchronous code only: an endless loop *after* an `await` blocks the process,
 * unless it makes syscalls, each of which checks the call's computing time.
 */
export class Isolate implements Realm {
  readonly hooks: ContextHooks;
  private readonly context: vm.Context;
  private readonly rejections = new Rejections();
  private readonly instances = new Map<string, ModuleInstance>();
  private host: CallHost | null = null;
  /**
   * The number of modules being evaluated. Meanwhile effects are rejected and components have no
   * environment.
   */
  private importing = 0;
  private entry: () => void = () => undefined;
  private left = true;
  private computed = false;
  private endStorage: (() => void) | undefined;

  constructor(
    private readonly code: ModuleCode,
    /** Environment at module scope: the app's own; empty for components. */
    private readonly importEnv: Readonly<Record<string, string>>,
  ) {
    this.context = vm.createContext({}, { codeGeneration: { strings: false, wasm: true } });
    // The script is ours: it evaluates to this function.
    const bootstrap = bootstrapScript.runInContext(this.context) as (
      bridge: Bridge,
      shared: typeof sharedGlobals,
    ) => ContextHooks;
    this.hooks = bootstrap(this.bridge(), sharedGlobals);
    bindGlobals(this.context);
    watchPromises(this.hooks.promise, this.rejections);
  }

  get reusable(): boolean {
    return this.left;
  }

  get rejection(): { readonly reason: unknown } | null {
    return this.rejections.first();
  }

  get owesTurn(): boolean {
    return this.computed;
  }

  get isWaiting(): boolean {
    return this.hooks.isWaiting();
  }

  begin(host: CallHost): void {
    this.host = host;
    this.computed = false;
    this.rejections.clear();
  }

  end(): readonly string[] {
    const { dangling, running } = this.hooks.finish();
    if (dangling.length > 0 || running > 0) this.left = false;
    this.host = null;
    this.endStorage?.();
    this.endStorage = undefined;
    return dangling;
  }

  enter<T>(path: string, body: (exports: ModuleExports) => T, timeout?: number): T {
    const exports = this.load(path);
    return timeout === undefined ? body(exports) : this.limited(() => body(exports), timeout);
  }

  private limited<T>(body: () => T, timeout: number): T {
    let result: { value: T } | { thrown: unknown } | undefined;
    const outer = this.entry;
    this.entry = () => {
      try {
        result = { value: body() };
      } catch (thrown) {
        result = { thrown };
      }
    };
    try {
      entryScript.runInContext(this.context, { timeout });
    } catch (error) {
      this.left = false;
      throw error;
    } finally {
      this.entry = outer;
    }
    if (result === undefined) throw new Error("The function did not run.");
    if ("thrown" in result) throw result.thrown;
    return result.value;
  }

  private load(path: string): ModuleExports {
    const known = this.instances.get(path);
    if (known !== undefined) return known.exports;
    const compiled = this.code.get(path);
    if (compiled === undefined)
      throw new ModuleError(`Could not resolve "${path}": the module was not pushed.`);
    const module: ModuleInstance = { exports: {}, evaluated: false };
    this.instances.set(path, module);
    const evaluate = () => {
      // The script is ours: the module's code in a function with these parameters.
      const wrapper = compiled.script.runInContext(this.context) as (
        exports: ModuleExports,
        require: (specifier: string) => ModuleExports,
        module: ModuleInstance,
      ) => void;
      wrapper(module.exports, (specifier) => this.require(path, module, specifier), module);
    };
    const isOutermost = this.importing === 0;
    this.importing++;
    try {
      // The time limit of an outer evaluation covers the modules that it imports.
      if (isOutermost) this.limited(evaluate, EVALUATION_TIMEOUT_MS);
      else evaluate();
      module.evaluated = true;
    } catch (error) {
      this.instances.delete(path);
      throw error;
    } finally {
      this.importing--;
    }
    return module.exports;
  }

  private require(importer: string, module: ModuleInstance, specifier: string): ModuleExports {
    if (!specifier.startsWith("."))
      throw new ModuleError(`Could not resolve "${specifier}", imported by ${importer}.`);
    // Only a dynamic import can happen after the importer was evaluated.
    if (module.evaluated && !this.host?.allowsEffects)
      throw new TypeError("dynamic module import unsupported");
    return this.load(resolveImport(importer, specifier));
  }

  private bridge(): Bridge {
    return {
      allowsEffects: () => this.importing === 0 && this.host !== null && this.host.allowsEffects,
      isRunning: () => this.importing === 0 && this.host !== null,
      now: () => this.host?.now() ?? Date.now(),
      startedAt: () => this.host?.startedAt() ?? Date.now(),
      elapsed: () => (this.importing === 0 ? (this.host?.elapsed() ?? 0) : 0),
      abort: (message) => {
        this.left = false;
        this.host?.abort(new FunctionFailure(message));
      },
      env: (name) => (this.importing > 0 ? this.importEnv[name] : this.host?.env(name)),
      envNames: () =>
        this.importing > 0 ? Object.keys(this.importEnv) : (this.host?.envNames() ?? []),
      log: (level, args) => this.host?.log(level, args),
      uncaught: (error) => this.host?.log("ERROR", ["Uncaught error in a timer:", error]),
      computesAtOnce: () => void (this.computed = true),
      usesStorage: () => {
        // Of an evaluation only the rest of the call could see the store.
        if (this.host !== null) this.endStorage ??= useStorage();
      },
      resumed: () => this.host?.resumed(),
      unavailable: unavailableMessage,
      syscall: (operation, args) => {
        try {
          return { failed: false, value: this.requireHost().syscall(operation, args) };
        } catch (error) {
          return { failed: true, ...describeFailure(error) };
        }
      },
      asyncSyscall: (operation, args, resolve, reject) => {
        const fail = (error: unknown) => {
          const { message, data } = describeFailure(error);
          reject(message, data);
        };
        try {
          const answer = this.requireHost().asyncSyscall(operation, args);
          if (typeof answer === "string") resolve(answer);
          else answer.then(resolve, fail);
        } catch (error) {
          fail(error);
        }
      },
      entry: () => this.entry(),
    };
  }

  private requireHost(): CallHost {
    if (this.host === null || this.importing > 0)
      throw new Error("Convex functions can only use ctx while a function is running.");
    return this.host;
  }
}

let bindings: vm.Script | undefined;

/**
 * Binds the globals in the scope of scripts, where code finds them before it looks at the global
 * object. V8 asks Node for each property of the global object of a `vm` context, which takes 300 ns at
 * every use of `Object` or `JSON`. Code that assigns to `globalThis.fetch` changes the binding, too.
 */
function bindGlobals(context: vm.Context): void {
  bindings ??= new vm.Script(bindingSource(globalNames(context)), {
    filename: "convex-globals.js",
  });
  bindings.runInContext(context);
}

/** The globals that code can replace, which `undefined` and `NaN` are not. */
function globalNames(context: vm.Context): readonly string[] {
  const descriptors = vm.runInContext(
    "Object.getOwnPropertyDescriptors(globalThis)",
    context,
  ) as Record<string, PropertyDescriptor>; // as the language defines it
  return Object.entries(descriptors)
    .filter(
      ([name, { configurable }]) =>
        configurable === true && name !== "globalThis" && /^[a-zA-Z]\w*$/.test(name),
    )
    .map(([name]) => name);
}

const bindingSource = (names: readonly string[]) => `
let ${names.map((name) => `${name} = globalThis.${name}`).join(", ")};
{
  const define = Object.defineProperty;
  const bind = (name, get, set) => define(globalThis, name, { get, set, enumerable: false, configurable: true });
  ${names.map((name) => `bind("${name}", () => ${name}, (value) => void (${name} = value));`).join("\n  ")}
}`;

/** The message for features of Convex that do not exist here. */
export function unavailableMessage(operation: string): string {
  return `${operation} is not available in the local deployment.`;
}

export function describeFailure(error: unknown): { message: string; data?: string } {
  if (error instanceof FunctionFailure && error.data !== undefined)
    return { message: error.message, data: JSON.stringify(error.data) };
  return { message: error instanceof Error ? error.message : String(error) };
}
