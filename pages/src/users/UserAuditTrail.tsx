import { useNavigate, useSearch } from "@tanstack/react-router";
import { AuditTable } from "../activity/AuditTable";
import { useList } from "../data/operations";
import { Choice } from "../ui/fields";

const views = { target: "About this user", actor: "By this user" } as const;

/** The entries of the audit log about a user, or those of what the user did. */
export function UserAuditTrail({ userId }: { readonly userId: string }) {
  const { audit } = useSearch({ from: "/signedIn/projects/$projectId/users/$userId" });
  const view = audit === "actor" ? "actor" : "target";
  const navigate = useNavigate();
  const filter = view === "actor" ? { actorId: userId } : { targetId: userId };
  const list = useList(
    "auditLogs.listEvents",
    filter,
    async (client, after) => await client.auditLogs.listEvents({ ...filter, after, limit: 20 }),
  );
  return (
    <section aria-labelledby="audit-trail">
      <div className="section-header">
        <h2 id="audit-trail">Audit trail</h2>
        <Choice
          label="Entries"
          name="audit"
          options={views}
          value={view}
          onChange={(chosen) =>
            void navigate({ to: ".", search: chosen === "actor" ? { audit: chosen } : {} })
          }
        />
      </div>
      <AuditTable label="Audit trail" list={list} />
    </section>
  );
}
