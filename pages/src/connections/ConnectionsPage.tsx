import { useState } from "react";
import { useList } from "../data/operations";
import { useOrganizationAddress, useOrganizationId } from "../organizations/organization";
import { Button } from "../ui/Button";
import { DataTable } from "../ui/DataTable";
import { Empty } from "../ui/states";
import { SubpageHeader } from "../ui/Subpages";
import { Time } from "../ui/Time";
import { protocols } from "./connections";
import { CertificateState, ConnectionState } from "./ConnectionState";
import { CreateConnection } from "./CreateConnection";

export function ConnectionsPage() {
  const organizationId = useOrganizationId();
  const addressOf = useOrganizationAddress();
  const [isCreating, setCreating] = useState(false);
  const list = useList(
    "sso.listConnections",
    { organizationId },
    async (client, after) => await client.sso.listConnections({ organizationId, after, limit: 50 }),
  );
  return (
    <>
      <SubpageHeader
        title="SSO connections"
        about="Members sign in at the organization's identity provider, by SAML or OpenID Connect."
      >
        <Button tone="primary" onPress={() => setCreating(true)}>
          Create connection
        </Button>
      </SubpageHeader>
      <DataTable
        label="SSO connections"
        list={list}
        keyOf={({ id }) => id}
        hrefOf={({ id }) => addressOf(`connections/${id}`)}
        empty={
          <Empty title="No connections">
            <p>
              Create one to get the values for the organization's identity provider. It has no
              effect before it is active.
            </p>
          </Empty>
        }
        columns={[
          { title: "Name", isHeader: true, cell: ({ name }) => <strong>{name}</strong> },
          { title: "Protocol", cell: ({ type }) => protocols[type] },
          {
            title: "State",
            cell: (connection) => (
              <span className="inline">
                <ConnectionState connection={connection} />
                <CertificateState connection={connection} />
              </span>
            ),
          },
          { title: "Domains", cell: ({ domains }) => domains.join(", ") || "–" },
          { title: "Last sign-in", cell: ({ lastSignInAt }) => <Time at={lastSignInAt} /> },
        ]}
      />
      {isCreating && <CreateConnection onClose={() => setCreating(false)} />}
    </>
  );
}
