/** Writes Better Auth's data as our rows, applies our rules, and records each change. */
import { APIError } from "better-auth/api";
import type { Doc } from "../../_generated/dataModel";
import type { Settings } from "../../configuration/settings";
import { emailAddress } from "../../core/emailAddress";
import { fieldRules } from "../../core/fieldRules";
import { newId } from "../../core/ids";
import schema from "../../schema";
import { sha256 } from "../../core/secrets";
import { createSession, endSession, endSessions } from "../../sessions/model";
import { cleanLine } from "../../core/text";
import {
  deleteUserRows,
  insertUser,
  present as presentUser,
  formatSearchName,
} from "../../users/model";
import { raiseStateVersion } from "../../users/stateVersion";
import { findTakenFields } from "../../users/unique";
import { CREDENTIAL } from "../../users/accounts";
import { settleProof, type Confirmed } from "../../users/addressProof";
import { keepSignUp, findPendingSignUp } from "../addresses/signUps";
import type { Endpoint } from "../endpoint";
import { loadBinding, loadReplacedTokens, requireTokenKind } from "./tokens";
import type { Visit } from "../visit";
import { scheduleForgetting } from "./expiry";
import { assertLinkable, assertNotLastSignInMethod, sealTokens } from "./linkedAccounts";
import { toModelFields, toRowFields, tableNames, type Model } from "./models";
import { applyFieldRules } from "./rowRules";
import { SecondFactors } from "./secondFactors";

type Fields = Record<string, unknown>;
type Row = Fields & { _id: string; projectId: string };

/** The part of the request's context that the row writer uses. */
export type RowContext = Pick<
  Visit,
  | "actors"
  | "body"
  | "db"
  | "endpoint"
  | "now"
  | "proofs"
  | "record"
  | "request"
  | "scheduler"
  | "settings"
>;

/** Longer than any legitimate value: clients may add data to the state of an OAuth flow. */
const MAXIMUM_VALUE_LENGTH = 16_384;

export class RowWriter {
  /** Accounts read by this request, by password hash. */
  private readonly credentials = new Map<string, Doc<"accounts">>();
  /** Ids of the users this request is known to concern. */
  readonly subjects = new Set<string>();
  /** The verification deleted last: used up, unless the transaction is rolled back. */
  usedVerification: string | null = null;
  /** What the mailed token of this request confirms. */
  confirmed: Confirmed = null;
  /** The sign-up made by this request, which waits for its proof. */
  keptSignUp: string | null = null;
  /** The sign-up named by the browser's cookie. */
  signUpCookie: string | null = null;
  /** Users whose state version this request has already raised for signing out elsewhere. */
  private readonly signedOutElsewhere = new Set<string>();

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
    if (model === "verification") return await this.createVerification(data);
    return await this.insert(model, data);
  }

  private async createVerification(data: Fields): Promise<Fields> {
    const { actors, db, endpoint } = this.ctx;
    const identifier = String(data.identifier);
    const value = String(data.value);
    if (value.length > MAXIMUM_VALUE_LENGTH) throw new APIError("PAYLOAD_TOO_LARGE");
    const kind = requireTokenKind(identifier, endpoint);
    const sessionId = actors.shown?.id ?? null;
    const binding = await loadBinding(db, { kind, identifier, value, sessionId });
    for (const earlier of await loadReplacedTokens(db, binding))
      await db.delete("verifications", earlier);
    const signUpId = await this.confirmedByMail(binding.subject);
    const stored = { ...data, ...binding, signUpId, identifier: await sha256(identifier) };
    return await this.insert("verification", stored);
  }

  /** What a mail requested by this request would confirm for the user. */
  private async confirmedByMail(userId: string): Promise<Confirmed> {
    const { db, now, actors } = this.ctx;
    // After a wrong code, the token is stored again with one attempt less.
    if (this.confirmed !== null) return this.confirmed;
    if (this.keptSignUp !== null) return this.keptSignUp;
    const own =
      this.signUpCookie === null
        ? null
        : await findPendingSignUp(db, this.signUpCookie, userId, now);
    return own ?? (actors.shown?.userId === userId ? "account" : null);
  }

  private async insert(model: Model, data: Fields): Promise<Fields> {
    const { db, now } = this.ctx;
    const pending = model === "twoFactor" ? await this.secondFactors.enrolAnew(data) : null;
    if (pending) return toModelFields(model, pending);
    if (model === "passkey") await this.assertUnknown(String(data.credentialID));
    const row = {
      ...(model === "account" ? { passwordHash: null } : {}),
      ...applyFieldRules(
        model,
        toRowFields(model, { createdAt: now, updatedAt: now, ...data }, getColumns(model)),
      ),
      ...(model === "verification" ? this.ctx.proofs.forChallenge(data.value) : {}),
      id: newId(model, now),
    };
    await db.insert(tableNames[model], row as never); // columns of that table by the schema; Convex validates them again
    if (model === "verification")
      await scheduleForgetting(this.ctx, row as unknown as Doc<"verifications">); // as above
    if (model === "passkey")
      await this.recordPasskey("passkey.added", row as unknown as Doc<"passkeys">); // as above
    return toModelFields(model, row);
  }

  async update(model: Model, row: Row, update: Fields, token?: string): Promise<Fields> {
    const kept =
      model === "account" ? await sealTokens(this.ctx.db.projectId, update, row) : update;
    const fields = applyFieldRules(
      model,
      toRowFields(model, { ...kept, updatedAt: this.ctx.now }, getColumns(model)),
    );
    if (model === "session" && typeof fields.expiresAt === "number") {
      const latest =
        row.impersonatedBy === null
          ? Number(row.createdAt) + this.longestSession
          : Number(row.expiresAt);
      fields.expiresAt = Math.min(fields.expiresAt, latest);
      // A session at its maximum length needs no write on every use.
      if (fields.expiresAt === row.expiresAt) return toModelFields(model, row, token);
    }
    if (model === "user" && fields.email !== undefined) fields.email = requireAddress(fields.email);
    if (model === "user") await this.assertFree(String(row.id), fields);
    if (model === "user" && typeof fields.email === "string" && fields.email !== row.email)
      fields.stateVersion = Number(row.stateVersion ?? 0) + 1;
    if (model === "user" && typeof fields.name === "string")
      fields.searchName = formatSearchName(fields.name, String(row.id));
    const after = (await this.ctx.db.patch(
      tableNames[model],
      row as never,
      fields as never,
    )) as Row; // as above
    if (model === "user")
      await this.recordUserChange(row as unknown as Doc<"users">, after as unknown as Doc<"users">); // rows of that table
    if (model === "account" && typeof fields.passwordHash === "string")
      await this.passwordChanged(String(row.userId));
    return toModelFields(model, after, token);
  }

  /** A new password ends the user's other sessions, unless the request opts out. */
  private async passwordChanged(userId: string): Promise<void> {
    const { actors, body, db, endpoint } = this.ctx;
    await raiseStateVersion(db, userId, { password: true });
    if (endpoint.traits.includes("resetsPassword")) return;
    await this.recordPasswordChange(userId);
    if (body.revokeOtherSessions !== false) await endSessions(this.ctx, userId, actors.shown?.id);
  }

  private async assertFree(userId: string, fields: Fields): Promise<void> {
    const { email, username } = fields as { email?: string; username?: string | null }; // columns of users
    if (username !== undefined && this.ctx.actors.isImpersonation)
      throw forbidden(
        "NOT_ALLOWED_IN_IMPERSONATION",
        "A username cannot be set while impersonating a user",
      );
    const [taken] = await findTakenFields(this.ctx.db, userId, { email, username }, this.ctx.now);
    if (taken === undefined) return;
    const code = taken === "email" ? "USER_ALREADY_EXISTS" : "USERNAME_IS_ALREADY_TAKEN";
    throw new APIError("BAD_REQUEST", {
      code,
      message: `A user with this ${taken} already exists`,
    });
  }

  /**
   * Whether to skip Better Auth's clean-up before the first proof of a mailbox, because settleProof
   * does it.
   */
  leavesToProof(model: Model): boolean {
    return (model === "account" || model === "session") && this.ctx.endpoint.signsIn === "mailbox";
  }

  noteUser({ id }: Doc<"users">): void {
    this.subjects.add(id);
  }

  noteSession(session: Doc<"sessions">): void {
    this.subjects.add(session.userId);
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
      await this.deleteSession(row as unknown as Doc<"sessions">); // rows of these tables
    else if (model === "user")
      await deleteUserRows(this.ctx, row as unknown as Doc<"users">, { force: false });
    else if (model === "account") await this.deleteAccount(row as unknown as Doc<"accounts">);
    else await this.ctx.db.delete(tableNames[model], row as never);
    if (model === "verification") {
      this.usedVerification = String(row.id);
      this.confirmed = (row as unknown as Doc<"verifications">).signUpId ?? this.confirmed;
      this.subjects.add(String(row.value)); // a reset token's value is its user id
      this.ctx.proofs.noteUsed(row as unknown as Doc<"verifications">);
    }
    if (model === "passkey")
      await this.recordPasskey("passkey.removed", row as unknown as Doc<"passkeys">);
  }

  private async deleteSession(session: Doc<"sessions">): Promise<void> {
    await endSession(this.ctx, session);
    const { userId } = session;
    if (!this.ctx.endpoint.traits.includes("signsOutElsewhere")) return;
    if (this.signedOutElsewhere.has(userId)) return;
    this.signedOutElsewhere.add(userId);
    await raiseStateVersion(this.ctx.db, userId);
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
      throw forbidden("SIGN_UP_DISABLED", "Sign-up is disabled for this project");
    const text = (value: unknown) => (typeof value === "string" && value !== "" ? value : null);
    applyFieldRules("user", { email, name, image: text(image), username, displayUsername });
    const user = await insertUser(this.ctx, {
      email: requireAddress(email),
      name: String(name),
      image: text(image),
      username: text(username),
      phoneNumber: null,
      emailVerified: emailVerified === true,
      roles: ["user"],
      metadata: {},
      ...(typeof displayUsername === "string" ? { displayUsername } : {}),
      ...(isAnonymous === true ? { isAnonymous } : {}),
    });
    return toModelFields("user", (await this.ctx.db.get("users", user.id)) as unknown as Fields); // just inserted
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
      throw forbidden("BANNED_USER", "This account is banned");
    const text = (value: unknown) =>
      typeof value === "string" && value !== ""
        ? cleanLine(value, fieldRules.sessions.userAgent.maximum)
        : null;
    const impersonation = this.ctx.actors.findImpersonation(String(userId));
    const { row } = await createSession(this.ctx, {
      userId: String(userId),
      token: String(token),
      ipAddress: this.ctx.request.ip ?? text(ipAddress),
      userAgent: text(userAgent),
      impersonatedBy: impersonation?.impersonatedBy ?? null,
      expiresAt: Math.min(Number(expiresAt), impersonation?.expiresAt ?? now + this.longestSession),
      activeOrganizationId: text(activeOrganizationId),
      ...this.ctx.proofs.forNewSession(String(userId), impersonation !== null),
    });
    this.ctx.proofs.noteBegun(row);
    return toModelFields("session", row as unknown as Fields, String(token));
  }

  private async createAccount(data: Fields): Promise<Fields> {
    const userId = String(data.userId);
    const providerId = String(data.providerId);
    const accountId = String(data.accountId);
    if (providerId === CREDENTIAL) return await this.createCredential(userId, data);
    const user = await assertLinkable(this.ctx.db, userId, providerId, accountId);
    const account = await this.insert(
      "account",
      await sealTokens(this.ctx.db.projectId, data, data),
    );
    await this.recordAccount("account.linked", account as unknown as Doc<"accounts">, user.email); // has those fields of the row
    return account;
  }

  private async createCredential(userId: string, data: Fields): Promise<Fields> {
    const { body, db, endpoint } = this.ctx;
    const account = await this.insert("account", data);
    const user = await db.get("users", userId);
    if (!endpoint.traits.includes("signsUp"))
      await raiseStateVersion(db, userId, { password: true });
    else if (user && !user.emailVerified)
      this.keptSignUp = await keepSignUp(this.ctx, {
        userId,
        name: String(body.name ?? user.name),
        passwordHash: String(data.password),
      });
    return account;
  }

  private async deleteAccount(account: Doc<"accounts">): Promise<void> {
    const { db } = this.ctx;
    if (this.ctx.endpoint.traits.includes("unlinksAccount"))
      await assertNotLastSignInMethod(db, this.settings, account);
    await db.delete("accounts", account);
    const user = await db.get("users", account.userId);
    if (account.providerId !== CREDENTIAL || this.ctx.endpoint.traits.includes("unlinksAccount"))
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
   * A credential id must identify a single passkey; otherwise the order of registrations would
   * decide whose it is.
   */
  private async assertUnknown(credentialID: string): Promise<void> {
    const known = await this.ctx.db
      .range("passkeys", "byCredentialID", (q) => q.eq("credentialID", credentialID))
      .first();
    if (known)
      throw new APIError("BAD_REQUEST", {
        code: "PREVIOUSLY_REGISTERED",
        message: "This passkey is already registered",
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
    const data = presentUser(after);
    const targets = [{ type: "user", id: data.id, name: data.email }];
    if (!before.emailVerified && after.emailVerified && provesMailbox(this.ctx.endpoint))
      await settleProof(
        this.ctx,
        after,
        this.ctx.endpoint.traits.includes("resetsPassword") ? "reset" : this.confirmed,
      );
    if (before.twoFactorEnabled !== after.twoFactorEnabled)
      await raiseStateVersion(this.ctx.db, after.id);
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
      before: presentUser(before),
    });
  }
}

const provesMailbox = ({ signsIn, traits }: Endpoint): boolean =>
  signsIn === "mailbox" || traits.includes("resetsPassword") || traits.includes("confirmsAddress");
/**
 * Better Auth has already validated the address (settings/requestRules.ts); this is the last check
 * before it is stored.
 */
function requireAddress(email: unknown): string {
  const address = emailAddress(String(email));
  if (address === null)
    throw new APIError("BAD_REQUEST", { code: "INVALID_EMAIL", message: "Invalid email" });
  return address;
}

const forbidden = (code: string, message: string) => new APIError("FORBIDDEN", { code, message });
const getColumns = (model: Model): string[] =>
  Object.keys((schema.tables[tableNames[model]].validator as unknown as { fields: Fields }).fields); // an object validator, by the schema
