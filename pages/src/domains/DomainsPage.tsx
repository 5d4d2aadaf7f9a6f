import { useNavigate } from "@tanstack/react-router";
import { useAct, useList } from "../data/operations";
import { useOrganizationAddress, useOrganizationId } from "../organizations/organization";
import { ActDialogButton } from "../ui/ActDialogButton";
import { DataTable } from "../ui/DataTable";
import { TextInput } from "../ui/fields";
import { Empty } from "../ui/states";
import { SubpageHeader } from "../ui/Subpages";
import { Time } from "../ui/Time";
import { DomainState } from "./DomainState";

export function DomainsPage() {
  const organizationId = useOrganizationId();
  const addressOf = useOrganizationAddress();
  const list = useList(
    "domains.list",
    { organizationId },
    async (client, after) => await client.domains.list({ organizationId, after, limit: 50 }),
  );
  return (
    <>
      <SubpageHeader
        title="Domains"
        about="A TXT record proves that a domain is the organization's. Single sign-on and directories trust addresses of verified domains only."
      >
        <AddDomain />
      </SubpageHeader>
      <DataTable
        label="Domains"
        list={list}
        keyOf={({ id }) => id}
        hrefOf={({ id }) => addressOf(`domains/${id}`)}
        empty={
          <Empty title="No domains">
            <p>Add the domains of the addresses that the organization's members have.</p>
          </Empty>
        }
        columns={[
          { title: "Domain", isHeader: true, cell: ({ domain }) => <strong>{domain}</strong> },
          { title: "State", cell: (domain) => <DomainState domain={domain} /> },
          { title: "Verified", cell: ({ verifiedAt }) => <Time at={verifiedAt} /> },
          { title: "Last looked up", cell: ({ lastCheckedAt }) => <Time at={lastCheckedAt} /> },
        ]}
      />
    </>
  );
}

function AddDomain() {
  const organizationId = useOrganizationId();
  const addressOf = useOrganizationAddress();
  const navigate = useNavigate();
  const create = useAct({
    operation: "domains.createVerification",
    run: async (client, domain: string) =>
      await client.domains.createVerification({ organizationId, domain }),
    done: (_, { domain }) => `Added the domain ${domain}`,
  });
  return (
    <ActDialogButton
      title="Add domain"
      buttonTone="primary"
      submit="Add domain"
      act={async ({ text }) => {
        const { id } = await create.mutateAsync(text("domain"));
        await navigate({ to: addressOf(`domains/${id}`) });
      }}
    >
      <TextInput
        label="Domain"
        name="domain"
        isRequired
        isCode
        autoFocus
        placeholder="acme.com"
        description="The part after the @ of addresses. Sub-domains are added on their own."
      />
    </ActDialogButton>
  );
}
