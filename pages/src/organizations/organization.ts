/** The organization in the page's address. */
import { useParams } from "@tanstack/react-router";
import { useProjectId, useRead } from "../data/operations";

export function useOrganizationId(): string {
  const { organizationId } = useParams({ strict: false });
  if (organizationId === undefined) throw new Error("This page has no organization in its address");
  return organizationId;
}

export function useOrganization() {
  const organizationId = useOrganizationId();
  return useRead(
    "organizations.getOrganization",
    { organizationId },
    async (client) => await client.organizations.getOrganization(organizationId),
  );
}

/** The address of one of the organization's pages, such as `domains`. */
export function useOrganizationAddress(): (path: string) => string {
  const [projectId, organizationId] = [useProjectId(), useOrganizationId()];
  return (path) => `/projects/${projectId}/organizations/${organizationId}/${path}`;
}
