import { Outlet, useNavigate } from "@tanstack/react-router";
import { useState } from "react";
import type { Organization } from "../../../src/index";
import { useAct, useProjectId } from "../data/operations";
import { pages } from "../pages";
import { Button } from "../ui/Button";
import { CopyableId } from "../ui/CopyButton";
import { ActDialog, Deletion } from "../ui/dialogs";
import { TextInput, Toggle } from "../ui/fields";
import { PageHeader } from "../ui/PageHeader";
import { Failure, Loading } from "../ui/states";
import { Subpages } from "../ui/Subpages";
import { Time } from "../ui/Time";
import { useOrganization, useOrganizationAddress } from "./organization";

/** What all parts of an organization's page have: its name, facts and acts, and the links to them. */
export function OrganizationLayout() {
  const { data, error, refetch } = useOrganization();
  if (error && !data) return <Failure error={error} retry={() => void refetch()} />;
  return data ? <Details key={data.id} organization={data} /> : <Loading />;
}

/** The last part of a subpage's address → its title. */
const subpages = {
  members: "Members",
  teams: pages.teams.title,
  domains: pages.domains.title,
  connections: pages.connections.title,
  directories: pages.directories.title,
} as const;

function Details({ organization }: { readonly organization: Organization }) {
  const projectId = useProjectId();
  const addressOf = useOrganizationAddress();
  const navigate = useNavigate();
  const [open, setOpen] = useState<"edit" | "delete" | null>(null);
  const close = () => setOpen(null);
  const remove = useAct({
    operation: "organizations.deleteOrganization",
    run: async (client) => await client.organizations.deleteOrganization(organization.id),
    done: () => `Deleted the organization ${organization.name}`,
    leave: async () =>
      await navigate({ to: "/projects/$projectId/organizations", params: { projectId } }),
  });
  return (
    <>
      <PageHeader title={organization.name} about={organization.slug}>
        <Button onPress={() => setOpen("edit")}>Edit</Button>
        <Button tone="danger" onPress={() => setOpen("delete")}>
          Delete
        </Button>
      </PageHeader>
      <dl className="facts">
        <div>
          <dt>Organization id</dt>
          <dd>
            <CopyableId id={organization.id} what="organization id" />
          </dd>
        </div>
        <div>
          <dt>Second factor</dt>
          <dd>{organization.requireMfa ? "Required" : "Not required"}</dd>
        </div>
        <div>
          <dt>Single sign-on</dt>
          <dd>{organization.ssoEnforced ? "Required" : "Not required"}</dd>
        </div>
        <div>
          <dt>Created</dt>
          <dd>
            <Time at={organization.createdAt} />
          </dd>
        </div>
      </dl>
      <Subpages
        label="Organization"
        pageTitle={organization.name}
        links={Object.entries(subpages).map(([path, title]) => ({
          title,
          address: addressOf(path),
        }))}
      >
        <Outlet />
      </Subpages>
      {open === "edit" && <EditOrganization organization={organization} onClose={close} />}
      <Deletion
        what="organization"
        name={open === "delete" ? organization.name : null}
        consequence="Its memberships, invitations, teams, connections and keys are deleted. The users stay."
        onClose={close}
        act={async () => await remove.mutateAsync()}
      />
    </>
  );
}

interface EditProps {
  readonly organization: Organization;
  readonly onClose: () => void;
}

function EditOrganization({ organization, onClose }: EditProps) {
  const update = useAct({
    operation: "organizations.updateOrganization",
    run: async (
      client,
      fields: { name: string; slug: string; requireMfa: boolean; ssoEnforced: boolean },
    ) =>
      await client.organizations.updateOrganization({
        organizationId: organization.id,
        ...fields,
      }),
    done: () => "Saved the organization",
  });
  return (
    <ActDialog
      title="Edit organization"
      isOpen
      onClose={onClose}
      submit="Save organization"
      act={async ({ text, isOn }) =>
        await update.mutateAsync({
          name: text("name"),
          slug: text("slug"),
          requireMfa: isOn("requireMfa"),
          ssoEnforced: isOn("ssoEnforced"),
        })
      }
    >
      <TextInput label="Name" name="name" isRequired autoFocus defaultValue={organization.name} />
      <TextInput label="Slug" name="slug" isRequired isCode defaultValue={organization.slug} />
      <Toggle
        label="Require a second factor"
        name="requireMfa"
        defaultSelected={organization.requireMfa}
        description="Members without one cannot act in the organization."
      />
      <Toggle
        label="Require single sign-on"
        name="ssoEnforced"
        defaultSelected={organization.ssoEnforced}
        description="Needs an active connection of the organization."
      />
    </ActDialog>
  );
}
