import { useMembers, useOrganizations } from "@banata-auth/convex/react";

/** The members of the user's organizations. They appear and disappear while the page is open. */
export function Members() {
  const organizations = useOrganizations();
  return organizations?.map(({ id, name }) => (
    <MembersOf key={id} organizationId={id} name={name} />
  ));
}

function MembersOf({ organizationId, name }: { organizationId: string; name: string }) {
  const { members, status, loadMore } = useMembers(organizationId);
  return (
    <section>
      <h2>{name}</h2>
      <ul aria-label={`Members of ${name}`}>
        {members.map(({ id, user }) => (
          <li key={id}>
            {user.name} ({user.email})
          </li>
        ))}
      </ul>
      {status === "CanLoadMore" && <button onClick={() => loadMore(20)}>More</button>}
    </section>
  );
}
