import { Link, useParams } from "@tanstack/react-router";
import { useProjectId, useRead } from "../data/operations";
import { CopyableId } from "../ui/CopyButton";
import { Fact } from "../ui/Fact";
import { PageHeader } from "../ui/PageHeader";
import { Failure, Loading } from "../ui/states";
import { types, type AuthClient } from "./authClients";
import { ClientBranding } from "./ClientBranding";
import { ClientState } from "./ClientState";

export function ClientPage() {
  const { clientId } = useParams({ from: "/signedIn/projects/$projectId/clients/$clientId" });
  const { data, error, refetch } = useRead(
    "authClients.getClient",
    { clientId },
    async (client) => await client.authClients.getClient(clientId),
  );
  if (error && !data) return <Failure error={error} retry={() => void refetch()} />;
  return data ? <Client client={data} /> : <Loading />;
}

function Client({ client }: { readonly client: AuthClient }) {
  const projectId = useProjectId();
  return (
    <>
      <PageHeader
        title={client.name}
        about={
          <Link to="/projects/$projectId/clients" params={{ projectId }}>
            Auth clients
          </Link>
        }
      />
      <dl className="facts">
        <Fact title="State">
          <ClientState client={client} />
        </Fact>
        <Fact title="Type">{types[client.type]}</Fact>
        <Fact title="Client id">
          <CopyableId id={client.clientId} what="client id" />
        </Fact>
      </dl>
      {/* A service has no users, and so no pages. */}
      {client.type !== "service" && (
        <div className="sections parts">
          <ClientBranding client={client} />
        </div>
      )}
    </>
  );
}
