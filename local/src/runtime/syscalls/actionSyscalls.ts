import type { JSONValue } from "convex/values";
import type { FunctionOutcome, Identity } from "../../types";
import type { ActionScope } from "../actionScope";
import { createHandle, resolveAddress, type FunctionTarget } from "../functionAddress";
import { FunctionFailure } from "../functionError";
import { unavailableMessage } from "../isolate";
import { cancelJob, scheduleJob } from "../scheduledJobs";
import { runMutation, runQuery, targetCall } from "../transactions";
import { parseArguments, unavailableFeature, type ParsedArguments } from "./arguments";
import { deploymentMetadata, functionMetadata, requestMetadata, userIdentity } from "./metadata";
import { wrongType } from "./transactionSyscalls";

type RunAction = (
  scope: ActionScope,
  target: FunctionTarget,
  args: JSONValue,
) => Promise<JSONValue>;
type Syscall = (call: ActionSyscalls, args: ParsedArguments) => string | Promise<string>;

/** The syscalls of a running action. */
export class ActionSyscalls {
  constructor(
    private readonly scope: ActionScope,
    private readonly target: FunctionTarget,
    private readonly run: RunAction,
  ) {}

  perform(operation: string, text: string): string | Promise<string> {
    const syscall = ActionSyscalls.syscalls[operation];
    if (syscall !== undefined) return syscall(this, parseArguments(text));
    const feature = unavailableFeature(operation);
    throw new Error(
      feature === null ? `Unknown async operation ${operation}` : unavailableMessage(feature),
    );
  }

  private static readonly syscalls: Readonly<Record<string, Syscall>> = {
    "1.0/actions/query": async (call, args) => {
      const target = call.resolve(args, "Query");
      return call.answer(
        await runQuery(
          call.scope.services,
          targetCall(target, args.args, call.calleeContext(target)),
        ),
      );
    },
    "1.0/actions/mutation": async (call, args) => {
      const target = call.resolve(args, "Mutation");
      return call.answer(
        await runMutation(
          call.scope.services,
          targetCall(target, args.args, call.calleeContext(target)),
        ),
      );
    },
    "1.0/actions/action": async (call, args) => {
      const target = call.resolve(args, "Action");
      return JSON.stringify(
        await call.run({ ...call.scope, ...call.calleeContext(target) }, target, args.args),
      );
    },
    "1.0/actions/schedule": async (call, args) => {
      const tx = call.scope.services.database.begin();
      const id = scheduleJob(
        tx,
        call.component,
        resolveAddress(call.scope.app, call.target.component, args),
        args.args,
        args.ts * 1000,
      );
      await tx.commit();
      return JSON.stringify(id);
    },
    "1.0/actions/cancel_job": async (call, { id }) => {
      const tx = call.scope.services.database.begin();
      cancelJob(tx, call.component, id);
      await tx.commit();
      return "null";
    },
    "1.0/createFunctionHandle": (call, args) =>
      JSON.stringify(createHandle(resolveAddress(call.scope.app, call.target.component, args))),
    "1.0/getUserIdentity": (call) => userIdentity(call.target, call.scope.identity),
    "1.0/getFunctionMetadata": (call) => functionMetadata(call.target),
    "1.0/getRequestMetadata": (call) =>
      requestMetadata(call.target, call.scope.request, call.scope.identity),
    "1.0/getDeploymentMetadata": (call) => deploymentMetadata(call.scope.services),
  };

  private get component(): string {
    return this.target.component.path;
  }

  private resolve(args: ParsedArguments, wanted: string): FunctionTarget {
    const target = resolveAddress(this.scope.app, this.target.component, args);
    if (target.analysis.udfType !== wanted) throw wrongType(target, wanted);
    return target;
  }

  /** The caller's identity stays in the app: components neither receive it nor pass it back. */
  private calleeContext(target: FunctionTarget): {
    readonly identity: Identity;
    readonly request: ActionScope["request"];
  } {
    const staysInApp = this.component === "" && target.component.path === "";
    return {
      identity: staysInApp ? this.scope.identity : { kind: "none" },
      request: this.scope.request,
    };
  }

  /** Adds the function's console output to the action's, and throws its failure in the action. */
  private answer(outcome: FunctionOutcome): string {
    this.scope.log.lines.push(...outcome.logLines);
    if (outcome.status === "success") return JSON.stringify(outcome.value);
    throw new FunctionFailure(
      outcome.message.replace(/^\[Request ID: [^\]]*\] Server Error\n/, ""),
      outcome.errorData,
    );
  }
}
