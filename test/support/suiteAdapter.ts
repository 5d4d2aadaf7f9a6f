/**
 * Our adapter as Better Auth's own test suites want it: each call a transaction of its own on the
 * test engine. Only emptying a table, which the suites do between tests and ours refuses, is done
 * past it.
 */
import type { BetterAuthOptions } from "better-auth";
import { projectAdapter } from "../../convex/component/signIn/database/adapter";
import { Actors } from "../../convex/component/signIn/database/actors";
import { endpoints } from "../../convex/component/signIn/endpoints";
import { Failures } from "../../convex/component/signIn/failures";
import { isModel, tableNames } from "../../convex/component/signIn/database/models";
import { RowWriter, type RowContext } from "../../convex/component/signIn/database/rows";
import { defaultSettings } from "../../convex/component/configuration/defaults";
import { TenantWriter } from "../../convex/component/tenancy/database";
import type { Engine } from "./rows";

const operations = [
  "create",
  "findOne",
  "findMany",
  "count",
  "update",
  "updateMany",
  "delete",
  "deleteMany",
  "consumeOne",
  "incrementOne",
] as const;
type Operation = (typeof operations)[number];
type Method = (args: { model: string; where?: unknown[] }) => Promise<unknown>;

export function suiteAdapter(engine: Engine, projectId: string) {
  return (options: BetterAuthOptions) => {
    const make = (db: TenantWriter, failures = new Failures()) => {
      const context = {
        db,
        now: Date.now(),
        project: { isAdmin: false },
        scheduler: { runAt: async () => "" },
        record: async () => undefined,
        actors: new Actors(),
        body: {},
        proofs: {
          forChallenge: () => ({}),
          noteUsed: () => undefined,
          noteBegun: () => undefined,
          forNewSession: () => ({}),
        },
        endpoint: { ...endpoints["/sign-up/email"], issues: "passkey-challenge" }, // bound to nobody
        request: { ip: null },
        settings: defaultSettings,
      } as unknown as RowContext; // what the rows' rules ask of it
      return projectAdapter(db, new RowWriter(context), failures, {
        namesSessions: false,
        opensTokens: true,
        claim: "",
      })(options);
    };
    const call =
      (operation: Operation): Method =>
      async (args) => {
        const failures = new Failures();
        let answer: unknown; // past the engine, which knows no dates
        await engine.run(async (ctx) => {
          const db = new TenantWriter(ctx.db, projectId);
          if (operation === "deleteMany" && args.where?.length === 0) await empty(db, args.model);
          else
            answer = await (make(db, failures)[operation] as unknown as Method)(args).finally(() =>
              failures.rethrow(),
            );
        });
        return answer;
      };
    const { options: adapterOptions } = make(null as never); // asks nothing of the database
    return {
      id: "banata",
      ...Object.fromEntries(operations.map((operation) => [operation, call(operation)])),
      options: adapterOptions,
    };
  };
}

async function empty(db: TenantWriter, model: string): Promise<void> {
  if (!isModel(model)) return;
  for await (const row of db.range(tableNames[model], "byProjectId"))
    await db.delete(tableNames[model], row);
}
