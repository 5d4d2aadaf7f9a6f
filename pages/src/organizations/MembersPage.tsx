import { Link } from "@tanstack/react-router";
import { useProjectId } from "../data/operations";
import { SubpageHeader } from "../ui/Subpages";
import { Invitations } from "./Invitations";
import { Members } from "./Members";
import { useOrganizationId } from "./organization";

export function MembersPage() {
  const [projectId, organizationId] = [useProjectId(), useOrganizationId()];
  return (
    <>
      <SubpageHeader
        title="Members and invitations"
        about={
          <>
            Members must be{" "}
            <Link to="/projects/$projectId/users" params={{ projectId }}>
              users
            </Link>{" "}
            of the project.
          </>
        }
      />
      <Members organizationId={organizationId} />
      <Invitations organizationId={organizationId} />
    </>
  );
}
