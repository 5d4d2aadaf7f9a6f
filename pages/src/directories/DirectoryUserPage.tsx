import { Link, useParams } from "@tanstack/react-router";
import type { DirectoryUser } from "../../../src/index";
import { useList, useProjectId, useRead } from "../data/operations";
import { OrganizationLink } from "../organizations/OrganizationLink";
import { CopyableId } from "../ui/CopyButton";
import { Fact } from "../ui/Fact";
import { PageHeader } from "../ui/PageHeader";
import { Failure, Loading } from "../ui/states";
import { Time } from "../ui/Time";
import { reasons } from "./directories";
import { DirectoryGroupTable } from "./DirectoryGroupTable";
import { DirectoryUserState } from "./DirectoryUserTable";
import { DIRECTORY } from "./routes";

export function DirectoryUserPage() {
  const { directoryUserId } = useParams({ from: `${DIRECTORY}/users/$directoryUserId` });
  const { data, error, refetch } = useRead(
    "directories.getUser",
    { directoryUserId },
    async (client) => await client.directories.getUser(directoryUserId),
  );
  if (error && !data) return <Failure error={error} retry={() => void refetch()} />;
  return data ? <Details user={data} /> : <Loading />;
}

function Details({ user }: { readonly user: DirectoryUser }) {
  const projectId = useProjectId();
  const { id, directoryId, userId } = user;
  const groups = useList(
    "directories.listGroups",
    { directoryId, directoryUserId: id },
    async (client, after) =>
      await client.directories.listGroups({ directoryId, directoryUserId: id, after, limit: 50 }),
  );
  return (
    <>
      <PageHeader
        title={user.userName}
        about={<OrganizationLink path={`directories/${directoryId}`} title="Directory" />}
      />
      <dl className="facts">
        <Fact title="State">
          <DirectoryUserState user={user} />
        </Fact>
        <Fact title="User of the project">
          {userId === null ? (
            "None"
          ) : (
            <Link to="/projects/$projectId/users/$userId" params={{ projectId, userId }}>
              {userId}
            </Link>
          )}
        </Fact>
        {user.reason && <Fact title="Why not linked">{reasons[user.reason]}</Fact>}
        <Fact title="Email">
          {user.emails
            .map(({ value, primary }) => (primary ? `${value} (primary)` : value))
            .join(", ") || "None"}
        </Fact>
        <Fact title="Name">
          {user.displayName ??
            ([user.name.givenName, user.name.familyName].filter(Boolean).join(" ") || "None")}
        </Fact>
        <Fact title="Title and department">
          {[user.title, user.department].filter(Boolean).join(", ") || "None"}
        </Fact>
        <Fact title="External id">{user.externalId ?? "None"}</Fact>
        <Fact title="Changed">
          <Time at={user.updatedAt} />
        </Fact>
        <Fact title="Directory user id">
          <CopyableId id={id} what="directory user id" />
        </Fact>
      </dl>
      <section aria-labelledby="groups">
        <div className="section-header">
          <h2 id="groups">Groups</h2>
        </div>
        <DirectoryGroupTable list={groups} directoryId={directoryId} />
      </section>
    </>
  );
}
