/** The steps of a sign-in through SSO, each in the transaction of one end user's request. */
import { APIError } from "better-auth/api";
import { projectMac, randomToken, sha256 } from "../../core/secrets";
import type { Effect, Need } from "../../signIn/effects";
import { stopForNeed } from "../../signIn/settings/stopForNeed";
import type { Visit } from "../../signIn/visit";
import { toAuthorizationUrl } from "../oidc/authorization";
import type { IssuerMetadata } from "../oidc/issuer";
import { createCode } from "./codes";
import { findConfiguredOidc, findConnection, type Connection, type Named } from "./connections";
import { identify } from "./identity";
import { loadIssuer, saveIssuer, saveKeys } from "./issuers";
import type { IdpProfile } from "./profile";
import { sealQuestion, type Answer, type Question } from "./question";
import { refusalError } from "./refusal";
import type { FlowRule, SsoRule } from "./rules";
import { openClientSecret } from "./secrets";
import { createStart, findByState, findUnopened, openStart, readOidcValues, type Start } from "./starts";
import { toConnectionUrls } from "./urls";

export interface BrowserStart extends Named {
  readonly redirectUri: string;
  readonly errorUri?: string | undefined;
  readonly newUserUri?: string | undefined;
  readonly loginHint?: string | undefined;
}

/** What the start page answers. */
export interface OpenedPage {
  readonly url: string;
  /** The value of the cookie that the browser must send when it returns. */
  readonly browser: string;
}

/** How a sign-in ends. */
export type Ending =
  /** As a session of the browser. */
  | { readonly kind: "session"; readonly userId: string; readonly redirectUri: string }
  | { readonly kind: "redirect"; readonly url: string }
  /** The administrator's test has passed. */
  | { readonly kind: "tested"; readonly profile: IdpProfile };

export class SsoFlow {
  /** What a refusal would concern. */
  private connection: Connection | null = null;
  private start: Start | null = null;

  constructor(
    private readonly visit: Visit,
    private readonly onNeed: (need: Need) => void,
  ) {}

  /** Begins a sign-in that ends as a session of the browser. Null without an active connection. */
  async begin({ redirectUri, errorUri, newUserUri, loginHint, ...named }: BrowserStart) {
    const { db, now, request } = this.visit;
    const connection = await findConnection(db, named);
    if (!connection) return null;
    return await createStart(
      db,
      connection,
      {
        flow: "session",
        redirectUri,
        clientId: this.visit.client?.id ?? null,
        loginHint: loginHint ?? named.email,
        errorUri,
        newUserUri,
        ...(request.carriesCookies ? { ofCarriedFlow: true } : {}),
      },
      now,
    );
  }

  /**
   * Opens the start page, once. `browser`: the value of the cookie of an earlier sign-in of this
   * browser, which both then share, so that two tabs do not disturb each other.
   */
  async open(token: string, browser: string | null): Promise<OpenedPage> {
    const { db, now } = this.visit;
    this.start = await findUnopened(db, token, now);
    if (!this.start) return this.refuse("start_unknown");
    const connection = await this.requireConnection(this.start);
    return connection.type === "oidc"
      ? await this.openOidc(this.start, connection, browser ?? randomToken())
      : this.refuse("connection_incomplete");
  }

  private async openOidc(
    start: Start,
    connection: Connection,
    browser: string,
  ): Promise<OpenedPage> {
    const { db, now } = this.visit;
    const oidc = findConfiguredOidc(connection);
    if (!oidc) return this.refuse("connection_incomplete");
    const metadata = await this.requireMetadata(connection);
    const values = { state: randomToken(), nonce: randomToken(), verifier: randomToken() };
    await openStart(db, start, { browser, state: values.state, requestId: null, oidc: values }, now);
    const url = await toAuthorizationUrl(metadata, oidc, {
      ...values,
      redirectUri: toConnectionUrls(db.projectId, connection.id).oidcCallback,
      loginHint: start.loginHint ?? null,
      domainHint: start.domainHint ?? null,
    });
    return { url, browser };
  }

  /** Ends a sign-in at the callback of an OIDC connection. */
  async endOidc(connectionId: string, browser: string | null): Promise<Ending> {
    const { claim, db, now, url } = this.visit;
    const state = url.searchParams.get("state") ?? "";
    this.start = await findByState(db, connectionId, state, { now, claim });
    if (!this.start) {
      this.connection = await db.get("ssoConnections", connectionId);
      return this.refuse("start_unknown");
    }
    const connection = await this.requireConnection(this.start);
    await this.requireBrowser(this.start, browser);
    const oidc = findConfiguredOidc(connection);
    const clientSecret = await openClientSecret(db, connection);
    if (!oidc || clientSecret === null) return this.refuse("connection_incomplete");
    const metadata = await this.requireMetadata(connection);
    const { keys } = await loadIssuer(db, connection, now);
    const answer = await this.ask(
      "code",
      async () => ({
        kind: "code",
        oidc,
        clientSecret,
        metadata,
        keys,
        code: {
          ...(await readOidcValues(db, this.start!)), // set above
          query: url.search.slice(1),
          state,
          redirectUri: toConnectionUrls(db.projectId, connection.id).oidcCallback,
        },
      }),
      this.start.startHash,
    );
    if (answer.keys) await saveKeys(db, connection.id, answer.keys);
    return await this.end(this.start, connection, answer.profile);
  }

  private async end(start: Start, connection: Connection, profile: IdpProfile): Promise<Ending> {
    const { db, now } = this.visit;
    await db.delete("ssoStarts", start);
    if (start.flow === "test") return { kind: "tested", profile };
    const refuse = (rule: FlowRule, userId?: string) => this.refuse(rule, { userId });
    const identified = await identify({ ...this.visit, refuse }, connection, profile);
    const { user, isNewUser, profile: saved } = identified;
    if (start.flow === "profile")
      return { kind: "redirect", url: await createCode(db, start, saved, now) };
    this.visit.proofs.noteSso({
      organizationId: connection.organizationId,
      connectionId: connection.id,
      multiFactor: connection.trustMfa && profile.multiFactor,
      endsAt: profile.sessionEndsAt,
    });
    const { newUserUri, redirectUri } = start;
    return {
      kind: "session",
      userId: user.id,
      redirectUri: isNewUser && newUserUri !== undefined ? newUserUri : redirectUri,
    };
  }

  /** The connection of the start, if it still is what it was when the sign-in began. */
  private async requireConnection(start: Start): Promise<Connection> {
    const connection = await this.visit.db.get("ssoConnections", start.connectionId);
    this.connection = connection;
    const isTest = start.flow === "test";
    if (!connection || !(isTest ? connection.state !== "draft" : connection.state === "active"))
      return this.refuse("connection_inactive");
    if (connection.version !== start.connectionVersion) return this.refuse("connection_changed");
    return connection;
  }

  private async requireBrowser({ cookieHash }: Start, browser: string | null): Promise<void> {
    if (browser === null || (await sha256(browser)) !== cookieHash) this.refuse("browser_changed");
  }

  private async requireMetadata(connection: Connection): Promise<IssuerMetadata> {
    const { db, now } = this.visit;
    const { metadata } = await loadIssuer(db, connection, now);
    if (metadata) return metadata;
    const oidc = findConfiguredOidc(connection);
    if (!oidc) return this.refuse("connection_incomplete");
    const found = await this.ask("discovery", async () => ({ kind: "discovery", oidc }), null);
    await saveIssuer(db, connection, found.metadata, now);
    return found.metadata;
  }

  /**
   * The action's answer to a question, which ends the transaction if it was not asked yet. `claims`:
   * the start that only this request may then continue.
   */
  private async ask<K extends Question["kind"]>(
    kind: K,
    question: () => Promise<Extract<Question, { kind: K }>>,
    claims: string | null,
  ): Promise<Extract<Answer, { kind: K }>> {
    const { db, effects } = this.visit;
    for (const answer of effects.flatMap(toAnswers)) {
      if (answer.kind === kind) return answer as Extract<Answer, { kind: K }>; // as compared
      if (answer.kind === "refused" && answer.asked === kind)
        return this.refuse(answer.rule, { detail: answer.detail });
    }
    return stopForNeed(this.onNeed, {
      kind: "sso",
      projectId: db.projectId,
      question: await sealQuestion(db.projectId, await question()),
      claims,
    });
  }

  private refuse(
    rule: SsoRule,
    { detail = null, userId }: { detail?: string | null; userId?: string | undefined } = {},
  ): never {
    throw refusalError({
      rule,
      detail,
      connectionId: this.connection?.id ?? null,
      startHash: this.start?.startHash ?? null,
      userId: userId ?? null,
      errorUri: this.start?.errorUri ?? null,
    });
  }
}

const toAnswers = (effect: Effect): Answer[] =>
  effect.kind === "sso" ? [JSON.parse(effect.answer) as Answer] : []; // written by answer.ts

export const noConnection = () =>
  new APIError("NOT_FOUND", {
    code: "NO_SSO_CONNECTION",
    message: "No active SSO connection was found; sign in another way",
  });

/** What the page that began a carried flow holds (signIn/social/carriedFlow.ts). */
export const pageState = async (projectId: string, { startHash }: Pick<Start, "startHash">) =>
  await projectMac(projectId, "sso-page-state", startHash);
