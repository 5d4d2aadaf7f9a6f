/** A sign-in through SSO as the endpoints see it (endpoints.ts). */
import { randomToken } from "../../core/secrets";
import type { Need } from "../../signIn/effects";
import type { Visit } from "../../signIn/visit";
import { recordPassedTest, recordSignIn } from "../signIns";
import { toPageState } from "./carried";
import { createCode } from "./codes";
import { findConnection, type Connection, type Named } from "./connections";
import { findAddressFault, identify } from "./identity";
import { findOtherHost, openOidc, receiveOidc } from "./oidcSteps";
import { formPage } from "./pages";
import { testedPage } from "./testPages";
import type { IdpProfile } from "./profile";
import type { FlowRule } from "./rules";
import { completeSaml, describeSaml, openSaml, receiveSaml } from "./samlSteps";
import { createStart, findUnopened, type Start } from "./starts";
import { Step } from "./step";

export interface BrowserStart extends Named {
  /** Of the URL of the request. */
  readonly origin: string;
  readonly redirectUri: string;
  readonly errorUri?: string | undefined;
  readonly newUserUri?: string | undefined;
  readonly loginHint?: string | undefined;
}

/** How the start page sends the browser on, and the value of its cookie. */
export type Opening = { readonly browser: string } & (
  { readonly url: string } | { readonly page: () => Response }
);

/** How a sign-in ends. */
export type Ending =
  /** As a session of the browser. */
  | { readonly kind: "session"; readonly userId: string; readonly redirectUri: string }
  /** With a code for the server of the app. */
  | { readonly kind: "code"; readonly url: string }
  /** At the host that has the browser's cookies; nothing has happened here. */
  | { readonly kind: "otherHost"; readonly url: string }
  /** As a passed test. */
  | { readonly kind: "tested"; readonly page: () => Response };

interface Verified {
  readonly start: Start;
  readonly connection: Connection;
  readonly profile: IdpProfile;
}

export class SsoFlow {
  private readonly step: Step;

  constructor(
    private readonly visit: Visit,
    onNeed: (need: Need) => void,
  ) {
    this.step = new Step(visit, onNeed);
  }

  /**
   * Begins a sign-in that ends as a session of the browser, and returns the URL of its start page
   * and, for a page that keeps its cookies, the state to keep. Null without an active connection.
   */
  async begin({ origin, redirectUri, errorUri, newUserUri, loginHint, ...named }: BrowserStart) {
    const { client, db, now, request } = this.visit;
    const connection = await findConnection(db, named);
    if (!connection) return null;
    const start = {
      flow: "session",
      ...{ origin, redirectUri, errorUri, newUserUri },
      clientId: client?.id ?? null,
      loginHint: loginHint ?? named.email,
      ...(request.carriesCookies ? { ofCarriedFlow: true } : {}),
    } as const;
    const url = await createStart(db, connection, start, now);
    return { url, pageState: request.carriesCookies ? await toPageState(db.projectId, url) : null };
  }

  /**
   * Opens the start page, once. `known`: the value of the cookie of an earlier sign-in of this
   * browser, which both then share, so that two tabs do not disturb each other.
   */
  async open(token: string, known: string | null): Promise<Opening> {
    const { db, now } = this.visit;
    const start = await this.step.requireStart(await findUnopened(db, token, now));
    const connection = await this.step.requireConnection(start);
    const browser = known ?? randomToken();
    if (connection.type === "oidc")
      return { browser, url: await openOidc(this.step, start, connection, browser) };
    const opened = await openSaml(this.step, start, connection, browser);
    if ("url" in opened) return { browser, url: opened.url };
    return { browser, page: () => formPage(this.visit, opened.form) };
  }

  /** Ends a sign-in at the callback of an OIDC connection. */
  async callback(connectionId: string, browser: string | null): Promise<Ending> {
    const url = await findOtherHost(this.step, connectionId);
    if (url !== null) return { kind: "otherHost", url };
    return await this.end(await receiveOidc(this.step, connectionId, browser));
  }

  /** Takes the response at the assertion consumer service; returns the URL that follows. */
  async receive(connectionId: string): Promise<string> {
    return await receiveSaml(this.step, connectionId);
  }

  /** Ends a sign-in at the request that follows the response by POST. */
  async complete(token: string, browser: string | null): Promise<Ending> {
    return await this.end(await completeSaml(this.step, token, browser));
  }

  async metadata(connectionId: string): Promise<string | null> {
    return await describeSaml(this.step, connectionId);
  }

  private async end({ start, connection, profile }: Verified): Promise<Ending> {
    const { db, now, proofs } = this.visit;
    await db.delete("ssoStarts", start);
    if (start.flow === "test") {
      const version = start.connectionVersion;
      await recordPassedTest(db, connection, { version, now });
      const fault = await findAddressFault(this.visit, connection, profile);
      return { kind: "tested", page: () => testedPage(this.visit, profile, fault) };
    }
    const refuse = (rule: FlowRule, userId?: string) => this.step.refuse(rule, { userId });
    const { user, isNewUser, row } = await identify({ ...this.visit, refuse }, connection, profile);
    await recordSignIn(db, connection, now);
    if (start.flow === "profile") {
      await this.step.requireSigningKey();
      return { kind: "code", url: await createCode(db, start, row, now) };
    }
    proofs.noteSso({
      organizationId: connection.organizationId,
      connectionId: connection.id,
      begunAt: start.createdAt,
      multiFactor: connection.trustMfa && profile.multiFactor,
      endsAt: profile.sessionEndsAt,
    });
    const redirectUri = isNewUser ? (start.newUserUri ?? start.redirectUri) : start.redirectUri;
    return { kind: "session", userId: user.id, redirectUri };
  }
}
