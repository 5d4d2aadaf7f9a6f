import type { ReactNode } from "react";
import { useAuth, useUser } from "./hooks";
import { useHostedSignIn } from "./hostedHooks";
import { Menu, MenuButton, MenuLink } from "./menu";

const LABELS = {
  menu: "Account",
  account: "Manage account",
  organizations: "Organizations",
  signOut: "Sign out",
};

export interface UserButtonProps {
  /**
   * The account page. Default: the hosted one, `/p/<project>/account`; without the provider's
   * `projectId` there is no link.
   */
  readonly accountUrl?: string;
  /** The page with the user's organizations. Default: the hosted one, as for `accountUrl`. */
  readonly organizationsUrl?: string;
  /** The texts, for other languages. */
  readonly labels?: Partial<typeof LABELS>;
  /** Further items: elements with `role="menuitem"` and `tabIndex={-1}`. */
  readonly children?: ReactNode;
}

/**
 * The signed-in user's name and picture, with a menu: account, organizations, sign out. Renders
 * nothing while no user is signed in. Signing out ends the session of the hosted pages too.
 *
 * Has no styles. Class names: `banata-user-button` with `-trigger`, `-picture`, `-initials`, `-name`,
 * `-popup`, `-email` and `-items`, and `banata-menu-item`. Without a picture, a style can show the
 * initials: `.banata-user-button-initials::before { content: attr(data-initials) }`.
 */
export function UserButton({
  accountUrl,
  organizationsUrl,
  labels = {},
  children,
}: UserButtonProps) {
  const auth = useAuth();
  const user = useUser();
  const { hostedUrl } = useHostedSignIn();
  if (!user) return null;
  const texts = { ...LABELS, ...labels };
  const account = accountUrl ?? hostedUrl("/account");
  const organizations = organizationsUrl ?? hostedUrl("/organizations");
  const name = user.name || user.email;
  return (
    <Menu
      className="banata-user-button"
      label={`${texts.menu}: ${name}`}
      trigger={
        <>
          {user.image ? (
            <img className="banata-user-button-picture" src={user.image} alt="" />
          ) : (
            <span className="banata-user-button-initials" data-initials={toInitials(name)} />
          )}
          <span className="banata-user-button-name">{name}</span>
        </>
      }
      header={<p className="banata-user-button-email">{user.email}</p>}
    >
      {account !== null && <MenuLink href={account}>{texts.account}</MenuLink>}
      {organizations !== null && <MenuLink href={organizations}>{texts.organizations}</MenuLink>}
      {children}
      <MenuButton onSelect={() => void auth.signOut()}>{texts.signOut}</MenuButton>
    </Menu>
  );
}

/** Of the first and the last word. */
function toInitials(name: string): string {
  const words = name.split(/\s+/).filter((word) => word !== "");
  const chosen = words.length > 1 ? [words[0], words.at(-1)] : words;
  return chosen.map((word) => [...(word ?? "")][0]?.toUpperCase() ?? "").join("");
}
