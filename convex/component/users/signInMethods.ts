import type { Doc } from "../_generated/dataModel";
import { loadSocialProviders } from "../configuration/credentials";
import type { Settings } from "../configuration/settings";
import type { TenantReader } from "../tenancy/database";
import { CREDENTIAL, loadAccounts } from "./accounts";

/**
 * Whether the user could not sign in without the account: another account does not count while its
 * method is off. With sign-in by mail every user can.
 */
export async function isLastSignInMethod(
  db: TenantReader,
  { authMethods }: Settings,
  account: Pick<Doc<"accounts">, "id" | "userId">,
): Promise<boolean> {
  if (authMethods.magicLink || authMethods.emailOtp) return false;
  const open = new Set(
    (await loadSocialProviders(db)).flatMap(({ provider, enabled }) => (enabled ? [provider] : [])),
  );
  if (authMethods.emailPassword || authMethods.username) open.add(CREDENTIAL);
  const accounts = await loadAccounts(db, account.userId);
  return !accounts.some(({ id, providerId }) => id !== account.id && open.has(providerId));
}
