import { Link, useNavigate, useParams } from "@tanstack/react-router";
import { useState } from "react";
import type { Organization } from "../../../src/index";
import { useAct, useRead } from "../data/operations";
import { Button } from "../ui/Button";
import { CopyableId } from "../ui/CopyButton";
import { ActDialog, Deletion } from "../ui/dialogs";
import { TextInput, Toggle } from "../ui/fields";
import { PageHeader } from "../ui/PageHeader";
import { Failure, Loading } from "../ui/states";
import { Time } from "../ui/Time";
import { Invitations } from "./Invitations";
import { Members } from "./Members";

const FROM = "/signedIn/projects/$projectId/organizations/$organizationId";

export function OrganizationPage() {
  const { organizationId } = useParams({ from: FROM });
  const { data, error, refetch } = useRead(
    "organizations.getOrganization",
    { organizationId },
    async (client) => await client.organizations.getOrganization(organizationId),
  );
  if (error && !data) return <Failure error={error} retry={() => void refetch()} />;
  return data ? <Details organization={data} /> : <Loading />;
}

function Details({ organization }: { readonly organization: Organization }) {
  const { projectId } = useParams({ from: FROM });
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
      <p className="muted">
        Members must be{" "}
        <Link to="/projects/$projectId/users" params={{ projectId }}>
          users
        </Link>{" "}
        of the project.
      </p>
      <Members organizationId={organization.id} />
      <Invitations organizationId={organization.id} />
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
