/**
 * Whether a sign-in that began on the hosted pages asks before it links a provider's account to the
 * user with the same verified address. The pages ask after the user has signed in by other means
 * (hosted/linking.ts): an address that has changed hands must not be enough to enter an account, and
 * people do not expect that one sign-in opens the account of another.
 *
 * A user without other means could never answer, so the account is linked at once, as it is for apps
 * with pages of their own.
 */
import {
  findClient,
  getEnabledMethods,
  isProviderAllowed,
  type ClientRow,
} from "../../authClients/clients";
import { loadSocialProviders } from "../../configuration/credentials";
import { sha256 } from "../../core/secrets";
import { loadAccounts } from "../../users/accounts";
import { parseFields } from "../attemptRequest";
import type { Visit } from "../visit";
import { readHostedReturn } from "./hostedReturn";

type CallbackVisit = Pick<Visit, "basePath" | "db" | "effects" | "endpoint" | "settings" | "url">;

export async function asksBeforeLinking(visit: Visit): Promise<boolean> {
  if (visit.settings.features.automaticLinking) return false;
  const search = readHostedReturn(visit, await loadCallbackUrl(visit));
  if (search === null) return false;
  const { db, effects, settings } = visit;
  const client = await findClient(db, search.get("client_id") ?? "");
  const { emailPassword, magicLink, emailOtp, passkey } = getEnabledMethods(settings, client);
  if (emailPassword || magicLink || emailOtp) return true;
  // Known once the provider has answered.
  const answer = effects.find((effect) => effect.kind === "provider");
  const email = answer?.kind === "provider" ? (answer.profile?.email ?? null) : null;
  const user =
    email === null ? null : await db.range("users", "byEmail", (q) => q.eq("email", email)).first();
  return (
    user !== null &&
    ((passkey && (await hasPasskey(visit, user.id))) ||
      (await hasProvider(visit, { userId: user.id, client })))
  );
}

/** Where the flow that this callback ends returns to, as Better Auth keeps it; empty without one. */
async function loadCallbackUrl({ db, url }: CallbackVisit): Promise<string> {
  const identifier = await sha256(url.searchParams.get("state") ?? "");
  const row = await db
    .range("verifications", "byIdentifier", (q) => q.eq("identifier", identifier))
    .first();
  const { callbackURL } = parseFields(row?.value ?? "");
  return typeof callbackURL === "string" ? callbackURL : "";
}

const hasPasskey = async ({ db }: CallbackVisit, userId: string): Promise<boolean> =>
  (await db.range("passkeys", "byUser", (q) => q.eq("userId", userId)).first()) !== null;

async function hasProvider(
  { db }: CallbackVisit,
  { userId, client }: { readonly userId: string; readonly client: ClientRow | null },
): Promise<boolean> {
  const enabled = (await loadSocialProviders(db)).filter(
    (each) => each.enabled && isProviderAllowed(client, each.provider),
  );
  const accounts = await loadAccounts(db, userId);
  return accounts.some(({ providerId }) => enabled.some(({ provider }) => provider === providerId));
}
