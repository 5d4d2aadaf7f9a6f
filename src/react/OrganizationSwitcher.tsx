import { useState } from "react";
import { useAuth, useOrganizations, useSession } from "./hooks";
import { useHostedSignIn } from "./hostedHooks";
import { Menu, MenuButton, MenuLink } from "./menu";

const LABELS = {
  menu: "Organization",
  none: "No organization",
  manage: "Manage organization",
  all: "All organizations",
  failed: "The organization could not be changed. Try again.",
};

export interface OrganizationSwitcherProps {
  /**
   * The page of an organization. Default: the hosted one, `/p/<project>/organizations/<id>`; without
   * the provider's `projectId` there is no link.
   */
  readonly organizationUrl?: (organizationId: string) => string;
  /** The page with the user's organizations and invitations. Default: the hosted one. */
  readonly organizationsUrl?: string;
  /** The texts, for other languages. */
  readonly labels?: Partial<typeof LABELS>;
  /** Called with the id of the organization that has become the active one. */
  readonly onSwitch?: (organizationId: string) => void;
}

/**
 * The active organization of this app's session, with a menu of the user's organizations to choose
 * another one, and links to manage them. Renders nothing while no user is signed in.
 *
 * Has no styles. Class names: `banata-organization-switcher` with `-trigger`, `-popup`, `-items` and
 * `-error`, and `banata-menu-item`; the active organization has `aria-checked="true"`.
 */
export function OrganizationSwitcher({
  organizationUrl,
  organizationsUrl,
  labels = {},
  onSwitch,
}: OrganizationSwitcherProps) {
  const auth = useAuth();
  const session = useSession();
  const organizations = useOrganizations();
  const { hostedUrl } = useHostedSignIn();
  const [hasFailed, setHasFailed] = useState(false);
  if (!session || !organizations) return null;
  const texts = { ...LABELS, ...labels };
  const active = organizations.find(({ id }) => id === session.activeOrganizationId);
  const name = active?.name ?? texts.none;
  const manage =
    active && (organizationUrl?.(active.id) ?? hostedUrl(`/organizations/${active.id}`));
  const all = organizationsUrl ?? hostedUrl("/organizations");
  const choose = async (organizationId: string) => {
    const { error } = await auth.organization.setActive({ organizationId });
    setHasFailed(error !== null);
    if (!error) onSwitch?.(organizationId);
  };
  return (
    <>
      <Menu
        className="banata-organization-switcher"
        label={`${texts.menu}: ${name}`}
        trigger={name}
      >
        {organizations.map((organization) => (
          <MenuButton
            key={organization.id}
            isChecked={organization.id === active?.id}
            onSelect={() => void choose(organization.id)}
          >
            {organization.name}
          </MenuButton>
        ))}
        {manage && <MenuLink href={manage}>{texts.manage}</MenuLink>}
        {all !== null && <MenuLink href={all}>{texts.all}</MenuLink>}
      </Menu>
      {hasFailed && (
        <p role="alert" className="banata-organization-switcher-error">
          {texts.failed}
        </p>
      )}
    </>
  );
}
