import { Link } from "@tanstack/react-router";
import { useOrganization, useOrganizationAddress } from "./organization";

interface OrganizationLinkProps {
  /** The part of the organization's page, such as `domains`. */
  readonly path: string;
  readonly title: string;
}

/** From the page of one thing back to the organization that it belongs to. */
export function OrganizationLink({ path, title }: OrganizationLinkProps) {
  const addressOf = useOrganizationAddress();
  const { data } = useOrganization();
  return (
    <Link to={addressOf(path)}>
      {title} of {data?.name ?? "the organization"}
    </Link>
  );
}
