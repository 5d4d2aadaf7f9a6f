/** What Better Auth writes, as our rows, with the records that each change leaves. */
import type { Doc } from "../_generated/dataModel";
import type { MutationCtx } from "../_generated/server";
import { newId } from "../ids";
import schema from "../schema";
import { createSession, endSession } from "../sessions/model";
import type { TenantWriter } from "../tenancy/database";
import type { Change } from "../tenancy/records";
import { insertUser, present as presentUser } from "../users/model";
import { modelFields, rowFields, tableOf, type Model } from "./models";

type Fields = Record<string, unknown>;
type Row = Fields & { _id: string; projectId: string };

export class RowWriter {
  constructor(
    private readonly db: TenantWriter,
    private readonly now: number,
    private readonly scheduler: MutationCtx["scheduler"],
    private readonly record: (change: Change) => Promise<void>,
  ) {}

  async create(model: Model, data: Fields): Promise<Fields> {
    if (model === "user") return await this.createUser(data);
    if (model === "session") return await this.createSession(data);
    const row = {
      ...(model === "account" ? { passwordHash: null } : {}),
      ...rowFields(model, { createdAt: this.now, updatedAt: this.now, ...data }, columnsOf(model)),
      id: newId(model, this.now),
    };
    await this.db.insert(tableOf[model], row as never); // the columns of that table, by the schema; Convex checks it again
    return modelFields(model, row);
  }

  async update(model: Model, row: Row, update: Fields, token?: string): Promise<Fields> {
    const fields = rowFields(model, { ...update, updatedAt: this.now }, columnsOf(model));
    const after = await this.db.patch(tableOf[model], row as never, fields as never); // as above
    if (model === "user") await this.recordUserChange(row, after as Row);
    return modelFields(model, after as Fields, token);
  }

  async delete(model: Model, row: Row): Promise<void> {
    if (model === "session") await endSession({ db: this.db, record: this.record }, row as unknown as Doc<"sessions">); // rows of that table
    else await this.db.delete(tableOf[model], row as never); // as above
  }

  private async createSession({ userId, token, expiresAt, ipAddress, userAgent }: Fields): Promise<Fields> {
    const text = (value: unknown) => (typeof value === "string" && value !== "" ? value.slice(0, 500) : null);
    const { row } = await createSession(
      { db: this.db, now: this.now, record: this.record, scheduler: this.scheduler },
      { userId: String(userId), token: String(token), expiresAt: Number(expiresAt), ipAddress: text(ipAddress), userAgent: text(userAgent) },
    );
    return modelFields("session", row as unknown as Fields, String(token));
  }


  private async createUser({ email, name, image, emailVerified }: Fields): Promise<Fields> {
    const user = await insertUser(
      { db: this.db, now: this.now, record: this.record },
      {
        ...{ email: String(email), name: String(name), image: typeof image === "string" ? image : null },
        ...{ username: null, phoneNumber: null, emailVerified: emailVerified === true, roles: ["user"], metadata: {} },
      },
    );
    return modelFields("user", (await this.db.get("users", user.id)) as unknown as Fields);
  }

  private async recordUserChange(before: Row, after: Row): Promise<void> {
    const [old, data] = [before, after].map((row) => presentUser(row as unknown as Doc<"users">)) as [ReturnType<typeof presentUser>, ReturnType<typeof presentUser>];
    await this.record({ type: "user.updated", targets: [{ type: "user", id: data.id, name: data.email }], data, changes: { before: old, after: data } });
  }
}

const columnsOf = (model: Model): string[] => Object.keys((schema.tables[tableOf[model]].validator as unknown as { fields: Fields }).fields); // an object validator, by the schema
