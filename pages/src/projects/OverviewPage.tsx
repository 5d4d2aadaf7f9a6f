import { useQuery } from "@tanstack/react-query";
import { useProjectId, useRead } from "../data/operations";
import { Badge, type Tone } from "../ui/Badge";
import { CopyableId } from "../ui/CopyButton";
import { PageHeader } from "../ui/PageHeader";
import { Failure, Loading } from "../ui/states";
import { Time } from "../ui/Time";
import { Numbers } from "./Numbers";
import { projectsQuery } from "./projectsQuery";

const tones = { ok: "good", warning: "warning", failed: "bad", unknown: "neutral" } as const;
const words = {
  ok: "Ready",
  warning: "Incomplete",
  failed: "Not ready",
  unknown: "Unknown",
} as const;

export function OverviewPage() {
  const projectId = useProjectId();
  const { data: projects } = useQuery(projectsQuery);
  const checks = useRead(
    "projects.getReadiness",
    {},
    async (client) => await client.projects.getReadiness(),
  );
  const project = projects?.find(({ id }) => id === projectId);
  return (
    <>
      <PageHeader title={project?.name ?? "Overview"} about={project?.description ?? undefined} />
      {project && (
        <dl className="facts">
          <div>
            <dt>Project id</dt>
            <dd>
              <CopyableId id={project.id} what="project id" />
            </dd>
          </div>
          <div>
            <dt>Slug</dt>
            <dd>
              <code>{project.slug}</code>
            </dd>
          </div>
          <div>
            <dt>Created</dt>
            <dd>
              <Time at={project.createdAt} />
            </dd>
          </div>
        </dl>
      )}
      <Numbers />
      <section className="card" aria-labelledby="readiness">
        <h2 id="readiness">Before customers use it</h2>
        {checks.error && <Failure error={checks.error} retry={() => void checks.refetch()} />}
        {checks.isPending && <Loading />}
        <ul className="checklist">
          {checks.data?.map(({ id, status, message, fix }) => (
            <li key={id}>
              <Badge tone={tones[status] satisfies Tone}>{words[status]}</Badge>
              <div>
                <p>{message}</p>
                {fix !== null && <p className="muted">{fix}</p>}
              </div>
            </li>
          ))}
        </ul>
      </section>
    </>
  );
}
