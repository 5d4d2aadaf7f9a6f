/**
 * The proofs of a session. Each proof counts as one or more kinds of factor. A session is
 * multi-factor when it has proofs of two independent kinds, in whatever order they were given.
 */
import type { Doc } from "../../_generated/dataModel";
import type { RowFields, TenantWriter } from "../../tenancy/database";
import type { NewSession } from "../../sessions/model";
import type { Settings } from "../../configuration/settings";
import { recordSession } from "../../sso/signIns";
import type { Endpoint, Proof } from "../endpoint";
import type { SocialProviderId } from "../../core/socialProviders";
import type { Actors } from "./actors";
import { findProvider, toProviderProof, type RecordedProof } from "./recordedProofs";

type Kind = "knowledge" | "mailbox" | "account" | "possession" | "userVerification";

interface Meaning {
  readonly kinds: readonly Kind[];
  /** Satisfies the second-factor challenge, so that it is skipped. */
  readonly answersChallenge: boolean;
}

const firstFactor = (...kinds: Kind[]): Meaning => ({ kinds, answersChallenge: false });
const secondFactor = (...kinds: Kind[]): Meaning => ({ kinds, answersChallenge: true });

const meanings: Record<Proof, Meaning> = {
  password: firstFactor("knowledge"),
  mailbox: firstFactor("mailbox"),
  provider: firstFactor("account"),
  operatorLink: firstFactor("account"),
  passkey: firstFactor("possession"),
  verifiedPasskey: secondFactor("possession", "userVerification"),
  totp: secondFactor("possession"),
  backupCode: secondFactor("possession"),
  trustedDevice: secondFactor("possession"),
  mailedCode: secondFactor("mailbox"),
  sso: firstFactor("account"),
  ssoMultiFactor: secondFactor("account", "possession"),
};

/** Dropped when the factor is removed; passkeys stay. */
const OF_THE_FACTOR: readonly RecordedProof[] = [
  "totp",
  "backupCode",
  "trustedDevice",
  "mailedCode",
];

const meaningOf = (proof: RecordedProof): Meaning =>
  isPlain(proof) ? meanings[proof] : meanings.provider;
const isPlain = (text: string): text is Proof => Object.hasOwn(meanings, text);
const isProof = (text: string): text is RecordedProof =>
  isPlain(text) || findProvider(text) !== null;
const getProofs = (row: { readonly proofs?: readonly string[] } | null): RecordedProof[] =>
  (row?.proofs ?? []).filter(isProof);

/**
 * Whether the proofs include two independent factors. A mailbox can reset the password and often
 * controls the provider account, so neither is independent of it; therefore one of the two must be
 * something the user holds. A project that allows mailed codes accepts a mailbox as that, next to a
 * password.
 */
function isMultiFactor(proofs: readonly RecordedProof[], mailedSecondFactor: boolean): boolean {
  const kinds = new Set(proofs.flatMap((proof) => meaningOf(proof).kinds));
  if (mailedSecondFactor && proofs.includes("mailedCode") && kinds.has("knowledge")) return true;
  return kinds.has("possession") && kinds.size > 1;
}

/** Whether the session has passed the second factor or does not need it. */
const passedSecondFactor = (session: Pick<Doc<"sessions">, "multiFactor" | "proofs">): boolean =>
  session.multiFactor === true ||
  getProofs(session).some((proof) => meaningOf(proof).answersChallenge);

/** The same for a factor of this runtime, which alone allows changing it. */
export const passedOwnSecondFactor = (
  session: Pick<Doc<"sessions">, "multiFactor" | "proofs">,
): boolean =>
  session.multiFactor === true ||
  getProofs(session).some(
    (proof) => proof !== "ssoMultiFactor" && meaningOf(proof).answersChallenge,
  );

/**
 * Whether the identity provider of an organization has checked a second factor, which stands for one
 * that the user would have to set up here.
 */
export const hasTrustedFactor = (session: Pick<Doc<"sessions">, "proofs"> | null): boolean =>
  getProofs(session).includes("ssoMultiFactor");

/**
 * Whether the project requires a second factor, the user has not set one up, and no trusted identity
 * provider has checked one for the session.
 */
export const mustSetUpFactor = (
  { mfa }: Pick<Settings["features"], "mfa">,
  { twoFactorEnabled }: Pick<Doc<"users">, "twoFactorEnabled">,
  session: Pick<Doc<"sessions">, "proofs">,
): boolean => mfa && !twoFactorEnabled && !hasTrustedFactor(session);

/** The part of the visit that proofs are about. */
interface Context {
  readonly actors: Actors;
  readonly db: TenantWriter;
  readonly endpoint: Endpoint;
  readonly now: number;
  readonly settings: Settings;
  /** The social provider that the request names. */
  readonly provider: SocialProviderId | null;
}

/** What a sign-in through a connection says about its session. */
export interface SsoSignIn {
  readonly organizationId: string;
  readonly connectionId: string;
  /** When the sign-in began, in epoch milliseconds. */
  readonly begunAt: number;
  /** The identity provider has checked a second factor, and the connection trusts it. */
  readonly multiFactor: boolean;
  /** When the identity provider's session ends; null when it does not say. */
  readonly endsAt: number | null;
}

const toStored = ({ begunAt, connectionId, organizationId, endsAt }: SsoSignIn) => ({
  ...{ begunAt, connectionId, organizationId },
  ...(endsAt === null ? {} : { endsAt }),
});

export class SessionProofs {
  private begun: RowFields<"sessions"> | null = null;
  private challenge: Doc<"verifications"> | null = null;
  private userVerified = false;
  private sso: SsoSignIn | null = null;
  /** This request removed the user's confirmed factor. */
  factorRemoved = false;
  /** The passkey that this request registered. */
  passkeyAdded: string | null = null;
  passkeyRemoved = false;

  constructor(private readonly ctx: Context) {}

  /** This request's passkey assertion is valid and has the user verification flag set. */
  noteUserVerified(): void {
    this.userVerified = true;
  }

  noteBegun(session: RowFields<"sessions">): void {
    this.begun = session;
  }

  /** This request signs in through a connection. */
  noteSso(sso: SsoSignIn): void {
    this.sso = sso;
  }

  /** The request is done: tells the connection of a sign-in that has left a session. */
  async noteDone(): Promise<void> {
    const { db, now } = this.ctx;
    const { begunAt, connectionId } = this.sso ?? this.challenge?.sso ?? {};
    if (begunAt === undefined || connectionId === undefined || this.begun === null) return;
    // Replaced by a challenge otherwise.
    const isLeft = (await db.get("sessions", this.begun.id)) !== null;
    if (isLeft) await recordSession(db, { connectionId, begunAt }, now);
  }

  /** Notes a verification used by this request; it may be the challenge being answered. */
  noteUsed(verification: Doc<"verifications">): void {
    if (verification.proofs !== undefined) this.challenge = verification;
  }

  /** The proofs to store in a challenge that replaces the session this request began. */
  forChallenge(value: unknown): Pick<Doc<"verifications">, "proofs" | "sso"> {
    if (this.begun === null || this.begun.userId !== value) return {};
    return {
      proofs: [...(this.begun.proofs ?? [])],
      ...(this.sso === null ? {} : { sso: toStored(this.sso) }),
    };
  }

  /** Whether the user must pass the second factor before getting the new session. */
  get needsChallenge(): boolean {
    const { endpoint, settings } = this.ctx;
    if (endpoint.signsIn === null || meanings[endpoint.signsIn].answersChallenge) return false;
    if (endpoint.signsIn === "provider" && !settings.features.secondFactorAfterSocial) return false;
    if (endpoint.signsIn === "sso" && !settings.features.secondFactorAfterSso) return false;
    return this.begun !== null && !passedSecondFactor(this.begun);
  }

  forNewSession(
    userId: string,
    isImpersonation: boolean,
  ): Pick<NewSession, "proofs" | "authenticatedAt" | "multiFactor" | "sso" | "endsAt"> {
    const { actors, endpoint } = this.ctx;
    if (isImpersonation) return { multiFactor: false };
    const earlier = actors.shown?.userId === userId ? actors.shown : null;
    const proof = this.shownNow;
    const sso = this.ssoForNewSession(userId, earlier);
    if (proof !== null)
      return { ...this.withStrength([...this.shownBefore(userId, earlier), proof]), ...sso };
    // The new session replaces the request's own and inherits its proofs and time.
    const kept = getProofs(earlier).filter(
      (each) => !endpoint.traits.includes("removesSecondFactor") || !OF_THE_FACTOR.includes(each),
    );
    const authenticatedAt = earlier?.authenticatedAt ?? earlier?.createdAt;
    return { ...this.withStrength(kept), authenticatedAt, ...sso };
  }

  /**
   * The connection that the sign-in went through, also when a second factor followed it or another
   * session replaces the request's own.
   */
  private ssoForNewSession(
    userId: string,
    earlier: Doc<"sessions"> | null,
  ): Pick<NewSession, "sso" | "endsAt"> {
    const { endpoint } = this.ctx;
    if (this.sso !== null) return { sso: this.sso, endsAt: this.sso.endsAt };
    if (this.challenge?.value === userId && this.challenge.sso !== undefined) {
      const { sso } = this.challenge;
      return { sso, endsAt: sso.endsAt ?? null };
    }
    if (endpoint.signsIn !== null && endpoint.stepsUp === null) return {};
    const { ssoConnectionId, ssoOrganizationId, endsAt } = earlier ?? {};
    if (ssoConnectionId == null || ssoOrganizationId == null) return {};
    return {
      sso: { connectionId: ssoConnectionId, organizationId: ssoOrganizationId },
      endsAt: endsAt ?? null,
    };
  }

  /** The request presented the token of a trusted device. */
  async trustDevice(): Promise<void> {
    if (this.begun) await this.add(this.begun.id, "trustedDevice");
  }

  /** Adds this request's proof to the current session, which also makes it fresh. */
  async stepUp(): Promise<void> {
    const { actors, endpoint } = this.ctx;
    const proof = this.shownNow;
    const shown = actors.shown;
    if (endpoint.stepsUp === null || proof === null || shown === null) return;
    if (this.begun !== null && this.begun.userId !== shown.userId) return;
    await this.add(shown.id, proof);
  }

  private get shownNow(): RecordedProof | null {
    const { endpoint, provider } = this.ctx;
    const proof = endpoint.stepsUp ?? endpoint.signsIn;
    if (proof === "provider" && provider !== null) return toProviderProof(provider);
    if (proof === "sso" && this.sso?.multiFactor) return "ssoMultiFactor";
    return proof === "passkey" && this.userVerified ? "verifiedPasskey" : proof;
  }

  /**
   * A sign-in starts with no earlier proofs. A step-up adds to those of the current session or of
   * the challenge.
   */
  private shownBefore(userId: string, earlier: Doc<"sessions"> | null): RecordedProof[] {
    if (this.ctx.endpoint.stepsUp === null) return [];
    if (earlier) return earlier.impersonatedBy === null ? getProofs(earlier) : [];
    return this.challenge?.value === userId ? getProofs(this.challenge) : [];
  }

  private async add(sessionId: string, proof: RecordedProof): Promise<void> {
    const { db, now } = this.ctx;
    const session = await db.get("sessions", sessionId);
    // At some endpoints Better Auth has replaced the session; the new one already has the proofs.
    if (!session || session.impersonatedBy !== null) return;
    const { proofs, multiFactor } = this.withStrength([...getProofs(session), proof]);
    await db.patch("sessions", session, {
      proofs,
      multiFactor: multiFactor || session.multiFactor === true,
      authenticatedAt: now,
    });
  }

  private withStrength(proofs: readonly RecordedProof[]) {
    const unique = [...new Set(proofs)];
    const { mailedSecondFactor } = this.ctx.settings.features;
    // A second factor that an identity provider has checked counts in its organization only.
    const own = unique.filter((proof) => proof !== "ssoMultiFactor");
    return { proofs: unique, multiFactor: isMultiFactor(own, mailedSecondFactor) };
  }
}
