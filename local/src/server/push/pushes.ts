import { z } from "zod";
import type { Database, Runner } from "../../types";
import { toMessage, RequestError } from "../requestError";
import { collectSchemas, type DeploymentState } from "../state";
import { finishPushDiff } from "./finishPush";
import { preparePush, type PreparedPush } from "./preparedPush";
import { pushRequest } from "./pushRequest";
import { schemaPrediction } from "./schemaPrediction";
import { schemaChange, startPushResponse } from "./startPush";

/** `convex codegen` starts pushes and never finishes them, so only the latest are kept. */
const MAX_PENDING_PUSHES = 4;

const schemaWait = z.object({ schemaChange: z.object({ pushId: z.string() }) });
const finish = z.object({
  dryRun: z.boolean(),
  startPush: z.object({ schemaChange: z.object({ pushId: z.string() }) }),
});

/** The steps of a push, in the CLI's order. Each validates its request body. */
export class Pushes {
  private readonly pending = new Map<string, PreparedPush>();

  constructor(
    private readonly state: DeploymentState,
    private readonly runner: Runner,
    private readonly database: Database,
  ) {}

  /** Evaluates the code and keeps the result; nothing is deployed yet. */
  async start(body: unknown) {
    const push = await this.prepare(body);
    this.pending.set(push.deployment.id, push);
    for (const id of [...this.pending.keys()].slice(0, -MAX_PENDING_PUSHES))
      this.pending.delete(id);
    return startPushResponse(push);
  }

  async evaluate(body: unknown) {
    return { schemaChange: schemaChange(await this.prepare(body)) };
  }

  async evaluateSchema(body: unknown) {
    return schemaPrediction(await this.prepare(body), this.database);
  }

  /**
   * Checks the stored documents against the new schemas, so that the CLI can tell which table to
   * repair.
   */
  async waitForSchema(body: unknown) {
    const push = this.find(parse(schemaWait, body).schemaChange.pushId);
    const failure = await this.schemaFailure(push);
    return failure === null ? { type: "complete" } : { type: "failed", ...failure };
  }

  /** Deploys, unless it is a dry run. All or nothing. */
  async finish(body: unknown) {
    const { dryRun, startPush } = parse(finish, body);
    const push = this.find(startPush.schemaChange.pushId);
    if (!dryRun) {
      try {
        await this.state.deploy(push);
      } catch (error) {
        if (!isSchemaFailure(error)) throw error;
        throw new RequestError(400, "SchemaValidationFailed", error.message);
      }
      this.pending.delete(push.deployment.id);
    }
    return finishPushDiff(push);
  }

  private prepare(body: unknown): Promise<PreparedPush> {
    return preparePush(parse(pushRequest, body), this.state, this.runner);
  }

  private find(id: string): PreparedPush {
    const push = this.pending.get(id);
    if (push === undefined)
      throw new RequestError(400, "RaceDetected", "This push was superseded by another one.");
    return push;
  }

  /** Runs the checks of the real change, and throws at the end to roll it back. */
  private async schemaFailure(push: PreparedPush) {
    const rehearsed = new Error("rehearsed");
    try {
      await this.database.applySchemas(collectSchemas(push.deployment), () => {
        throw rehearsed;
      });
    } catch (error) {
      if (error === rehearsed) return null;
      if (!isSchemaFailure(error)) throw error;
      return {
        error: toMessage(error),
        componentPath: error.component ?? "",
        tableName: error.table ?? null,
      };
    }
    return null;
  }
}

interface SchemaFailure extends Error {
  readonly component?: string;
  readonly table?: string;
}

function isSchemaFailure(error: unknown): error is SchemaFailure {
  return error instanceof Error && error.name === "SchemaValidationError";
}

function parse<Schema extends z.ZodType>(schema: Schema, body: unknown): z.output<Schema> {
  const parsed = schema.safeParse(body);
  if (!parsed.success)
    throw new RequestError(
      400,
      "BadPushRequest",
      `The request is not what convex 1.48 sends:\n${z.prettifyError(parsed.error)}`,
    );
  return parsed.data;
}
