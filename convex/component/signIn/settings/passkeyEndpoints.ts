/**
 * The endpoints of passkeys (WebAuthn Level 3), with the paths, bodies and error codes of
 * `@better-auth/passkey`, whose client calls them. That package's server part imports all of zod
 * with its locales, which the bundler then puts into every module that parses input
 * (docs/decisions/0021-reads-and-module-graphs.md).
 */
import {
  generateAuthenticationOptions,
  generateRegistrationOptions,
  verifyAuthenticationResponse,
  verifyRegistrationResponse,
  type AuthenticationResponseJSON,
  type AuthenticatorTransportFuture,
  type RegistrationResponseJSON,
} from "@simplewebauthn/server";
import type { BetterAuthPlugin, GenericEndpointContext } from "better-auth";
import {
  APIError,
  createAuthEndpoint,
  getSessionFromCtx,
  sessionMiddleware,
} from "better-auth/api";
import { setSessionCookie } from "better-auth/cookies";
import * as z from "zod/mini";
import { fromBase64, randomToken, toBase64 } from "../../core/secrets";

/** What the project and the page decide about a ceremony. */
export interface PasskeyRules {
  readonly relyingParty: { readonly name: string; readonly id: string; readonly origin: string };
  readonly userVerification: "required" | "preferred";
  /** Throws when the ceremony lacks a user verification that the project requires. */
  readonly assertVerified: (userVerified: boolean) => void;
  /** Called with the assertion of a sign-in or step-up, before its session begins. */
  readonly onAssertion: (ctx: GenericEndpointContext, userVerified: boolean) => Promise<void>;
}

const CHALLENGE_COOKIE = "better-auth-passkey";
const CHALLENGE_SECONDS = 300;

const messages = {
  CHALLENGE_NOT_FOUND: "Challenge not found",
  YOU_ARE_NOT_ALLOWED_TO_REGISTER_THIS_PASSKEY: "You are not allowed to register this passkey",
  FAILED_TO_VERIFY_REGISTRATION: "Failed to verify registration",
  PASSKEY_NOT_FOUND: "Passkey not found",
  AUTHENTICATION_FAILED: "Authentication failed",
  FAILED_TO_UPDATE_PASSKEY: "Failed to update passkey",
} as const;
type Code = keyof typeof messages;
type Status = "BAD_REQUEST" | "UNAUTHORIZED" | "NOT_FOUND";

const failure = (status: Status, code: Code) =>
  new APIError(status, { code, message: messages[code] });

/** A passkey as the adapter returns it. */
interface Passkey {
  readonly id: string;
  readonly userId: string;
  readonly credentialID: string;
  readonly publicKey: string;
  readonly counter: number;
  readonly transports?: string | null;
}
type Ceremony = "registration" | "authentication";
interface Challenge {
  readonly type: Ceremony;
  readonly expectedChallenge: string;
  readonly userId: string;
}

export const passkeyEndpoints = (rules: PasskeyRules) =>
  ({
    id: "passkey",
    schema: {
      passkey: {
        fields: {
          name: { type: "string", required: false },
          publicKey: { type: "string", required: true },
          userId: { type: "string", required: true, references: { model: "user", field: "id" } },
          credentialID: { type: "string", required: true },
          counter: { type: "number", required: true },
          deviceType: { type: "string", required: true },
          backedUp: { type: "boolean", required: true },
          transports: { type: "string", required: false },
          createdAt: { type: "date", required: false },
          aaguid: { type: "string", required: false },
          rpId: { type: "string", required: false },
        },
      },
    },
    endpoints: {
      generatePasskeyRegistrationOptions: registrationOptions(rules),
      verifyPasskeyRegistration: verifyRegistration(rules),
      generatePasskeyAuthenticationOptions: authenticationOptions(rules),
      verifyPasskeyAuthentication: verifyAuthentication(rules),
      listPasskeys: createAuthEndpoint(
        "/passkey/list-user-passkeys",
        { method: "GET", use: [sessionMiddleware] },
        async (ctx) => ctx.json(await findPasskeys(ctx, ctx.context.session.user.id)),
      ),
      deletePasskey: createAuthEndpoint(
        "/passkey/delete-passkey",
        { method: "POST", body: z.object({ id: z.string() }), use: [sessionMiddleware] },
        async (ctx) => {
          const { id } = await requireOwnPasskey(ctx, ctx.body.id, ctx.context.session.user.id);
          await ctx.context.adapter.delete({
            model: "passkey",
            where: [{ field: "id", value: id }],
          });
          return ctx.json({ status: true });
        },
      ),
      updatePasskey: createAuthEndpoint(
        "/passkey/update-passkey",
        {
          method: "POST",
          body: z.object({ id: z.string(), name: z.string().check(z.trim(), z.minLength(1)) }),
          use: [sessionMiddleware],
        },
        async (ctx) => {
          const { id } = await requireOwnPasskey(
            ctx,
            ctx.body.id,
            ctx.context.session.user.id,
            "YOU_ARE_NOT_ALLOWED_TO_REGISTER_THIS_PASSKEY",
          );
          const passkey = await ctx.context.adapter.update<Passkey>({
            model: "passkey",
            where: [{ field: "id", value: id }],
            update: { name: ctx.body.name },
          });
          return ctx.json({ passkey });
        },
      ),
    },
  }) satisfies BetterAuthPlugin;

const registrationOptions = ({ relyingParty, userVerification }: PasskeyRules) =>
  createAuthEndpoint(
    "/passkey/generate-register-options",
    {
      method: "GET",
      use: [sessionMiddleware],
      query: z.optional(
        z.object({
          authenticatorAttachment: z.optional(z.enum(["platform", "cross-platform"])),
          name: z.optional(z.string()),
          context: z.optional(z.string()),
        }),
      ),
    },
    async (ctx) => {
      const { user } = ctx.context.session;
      const attachment = ctx.query?.authenticatorAttachment;
      const name = user.email || user.id;
      const options = await generateRegistrationOptions({
        rpName: relyingParty.name,
        rpID: relyingParty.id,
        // A handle that says nothing about the user (WebAuthn, section 14.6.1).
        userID: crypto.getRandomValues(new Uint8Array(32)),
        userName: ctx.query?.name || name,
        userDisplayName: name,
        attestationType: "none",
        excludeCredentials: (await findPasskeys(ctx, user.id)).map(toDescriptor),
        authenticatorSelection: {
          residentKey: "preferred",
          userVerification,
          ...(attachment ? { authenticatorAttachment: attachment } : {}),
        },
      });
      await keepChallenge(ctx, "registration", options.challenge, user.id);
      return ctx.json(options);
    },
  );

const verifyRegistration = ({ relyingParty, assertVerified }: PasskeyRules) =>
  createAuthEndpoint(
    "/passkey/verify-registration",
    {
      method: "POST",
      body: z.object({ response: z.any(), name: z.optional(z.string().check(z.trim())) }),
      use: [sessionMiddleware],
    },
    async (ctx) => {
      const { user } = ctx.context.session;
      const response = ctx.body.response as RegistrationResponseJSON; // checked by the verification
      const { expectedChallenge, userId } = await useChallenge(ctx, "registration");
      if (userId !== user.id)
        throw failure("UNAUTHORIZED", "YOU_ARE_NOT_ALLOWED_TO_REGISTER_THIS_PASSKEY");
      const { verified, registrationInfo } = await verifyRegistrationResponse({
        response,
        expectedChallenge,
        expectedOrigin: relyingParty.origin,
        expectedRPID: relyingParty.id,
        requireUserVerification: false, // assertVerified
      }).catch(() => ({ verified: false, registrationInfo: undefined }));
      if (!verified || !registrationInfo)
        throw failure("BAD_REQUEST", "FAILED_TO_VERIFY_REGISTRATION");
      assertVerified(registrationInfo.userVerified);
      const { credential } = registrationInfo;
      const created = await ctx.context.adapter.create({
        model: "passkey",
        data: {
          name: ctx.body.name || undefined,
          userId,
          credentialID: credential.id,
          publicKey: toBase64(credential.publicKey),
          counter: credential.counter,
          deviceType: registrationInfo.credentialDeviceType,
          backedUp: registrationInfo.credentialBackedUp,
          transports: toTransportList(response.response.transports),
          aaguid: registrationInfo.aaguid,
          rpId: relyingParty.id,
          createdAt: new Date(),
        },
      });
      return ctx.json(created);
    },
  );

const authenticationOptions = ({ relyingParty, userVerification }: PasskeyRules) =>
  createAuthEndpoint("/passkey/generate-authenticate-options", { method: "GET" }, async (ctx) => {
    const userId = (await getSessionFromCtx(ctx))?.user.id ?? "";
    const passkeys = userId === "" ? [] : await findPasskeys(ctx, userId);
    const options = await generateAuthenticationOptions({
      rpID: relyingParty.id,
      userVerification,
      ...(passkeys.length > 0 ? { allowCredentials: passkeys.map(toDescriptor) } : {}),
    });
    await keepChallenge(ctx, "authentication", options.challenge, userId);
    return ctx.json(options);
  });

const verifyAuthentication = ({ relyingParty, assertVerified, onAssertion }: PasskeyRules) =>
  createAuthEndpoint(
    "/passkey/verify-authentication",
    { method: "POST", body: z.object({ response: z.looseObject({}) }) },
    async (ctx) => {
      const { expectedChallenge } = await useChallenge(ctx, "authentication");
      const response = ctx.body.response as unknown as AuthenticationResponseJSON; // checked by the verification
      const passkey = await ctx.context.adapter.findOne<Passkey>({
        model: "passkey",
        where: [{ field: "credentialID", value: String(response.id) }],
      });
      if (!passkey) throw failure("UNAUTHORIZED", "PASSKEY_NOT_FOUND");
      const verification = await verifyAuthenticationResponse({
        response,
        expectedChallenge,
        expectedOrigin: relyingParty.origin,
        expectedRPID: relyingParty.id,
        credential: {
          ...toDescriptor(passkey),
          publicKey: fromBase64(passkey.publicKey),
          counter: passkey.counter,
        },
        requireUserVerification: false, // assertVerified
      }).catch(() => null);
      if (verification === null) throw failure("BAD_REQUEST", "AUTHENTICATION_FAILED");
      if (!verification.verified) throw failure("UNAUTHORIZED", "AUTHENTICATION_FAILED");
      const { newCounter, userVerified } = verification.authenticationInfo;
      assertVerified(userVerified);
      await onAssertion(ctx, userVerified);
      await ctx.context.adapter.update({
        model: "passkey",
        where: [{ field: "id", value: passkey.id }],
        update: { counter: newCounter },
      });
      const session = await ctx.context.internalAdapter.createSession(passkey.userId);
      const user = await ctx.context.internalAdapter.findUserById(passkey.userId);
      if (!user) throw failure("UNAUTHORIZED", "PASSKEY_NOT_FOUND");
      await setSessionCookie(ctx, { session, user });
      return ctx.json({ session, user });
    },
  );

const findPasskeys = async (ctx: GenericEndpointContext, userId: string): Promise<Passkey[]> =>
  await ctx.context.adapter.findMany<Passkey>({
    model: "passkey",
    where: [{ field: "userId", value: userId }],
  });

async function requireOwnPasskey(
  ctx: GenericEndpointContext,
  id: string,
  userId: string,
  forbidden?: Code,
): Promise<Passkey> {
  const passkey =
    id === ""
      ? null
      : await ctx.context.adapter.findOne<Passkey>({
          model: "passkey",
          where: [{ field: "id", value: id }],
        });
  if (!passkey) throw failure("NOT_FOUND", "PASSKEY_NOT_FOUND");
  if (passkey.userId !== userId)
    throw forbidden ? failure("UNAUTHORIZED", forbidden) : new APIError("UNAUTHORIZED");
  return passkey;
}

const toDescriptor = ({ credentialID, transports }: Passkey) => ({
  id: credentialID,
  ...(transports ? { transports: transports.split(",") as AuthenticatorTransportFuture[] } : {}), // as registered
});

/** Of an unchecked response. */
const toTransportList = (transports: unknown): string =>
  Array.isArray(transports) ? transports.map(String).join(",") : "";

/** Stores the challenge for the browser, which a signed cookie names. */
async function keepChallenge(
  ctx: GenericEndpointContext,
  type: Ceremony,
  expectedChallenge: string,
  userId: string,
): Promise<void> {
  const identifier = randomToken();
  const { name, attributes } = ctx.context.createAuthCookie(CHALLENGE_COOKIE);
  await ctx.setSignedCookie(name, identifier, ctx.context.secret, {
    ...attributes,
    maxAge: CHALLENGE_SECONDS,
  });
  const challenge: Challenge = { type, expectedChallenge, userId };
  await ctx.context.internalAdapter.createVerificationValue({
    identifier,
    value: JSON.stringify(challenge),
    expiresAt: new Date(Date.now() + CHALLENGE_SECONDS * 1_000),
  });
}

/** Uses up the browser's challenge. Throws when there is none for this ceremony. */
async function useChallenge(ctx: GenericEndpointContext, type: Ceremony): Promise<Challenge> {
  const { name } = ctx.context.createAuthCookie(CHALLENGE_COOKIE);
  const identifier = await ctx.getSignedCookie(name, ctx.context.secret);
  const kept = identifier
    ? await ctx.context.internalAdapter.consumeVerificationValue(identifier)
    : null;
  const challenge = kept ? (JSON.parse(kept.value) as Challenge) : null; // stored by keepChallenge
  if (challenge?.type !== type) throw failure("BAD_REQUEST", "CHALLENGE_NOT_FOUND");
  return challenge;
}
