/**
 * Rules for accounts at social providers. Access and refresh tokens are stored sealed because apps
 * read them through `/get-access-token`. Id tokens are not stored: nothing needs them after the
 * sign-in.
 */
import { APIError } from "better-auth/api";
import type { Doc } from "../../_generated/dataModel";
import type { Settings } from "../../configuration/settings";
import { seal, unseal } from "../../core/secrets";
import type { TenantReader } from "../../tenancy/database";
import type { Visit } from "../visit";
import { loadAccounts, MAXIMUM_ACCOUNTS } from "../../users/accounts";
import { isLastSignInMethod } from "../../users/signInMethods";

type Fields = Record<string, unknown>;

const PURPOSE = "provider-token";
/** Longer than any provider's token; a longer one would not fit into a row. */
const MAXIMUM_TOKEN = 16_384;
const columns = { accessToken: "sealedAccessToken", refreshToken: "sealedRefreshToken" } as const;
const entries = Object.entries(columns) as [
  keyof typeof columns,
  (typeof columns)[keyof typeof columns],
][]; // entries of `columns`

/** Strings in every account (models.ts). */
const toAccountKey = ({ providerId, accountId }: Fields) => ({
  providerId: String(providerId),
  accountId: String(accountId),
});

/** The sealing context of a token: its column and account. */
export const tokenPlace = (
  column: (typeof columns)[keyof typeof columns],
  { providerId, accountId }: { readonly providerId: string; readonly accountId: string },
) => ({ purpose: PURPOSE, place: JSON.stringify([column, providerId, accountId]) });

/**
 * Replaces the tokens in Better Auth's fields with their sealed columns; an id token has no column.
 * `account` is the row they belong to.
 */
export async function sealTokens(
  projectId: string,
  fields: Fields,
  account: Fields,
): Promise<Fields> {
  const result = { ...fields };
  for (const [field, column] of entries) {
    if (!(field in result)) continue;
    const { purpose, place } = tokenPlace(column, toAccountKey({ ...account, ...fields }));
    const token = result[field];
    delete result[field];
    result[column] =
      typeof token === "string" && token !== "" && token.length <= MAXIMUM_TOKEN
        ? await seal(projectId, purpose, token, place)
        : null;
  }
  return result;
}

/** Unseals a row's tokens, for the endpoints that return them to the account's user. */
export async function unsealTokens(projectId: string, row: Fields): Promise<Fields> {
  const result: Fields = {};
  for (const [field, column] of entries) {
    const sealed = row[column];
    const { purpose, place } = tokenPlace(column, toAccountKey(row));
    if (typeof sealed === "string") result[field] = await unseal(projectId, purpose, sealed, place);
  }
  return result;
}

/**
 * Asserts that the user exists, that the account is linked to no user yet, and that the user has
 * room for it. Better Auth does not check this everywhere, and treats an account without a user as
 * proof of any address the provider names.
 */
export async function assertLinkable(
  db: TenantReader,
  userId: string,
  providerId: string,
  accountId: string,
): Promise<Doc<"users">> {
  const user = await db.get("users", userId);
  if (!user)
    throw new APIError("BAD_REQUEST", {
      code: "USER_NOT_FOUND",
      message: "The user no longer exists",
    });
  if (
    await db
      .range("accounts", "byAccount", (q) =>
        q.eq("providerId", providerId).eq("accountId", accountId),
      )
      .first()
  ) {
    throw new APIError("CONFLICT", {
      code: "ACCOUNT_ALREADY_LINKED",
      message: "This account is already linked to a user",
    });
  }
  const accounts = await loadAccounts(db, userId);
  if (accounts.length >= MAXIMUM_ACCOUNTS)
    throw new APIError("BAD_REQUEST", {
      code: "TOO_MANY_ACCOUNTS",
      message: `A user can have at most ${MAXIMUM_ACCOUNTS} accounts`,
    });
  return user;
}

/** Better Auth only counts accounts, but an account whose method is disabled cannot sign in. */
export async function assertNotLastSignInMethod(
  db: TenantReader,
  settings: Settings,
  account: Pick<Doc<"accounts">, "id" | "userId">,
): Promise<void> {
  if (await isLastSignInMethod(db, settings, account))
    throw new APIError("BAD_REQUEST", {
      code: "FAILED_TO_UNLINK_LAST_ACCOUNT",
      message: "You cannot unlink your last sign-in method",
    });
}

/** `email`: the user's, if the user still exists. */
export async function recordAccount(
  { record }: Pick<Visit, "record">,
  type: "account.linked" | "account.unlinked",
  account: Pick<Doc<"accounts">, "id" | "userId" | "providerId" | "accountId">,
  email: string | undefined,
): Promise<void> {
  const { id, userId, providerId, accountId } = account;
  await record({
    type,
    targets: [
      { type: "user", id: userId, ...(email === undefined ? {} : { name: email }) },
      { type: "account", id, name: providerId },
    ],
    data: { id, userId, providerId, accountId },
  });
}
