/** What Better Auth writes, as our rows, with the records that each change leaves. */
import type { Doc } from "../_generated/dataModel";
import { newId } from "../ids";
import schema from "../schema";
import { sha256 } from "../secrets";
import type { TenantWriter } from "../tenancy/database";
import type { Change } from "../tenancy/records";
import { insertUser, present as presentUser } from "../users/model";
import { toIsoDate } from "../wire";
import { modelFields, rowFields, tableOf, type Model } from "./models";

type Fields = Record<string, unknown>;
type Row = Fields & { _id: string; projectId: string };

export class RowWriter {
  constructor(
    private readonly db: TenantWriter,
    private readonly now: number,
    private readonly record: (change: Change) => Promise<void>,
  ) {}

  async create(model: Model, data: Fields): Promise<Fields> {
    if (model === "user") return await this.createUser(data);
    const id = newId(model, this.now);
    const token = model === "session" ? String(data.token) : undefined;
    const defaults = model === "account" ? { passwordHash: null } : {};
    const row = {
      ...defaults,
      ...rowFields(model, { createdAt: this.now, updatedAt: this.now, ...data }, columnsOf(model)),
      ...(token === undefined ? {} : { tokenHash: await sha256(token) }),
      id,
    };
    await this.db.insert(tableOf[model], row as never); // the columns of that table, by the schema; Convex checks it again
    if (model === "session") await this.recordSession("session.created", row as unknown as Doc<"sessions">);
    return modelFields(model, row, token);
  }

  async update(model: Model, row: Row, update: Fields, token?: string): Promise<Fields> {
    const fields = rowFields(model, { ...update, updatedAt: this.now }, columnsOf(model));
    const after = await this.db.patch(tableOf[model], row as never, fields as never); // as above
    if (model === "user") await this.recordUserChange(row, after as Row);
    return modelFields(model, after as Fields, token);
  }

  async delete(model: Model, row: Row): Promise<void> {
    await this.db.delete(tableOf[model], row as never); // as above
    if (model === "session") await this.recordSession("session.revoked", row as unknown as Doc<"sessions">);
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

  private async recordSession(type: string, { id, userId, ipAddress, userAgent, createdAt, expiresAt }: Doc<"sessions">): Promise<void> {
    const data = { id, userId, ipAddress, userAgent, createdAt: toIsoDate(createdAt), expiresAt: toIsoDate(expiresAt) };
    await this.record({ type, targets: [{ type: "session", id }, { type: "user", id: userId }], data }); // prettier-ignore
  }
}

const columnsOf = (model: Model): string[] => Object.keys((schema.tables[tableOf[model]].validator as unknown as { fields: Fields }).fields); // an object validator, by the schema
