/**
 * The rules of accounts at social providers. Their tokens are kept, sealed, because an app asks for
 * them with `/get-access-token`; id tokens are not: they say who somebody was once, and nothing
 * needs them again.
 */
import { APIError } from "better-auth/api";
import type { Doc } from "../../_generated/dataModel";
import type { Settings } from "../../configuration/settings";
import { loadSocialProviders } from "../../configuration/credentials";
import { seal, unseal } from "../../core/secrets";
import type { TenantReader } from "../../tenancy/database";
import { loadAccounts, CREDENTIAL, MAXIMUM_ACCOUNTS } from "../../users/accounts";

type Fields = Record<string, unknown>;

const PURPOSE = "provider-token";
/** Longer than any that a provider makes; more would not fit into a row. */
const MAXIMUM_TOKEN = 16_384;
const columns = { accessToken: "sealedAccessToken", refreshToken: "sealedRefreshToken" } as const;
const entries = Object.entries(columns) as [
  keyof typeof columns,
  (typeof columns)[keyof typeof columns],
][]; // its own

/** Texts in every account (models.ts). */
const accountIn = ({ providerId, accountId }: Fields) => ({
  providerId: String(providerId),
  accountId: String(accountId),
});

/** What a token is sealed for: the column, and the account that it is of. */
export const tokenPlace = (
  column: (typeof columns)[keyof typeof columns],
  { providerId, accountId }: { readonly providerId: string; readonly accountId: string },
) => ({ purpose: PURPOSE, place: JSON.stringify([column, providerId, accountId]) });

/**
 * Better Auth's fields with the tokens as they are stored; an id token has no column. `account` is
 * the row that they are for.
 */
export async function withSealedTokens(
  projectId: string,
  fields: Fields,
  account: Fields,
): Promise<Fields> {
  const result = { ...fields };
  for (const [field, column] of entries) {
    if (!(field in result)) continue;
    const { purpose, place } = tokenPlace(column, accountIn({ ...account, ...fields }));
    const token = result[field];
    delete result[field];
    result[column] =
      typeof token === "string" && token !== "" && token.length <= MAXIMUM_TOKEN
        ? await seal(projectId, purpose, token, place)
        : null;
  }
  return result;
}

/** A row's tokens, in clear: for the endpoints that hand them to the account's own user. */
export async function openedTokens(projectId: string, row: Fields): Promise<Fields> {
  const result: Fields = {};
  for (const [field, column] of entries) {
    const sealed = row[column];
    const { purpose, place } = tokenPlace(column, accountIn(row));
    if (typeof sealed === "string") result[field] = await unseal(projectId, purpose, sealed, place);
  }
  return result;
}

/**
 * An account is one user's, and that user is there. Better Auth does not ask everywhere, and takes
 * an account without a user for a proof of whatever address the provider names.
 */
export async function assertLinkable(
  db: TenantReader,
  userId: string,
  providerId: string,
  accountId: string,
): Promise<Doc<"users">> {
  const user = await db.get("users", userId);
  if (!user)
    throw new APIError("BAD_REQUEST", { code: "USER_NOT_FOUND", message: "The user is gone" });
  if (
    await db
      .range("accounts", "byAccount", (q) =>
        q.eq("providerId", providerId).eq("accountId", accountId),
      )
      .first()
  ) {
    throw new APIError("CONFLICT", {
      code: "ACCOUNT_ALREADY_LINKED",
      message: "This account is linked already",
    });
  }
  const accounts = await loadAccounts(db, userId);
  if (accounts.length >= MAXIMUM_ACCOUNTS)
    throw new APIError("BAD_REQUEST", {
      code: "TOO_MANY_ACCOUNTS",
      message: `A user has at most ${MAXIMUM_ACCOUNTS} accounts`,
    });
  return user;
}

/** Better Auth counts accounts; one whose method is switched off is no way in. */
export async function assertNotLastWayIn(
  db: TenantReader,
  { authMethods }: Settings,
  account: Pick<Doc<"accounts">, "id" | "userId">,
): Promise<void> {
  if (authMethods.magicLink || authMethods.emailOtp) return;
  const open = new Set(
    (await loadSocialProviders(db)).flatMap(({ provider, enabled }) => (enabled ? [provider] : [])),
  );
  if (authMethods.emailPassword || authMethods.username) open.add(CREDENTIAL);
  const others = (await loadAccounts(db, account.userId)).filter(
    ({ id, providerId }) => id !== account.id && open.has(providerId),
  );
  if (others.length === 0)
    throw new APIError("BAD_REQUEST", {
      code: "FAILED_TO_UNLINK_LAST_ACCOUNT",
      message: "This is the last way in",
    });
}
