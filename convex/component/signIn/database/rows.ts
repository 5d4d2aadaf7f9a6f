/** What Better Auth writes, as our rows, by our rules, with the records that each change leaves. */
import { APIError } from "better-auth/api";
import type { Doc } from "../../_generated/dataModel";
import type { Settings } from "../../configuration/settings";
import { newId } from "../../ids";
import schema from "../../schema";
import { createSession, endSession } from "../../sessions/model";
import {
  deleteUserRows,
  insertUser,
  present as presentUser,
  searchNameOf,
} from "../../users/model";
import type { Endpoint } from "../endpoints";
import type { Visit } from "../visit";
import { scheduleForgetting } from "./expiry";
import {
  accountsOf,
  assertLinkable,
  assertNotLastWayIn,
  CREDENTIAL,
  withSealedTokens,
} from "./linkedAccounts";
import { modelFields, rowFields, tableOf, type Model } from "./models";
import { SecondFactors } from "./secondFactors";

type Fields = Record<string, unknown>;
type Row = Fields & { _id: string; projectId: string };

/** What a row writer knows of the request. */
export type RowContext = Pick<
  Visit,
  "actors" | "db" | "endpoint" | "now" | "proofs" | "record" | "request" | "scheduler" | "settings"
>;

/** Longer than any that is kept on purpose: visitors may add to the state of an OAuth flow. */
const MAXIMUM_VERIFICATION = 16_384;

export class RowWriter {
  /** Accounts that were read, by the hash of their password. */
  private readonly credentials = new Map<string, Doc<"accounts">>();
  /** The verification that was deleted last: used up, unless this transaction is undone. */
  usedVerification: string | null = null;

  private readonly settings: Settings;
  private readonly secondFactors: SecondFactors;

  constructor(private readonly ctx: RowContext) {
    this.settings = ctx.settings;
    this.secondFactors = new SecondFactors(ctx);
  }

  async create(model: Model, data: Fields): Promise<Fields> {
    if (model === "user") return await this.createUser(data);
    if (model === "session") return await this.createSession(data);
    if (model === "account") return await this.createAccount(data);
    if (model === "verification" && String(data.value).length > MAXIMUM_VERIFICATION)
      throw new APIError("PAYLOAD_TOO_LARGE");
    return await this.insert(model, data);
  }

  private async insert(model: Model, data: Fields): Promise<Fields> {
    const { db, now } = this.ctx;
    const pending = model === "twoFactor" ? await this.secondFactors.enrolAnew(data) : null;
    if (pending) return modelFields(model, pending);
    if (model === "passkey") await this.assertUnknown(String(data.credentialID));
    const row = {
      ...(model === "account" ? { passwordHash: null } : {}),
      ...rowFields(model, { createdAt: now, updatedAt: now, ...data }, columnsOf(model)),
      ...(model === "verification" ? this.ctx.proofs.forChallenge(data.value) : {}),
      id: newId(model, now),
    };
    await db.insert(tableOf[model], row as never); // the columns of that table, by the schema; Convex checks it again
    if (model === "verification")
      await scheduleForgetting(this.ctx, row as unknown as Doc<"verifications">); // as above
    if (model === "passkey")
      await this.recordPasskey("passkey.added", row as unknown as Doc<"passkeys">); // as above
    return modelFields(model, row);
  }

  async update(model: Model, row: Row, update: Fields, token?: string): Promise<Fields> {
    const kept =
      model === "account" ? await withSealedTokens(this.ctx.db.projectId, update) : update;
    const fields = rowFields(model, { ...kept, updatedAt: this.ctx.now }, columnsOf(model));
    if (model === "session" && typeof fields.expiresAt === "number") {
      const latest =
        row.impersonatedBy === null
          ? Number(row.createdAt) + this.longestSession
          : Number(row.expiresAt);
      fields.expiresAt = Math.min(fields.expiresAt, latest);
      // At the end of its life nothing is won by a write at every use.
      if (fields.expiresAt === row.expiresAt) return modelFields(model, row, token);
    }
    if (model === "user" && typeof fields.name === "string")
      fields.searchName = searchNameOf(fields.name, String(row.id));
    const after = (await this.ctx.db.patch(tableOf[model], row as never, fields as never)) as Row; // as above
    if (model === "user")
      await this.recordUserChange(row as unknown as Doc<"users">, after as unknown as Doc<"users">); // rows of that table
    if (
      model === "account" &&
      typeof fields.passwordHash === "string" &&
      !this.ctx.endpoint.acts.includes("resetsPassword")
    )
      await this.recordPasswordChange(String(row.userId));
    return modelFields(model, after, token);
  }

  noteSession(session: Doc<"sessions">): void {
    this.ctx.actors.noteSession(session);
  }

  noteCredential(account: Doc<"accounts">): void {
    if (account.passwordHash !== null) this.credentials.set(account.passwordHash, account);
  }

  async upgradeHash(from: string, to: string): Promise<void> {
    const account = this.credentials.get(from);
    if (account)
      await this.ctx.db.patch("accounts", account, { passwordHash: to, updatedAt: this.ctx.now });
  }

  async delete(model: Model, row: Row): Promise<void> {
    if (model === "twoFactor" && this.secondFactors.isKept(row as unknown as Doc<"twoFactors">))
      return;
    if (model === "session")
      await endSession(this.ctx, row as unknown as Doc<"sessions">); // rows of these tables
    else if (model === "user")
      await deleteUserRows(this.ctx, row as unknown as Doc<"users">, { force: false });
    else if (model === "account") await this.deleteAccount(row as unknown as Doc<"accounts">);
    else await this.ctx.db.delete(tableOf[model], row as never);
    if (model === "verification") {
      this.usedVerification = String(row.id);
      this.ctx.proofs.noteUsed(row as unknown as Doc<"verifications">);
    }
    if (model === "passkey")
      await this.recordPasskey("passkey.removed", row as unknown as Doc<"passkeys">);
  }

  private get longestSession(): number {
    return this.settings.sessions.maxSessionLength * 1_000;
  }

  private async createUser({
    email,
    name,
    image,
    emailVerified,
    username,
    displayUsername,
    isAnonymous,
  }: Fields): Promise<Fields> {
    if (!this.settings.features.signUp)
      throw refused("SIGN_UP_DISABLED", "Signing up is not possible here");
    const text = (value: unknown) => (typeof value === "string" ? value : null);
    const user = await insertUser(this.ctx, {
      ...{
        email: String(email).toLowerCase(),
        name: String(name),
        image: text(image),
        username: text(username),
        phoneNumber: null,
      },
      ...{ emailVerified: emailVerified === true, roles: ["user"], metadata: {} },
      ...(typeof displayUsername === "string" ? { displayUsername } : {}),
      ...(isAnonymous === true ? { isAnonymous } : {}),
    });
    return modelFields("user", (await this.ctx.db.get("users", user.id)) as unknown as Fields); // inserted just now
  }

  private async createSession({
    userId,
    token,
    expiresAt,
    ipAddress,
    userAgent,
    activeOrganizationId,
  }: Fields): Promise<Fields> {
    const { db, now } = this.ctx;
    const user = await db.get("users", String(userId));
    if (user?.banned && (user.banExpires === null || user.banExpires > now))
      throw refused("BANNED_USER", "This account is banned");
    const text = (value: unknown) =>
      typeof value === "string" && value !== "" ? value.slice(0, 500) : null;
    const impersonation = this.ctx.actors.impersonationOf(String(userId));
    const { row } = await createSession(this.ctx, {
      ...{
        userId: String(userId),
        token: String(token),
        ipAddress: this.ctx.request.ip ?? text(ipAddress),
        userAgent: text(userAgent),
      },
      ...{
        impersonatedBy: impersonation?.impersonatedBy ?? null,
        expiresAt: Math.min(
          Number(expiresAt),
          impersonation?.expiresAt ?? now + this.longestSession,
        ),
      },
      activeOrganizationId: text(activeOrganizationId),
      ...this.ctx.proofs.ofNewSession(String(userId), impersonation !== null),
    });
    this.ctx.proofs.noteBegun(row);
    return modelFields("session", row as unknown as Fields, String(token));
  }

  private async createAccount(data: Fields): Promise<Fields> {
    const [userId, providerId, accountId] = [data.userId, data.providerId, data.accountId].map(
      String,
    ) as [string, string, string]; // three of three
    if (providerId === CREDENTIAL) return await this.insert("account", data);
    const user = await assertLinkable(this.ctx.db, userId, providerId, accountId);
    const account = await this.insert(
      "account",
      await withSealedTokens(this.ctx.db.projectId, data),
    );
    await this.recordAccount("account.linked", account as unknown as Doc<"accounts">, user.email); // with those fields of the row that are shown
    return account;
  }

  private async deleteAccount(account: Doc<"accounts">): Promise<void> {
    const { db } = this.ctx;
    if (this.ctx.endpoint.acts.includes("unlinksAccount"))
      await assertNotLastWayIn(db, this.settings, account);
    await db.delete("accounts", account);
    const user = await db.get("users", account.userId);
    if (account.providerId !== CREDENTIAL || this.ctx.endpoint.acts.includes("unlinksAccount"))
      await this.recordAccount("account.unlinked", account, user?.email);
  }

  private async recordAccount(
    type: "account.linked" | "account.unlinked",
    {
      id,
      userId,
      providerId,
      accountId,
    }: Pick<Doc<"accounts">, "id" | "userId" | "providerId" | "accountId">,
    email?: string,
  ): Promise<void> {
    const targets = [
      { type: "user", id: userId, ...(email === undefined ? {} : { name: email }) },
      { type: "account", id, name: providerId },
    ];
    await this.ctx.record({ type, targets, data: { id, userId, providerId, accountId } });
  }

  /**
   * Whoever linked a social account before the address was proven may be somebody else, who would
   * keep a way in. Better Auth does the same with the password and the sessions.
   */
  private async unlinkUnproven(before: Doc<"users">, after: Doc<"users">): Promise<void> {
    if (before.emailVerified || !after.emailVerified || !provesMailbox(this.ctx.endpoint)) return;
    for (const account of await accountsOf(this.ctx.db, after.id))
      if (account.providerId !== CREDENTIAL) await this.deleteAccount(account);
  }

  /** A credential names one passkey: whose key it is must not depend on who comes second. */
  private async assertUnknown(credentialID: string): Promise<void> {
    const known = await this.ctx.db
      .range("passkeys", "byCredentialID", (q) => q.eq("credentialID", credentialID))
      .first();
    if (known)
      throw new APIError("BAD_REQUEST", {
        code: "PREVIOUSLY_REGISTERED",
        message: "This passkey is registered already",
      });
  }

  private async recordPasskey(
    type: "passkey.added" | "passkey.removed",
    { id, userId, name, deviceType, backedUp }: Doc<"passkeys">,
  ): Promise<void> {
    const targets = [
      { type: "passkey", id },
      { type: "user", id: userId },
    ];
    await this.ctx.record({
      type,
      targets,
      data: { id, userId, name: name ?? null, deviceType, backedUp },
    });
  }

  private async recordPasswordChange(userId: string): Promise<void> {
    await this.ctx.record({
      type: "password.changed",
      targets: [{ type: "user", id: userId }],
      data: { userId },
    });
  }

  private async recordUserChange(before: Doc<"users">, after: Doc<"users">): Promise<void> {
    const [old, data] = [presentUser(before), presentUser(after)];
    const targets = [{ type: "user", id: data.id, name: data.email }];
    await this.unlinkUnproven(before, after);
    if (!before.emailVerified && after.emailVerified)
      await this.ctx.record({ type: "email.verified", targets, data });
    if (before.twoFactorEnabled !== after.twoFactorEnabled) {
      this.ctx.proofs.factorRemoved ||= before.twoFactorEnabled;
      await this.ctx.record({
        type: after.twoFactorEnabled ? "two_factor.enabled" : "two_factor.disabled",
        targets,
        data: { userId: data.id },
      });
    }
    await this.ctx.record({
      type: "user.updated",
      targets,
      data,
      changes: { before: old, after: data },
    });
  }
}

const provesMailbox = ({ signsIn, acts }: Endpoint): boolean =>
  signsIn === "mailbox" || acts.includes("resetsPassword");

const refused = (code: string, message: string) => new APIError("FORBIDDEN", { code, message });
const columnsOf = (model: Model): string[] =>
  Object.keys((schema.tables[tableOf[model]].validator as unknown as { fields: Fields }).fields); // an object validator, by the schema
