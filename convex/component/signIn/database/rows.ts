/** Writes Better Auth's data as our rows, applies our rules, and records each change. */
import { APIError } from "better-auth/api";
import type { Doc } from "../../_generated/dataModel";
import type { Settings } from "../../configuration/settings";
import { fieldRules } from "../../core/fieldRules";
import { newId } from "../../core/ids";
import schema from "../../schema";
import { sha256 } from "../../core/secrets";
import { createSession, endFamily, endSession, endSessions } from "../../sessions/model";
import { isFirstUseOfDay, latestExpiry } from "../../sessions/lifetime";
import { cleanLine } from "../../core/text";
import { markActivity } from "../../statistics/marks";
import { deleteUserRows, insertUser } from "../../users/model";
import { raiseStateVersion } from "../../users/stateVersion";
import { CREDENTIAL } from "../../users/accounts";
import type { Confirmed } from "../../users/addressProof";
import { keepSignUp, findPendingSignUp } from "../addresses/signUps";
import { BROWSER, loadBinding, loadReplacedTokens, requireTokenKind } from "./tokens";
import type { Visit } from "../visit";
import { scheduleForgetting } from "./expiry";
import {
  assertLinkable,
  assertNotLastSignInMethod,
  recordAccount,
  sealTokens,
} from "./linkedAccounts";
import {
  tableNames,
  toModelFields,
  toRowFields,
  type Model,
  type ModelFields,
  type ModelRow,
} from "./models";
import { assertUnknownPasskey, recordPasskey } from "./passkeyRows";
import { applyFieldRules } from "./rowRules";
import { SecondFactors } from "./secondFactors";
import { completeUserChange, forbidden, recordUserChange, requireAddress } from "./userRows";

type Fields = Record<string, unknown>;

/** How the runtime treats the rows of a model. A model without a handler does not compile. */
interface Handler<M extends Model> {
  /** Stores what Better Auth creates; returns its fields. */
  readonly create: (data: Fields) => Promise<Fields>;
  /** Returns the row with the change, or unchanged if there is nothing to write. */
  readonly update: (row: ModelRow<M>, change: Fields) => Promise<ModelRow<M>>;
  readonly delete: (row: ModelRow<M>) => Promise<void>;
  /** Notes a row that Better Auth has read; `token` is a session's, if the request presented it. */
  readonly noteFound: (row: ModelRow<M>, token: string | undefined) => void;
}

/** The part of the request's context that the row writer uses. */
export type RowContext = Pick<
  Visit,
  | "actors"
  | "body"
  | "db"
  | "deployment"
  | "endpoint"
  | "now"
  | "project"
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

  private readonly handlers: { readonly [M in Model]: Handler<M> } = {
    user: {
      create: async (data) => await this.createUser(data),
      update: async (row, change) => {
        const fields = await completeUserChange(this.ctx, row, this.toColumns("user", change));
        const after = await this.patch("user", row, fields);
        await recordUserChange(this.ctx, row, after, this.confirmed);
        return after;
      },
      delete: async (row) =>
        await deleteUserRows(this.ctx, row, {
          force: false,
          operatorOf: this.ctx.project.isAdmin ? this.ctx.deployment : null,
        }),
      noteFound: ({ id }) => void this.subjects.add(id),
    },
    session: {
      create: async (data) => await this.createSession(data),
      update: async (row, change) => await this.updateSession(row, change),
      delete: async (row) => await this.deleteSession(row),
      noteFound: (row, token) => {
        if (token === undefined) return;
        this.subjects.add(row.userId);
        this.ctx.actors.noteSession(row);
      },
    },
    account: {
      create: async (data) => await this.createAccount(data),
      update: async (row, change) => {
        const sealed = await sealTokens(this.ctx.db.projectId, change, { ...row });
        const fields = this.toColumns("account", sealed);
        const after = await this.patch("account", row, fields);
        if (typeof fields.passwordHash === "string") await this.passwordChanged(row.userId);
        return after;
      },
      delete: async (row) => await this.deleteAccount(row),
      noteFound: (row) => {
        if (row.passwordHash !== null) this.credentials.set(row.passwordHash, row);
      },
    },
    verification: {
      create: async (data) => await this.createVerification(data),
      update: async (row, change) => await this.patchAsSent("verification", row, change),
      delete: async (row) => {
        await this.ctx.db.delete("verifications", row);
        this.usedVerification = row.id;
        this.confirmed = row.signUpId ?? this.confirmed;
        this.subjects.add(row.value); // a reset token's value is its user id
        this.ctx.proofs.noteUsed(row);
      },
      noteFound: noteNothing,
    },
    twoFactor: {
      create: async (data) =>
        toModelFields(
          "twoFactor",
          (await this.secondFactors.enrolAnew(data)) ?? (await this.insert("twoFactor", data)),
        ),
      update: async (row, change) => await this.patchAsSent("twoFactor", row, change),
      delete: async (row) => {
        if (!this.secondFactors.isKept(row)) await this.ctx.db.delete("twoFactors", row);
      },
      noteFound: noteNothing,
    },
    passkey: {
      create: async (data) => {
        await assertUnknownPasskey(this.ctx.db, String(data.credentialID));
        const row = await this.insert("passkey", data);
        this.ctx.proofs.passkeyAdded = row.id;
        await recordPasskey(this.ctx, "passkey.added", row);
        return toModelFields("passkey", row);
      },
      update: async (row, change) => await this.patchAsSent("passkey", row, change),
      delete: async (row) => {
        await this.ctx.db.delete("passkeys", row);
        this.ctx.proofs.passkeyRemoved = true;
        await recordPasskey(this.ctx, "passkey.removed", row);
      },
      noteFound: noteNothing,
    },
  };

  async create(model: Model, data: Fields): Promise<Fields> {
    return await this.handlers[model].create(data);
  }

  async update<M extends Model>(
    model: M,
    row: ModelRow<M>,
    change: Fields,
    token?: string,
  ): Promise<Fields> {
    return toModelFields(model, await this.handlers[model].update(row, change), token);
  }

  async delete<M extends Model>(model: M, row: ModelRow<M>): Promise<void> {
    await this.handlers[model].delete(row);
  }

  noteFound<M extends Model>(model: M, row: ModelRow<M>, token: string | undefined): void {
    this.handlers[model].noteFound(row, token);
  }

  /**
   * Whether to skip Better Auth's clean-up before the first proof of a mailbox, because settleProof
   * does it.
   */
  leavesToProof(model: Model): boolean {
    return (model === "account" || model === "session") && this.ctx.endpoint.signsIn === "mailbox";
  }

  async upgradeHash(from: string, to: string): Promise<void> {
    const account = this.credentials.get(from);
    if (account)
      await this.ctx.db.patch("accounts", account, { passwordHash: to, updatedAt: this.ctx.now });
  }

  /** Our columns for Better Auth's change, as the field rules allow them. */
  private toColumns(model: Model, change: Fields): Fields {
    const fields = { ...change, updatedAt: this.ctx.now };
    return applyFieldRules(model, toRowFields(model, fields, getColumns(model)));
  }

  /** `own`: columns that Better Auth does not know. */
  private async insert<M extends Model>(
    model: M,
    data: Fields,
    own: Fields = {},
  ): Promise<ModelFields<M>> {
    const { db, now } = this.ctx;
    const fields = toRowFields(
      model,
      { createdAt: now, updatedAt: now, ...data },
      getColumns(model),
    );
    const row = { ...own, ...applyFieldRules(model, fields), id: newId(model, now) };
    return await db.insert(tableNames[model], row as never); // columns of that table by the schema; Convex validates them again
  }

  private async patch<M extends Model>(
    model: M,
    row: ModelRow<M>,
    fields: Fields,
  ): Promise<ModelRow<M>> {
    return await this.ctx.db.patch(tableNames[model], row, fields as never); // as above
  }

  private async patchAsSent<M extends Model>(
    model: M,
    row: ModelRow<M>,
    change: Fields,
  ): Promise<ModelRow<M>> {
    return await this.patch(model, row, this.toColumns(model, change));
  }

  private async createVerification(data: Fields): Promise<Fields> {
    const { actors, db, endpoint, proofs, request } = this.ctx;
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
    const ofCarriedFlow =
      kind === "social-state" && binding.subject === BROWSER && request.carriesCookies;
    const row = await this.insert("verification", stored, {
      ...proofs.forChallenge(data.value),
      ...(ofCarriedFlow ? { ofCarriedFlow } : {}),
    });
    await scheduleForgetting(this.ctx, row);
    return toModelFields("verification", row);
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

  /** A new password, or the first, ends the user's other sessions, unless the request opts out. */
  private async passwordChanged(userId: string): Promise<void> {
    const { actors, body, db, endpoint, record } = this.ctx;
    await raiseStateVersion(db, userId, { password: true });
    if (endpoint.traits.includes("resetsPassword")) return;
    await record({
      type: "password.changed",
      targets: [{ type: "user", id: userId }],
      data: { userId },
    });
    if (body.revokeOtherSessions !== false) await endSessions(this.ctx, userId, actors.shown?.id);
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
    return toModelFields("user", (await this.ctx.db.get("users", user.id)) ?? {}); // just inserted
  }

  private async createSession({
    userId,
    token,
    expiresAt,
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
    const proven = this.ctx.proofs.forNewSession(String(userId), impersonation !== null);
    const longest = Math.min(now + this.longestSession, proven.endsAt ?? Infinity);
    const { row } = await createSession(this.ctx, {
      userId: String(userId),
      token: String(token),
      ipAddress: this.ctx.request.ip, // Better Auth would guess one from headers
      ipAddressVerified: this.ctx.request.hasTrustedIp,
      userAgent: text(userAgent),
      impersonatedBy: impersonation?.impersonatedBy ?? null,
      expiresAt: Math.min(Number(expiresAt), impersonation?.expiresAt ?? longest),
      activeOrganizationId: text(activeOrganizationId) ?? proven.sso?.organizationId ?? null,
      ...proven,
    });
    this.ctx.proofs.noteBegun(row);
    return toModelFields("session", row, String(token));
  }

  private async updateSession(row: Doc<"sessions">, change: Fields): Promise<Doc<"sessions">> {
    const fields = this.toColumns("session", change);
    if (typeof fields.expiresAt === "number") {
      fields.expiresAt = Math.min(fields.expiresAt, latestExpiry(row, this.settings.sessions));
      const isFirst = isFirstUseOfDay(row, this.ctx.now);
      // A session at its maximum length needs no write on every use.
      if (fields.expiresAt === row.expiresAt && !isFirst) return row;
      if (isFirst) await markActivity(this.ctx.db, row, this.ctx.now);
    }
    return await this.patch("session", row, fields);
  }

  private async deleteSession(session: Doc<"sessions">): Promise<void> {
    const { userId } = session;
    if (!this.ctx.endpoint.traits.includes("signsOutElsewhere")) {
      // An app's session that expired says nothing about the others.
      const end = session.expiresAt > this.ctx.now ? endFamily : endSession;
      return await end(this.ctx, session);
    }
    await endSession(this.ctx, session);
    if (this.signedOutElsewhere.has(userId)) return;
    this.signedOutElsewhere.add(userId);
    await raiseStateVersion(this.ctx.db, userId);
  }

  private get longestSession(): number {
    return this.settings.sessions.maxSessionLength * 1_000;
  }

  private async createAccount(data: Fields): Promise<Fields> {
    const { db } = this.ctx;
    const userId = String(data.userId);
    const providerId = String(data.providerId);
    if (providerId === CREDENTIAL) return await this.createCredential(userId, data);
    const user = await assertLinkable(db, userId, providerId, String(data.accountId));
    const row = await this.insert(
      "account",
      await sealTokens(db.projectId, data, data),
      NO_PASSWORD,
    );
    await recordAccount(this.ctx, "account.linked", row, user.email);
    return toModelFields("account", row);
  }

  private async createCredential(userId: string, data: Fields): Promise<Fields> {
    const { body, db, endpoint } = this.ctx;
    const row = await this.insert("account", data, NO_PASSWORD);
    const user = await db.get("users", userId);
    if (!endpoint.traits.includes("signsUp")) await this.passwordChanged(userId);
    else if (user && !user.emailVerified)
      this.keptSignUp = await keepSignUp(this.ctx, {
        userId,
        name: String(body.name ?? user.name),
        passwordHash: String(data.password),
      });
    return toModelFields("account", row);
  }

  private async deleteAccount(account: Doc<"accounts">): Promise<void> {
    const { db, endpoint } = this.ctx;
    const isUnlinked = endpoint.traits.includes("unlinksAccount");
    if (isUnlinked) await assertNotLastSignInMethod(db, this.settings, account);
    await db.delete("accounts", account);
    const user = await db.get("users", account.userId);
    if (account.providerId !== CREDENTIAL || isUnlinked)
      await recordAccount(this.ctx, "account.unlinked", account, user?.email);
  }
}

/** An account has this column even when it has no password. */
const NO_PASSWORD = { passwordHash: null };
const noteNothing = (): void => {};

const getColumns = (model: Model): string[] =>
  Object.keys(schema.tables[tableNames[model]].validator.fields);
