import { useQuery, useQueryClient } from "@tanstack/react-query";
import { useNavigate } from "@tanstack/react-router";
import { useState } from "react";
import { operatorClient } from "../data/clients";
import { useAct, useProjectId, useRead } from "../data/operations";
import { withStepUp } from "../data/stepUp";
import { projectsQuery } from "../projects/projectsQuery";
import { Button } from "../ui/Button";
import { ActDialog, Deletion } from "../ui/dialogs";
import { TextInput, Toggle } from "../ui/fields";
import { announce } from "../ui/notices";
import { PageHeader } from "../ui/PageHeader";
import { FormSection } from "../ui/Section";
import { Failure, Loading } from "../ui/states";
import { ProjectInputs, readProjectFields, type ProjectFields } from "./ProjectInputs";
import { Team } from "./Team";

export function SettingsPage() {
  const projectId = useProjectId();
  const { data: projects, error } = useQuery(projectsQuery);
  const project = projects?.find(({ id }) => id === projectId);
  const queryClient = useQueryClient();
  const save = useAct({
    operation: "projects.updateProject",
    run: async (client, fields: ProjectFields) =>
      await client.projects.updateProject(projectId, fields),
    done: () => "Saved the project",
  });
  return (
    <>
      <PageHeader title="Settings" />
      {error && <Failure error={error} />}
      <div className="sections">
        {project && (
          <FormSection
            key={project.updatedAt}
            title="Project"
            submit="Save project"
            act={async (values) => {
              await save.mutateAsync(readProjectFields(values));
              await queryClient.invalidateQueries(projectsQuery);
            }}
          >
            <ProjectInputs project={project} />
          </FormSection>
        )}
        <Team />
        <Grants />
        <Retention />
        <Danger name={project?.name ?? ""} />
      </div>
    </>
  );
}

const grants = {
  roleAssignment: "Roles may be assigned",
  multipleRoles: "A user or member may have several roles",
  apiKeyPermissions: "API keys may have permissions",
} as const;
const grantNames = Object.keys(grants) as (keyof typeof grants)[]; // the record's own keys

function Grants() {
  const { data, error, dataUpdatedAt } = useRead(
    "configuration.getAuthConfiguration",
    {},
    async (client) => await client.configuration.getAuthConfiguration(),
  );
  const save = useAct({
    operation: "configuration.saveAuthConfiguration",
    run: async (client, fields: { [N in keyof typeof grants]?: boolean }) =>
      await client.configuration.saveAuthConfiguration(fields),
    done: () => "Saved",
  });
  if (error) return <Failure error={error} />;
  if (!data) return <Loading />;
  return (
    <FormSection
      key={dataUpdatedAt}
      title="Grants"
      submit="Save grants"
      act={async ({ isOn }) =>
        await save.mutateAsync(Object.fromEntries(grantNames.map((name) => [name, isOn(name)])))
      }
    >
      <div className="toggles">
        {grantNames.map((name) => (
          <Toggle key={name} label={grants[name]} name={name} defaultSelected={data[name]} />
        ))}
      </div>
    </FormSection>
  );
}

const toDays = (text: string | undefined): number | null =>
  text === undefined ? null : Number(text);

function Retention() {
  const { data, error, dataUpdatedAt } = useRead(
    "auditLogs.getRetention",
    {},
    async (client) => await client.auditLogs.getRetention(),
  );
  const save = useAct({
    operation: "auditLogs.saveRetention",
    run: async (client, fields: { auditDays: number | null; eventDays: number | null }) =>
      await client.auditLogs.saveRetention(fields),
    done: () => "Saved the retention",
  });
  if (error) return <Failure error={error} />;
  if (!data) return <Loading />;
  return (
    <FormSection
      key={dataUpdatedAt}
      title="Retention"
      about="In days. Empty keeps entries for good."
      submit="Save retention"
      act={async ({ optional }) =>
        await save.mutateAsync({
          auditDays: toDays(optional("auditDays")),
          eventDays: toDays(optional("eventDays")),
        })
      }
    >
      <div className="columns">
        <TextInput
          label="Audit log"
          name="auditDays"
          inputMode="numeric"
          defaultValue={data.auditDays === null ? "" : String(data.auditDays)}
        />
        <TextInput
          label="Events"
          name="eventDays"
          inputMode="numeric"
          defaultValue={data.eventDays === null ? "" : String(data.eventDays)}
        />
      </div>
    </FormSection>
  );
}

function Danger({ name }: { readonly name: string }) {
  const projectId = useProjectId();
  const navigate = useNavigate();
  const queryClient = useQueryClient();
  const [open, setOpen] = useState<"rotate" | "delete" | null>(null);
  const close = () => setOpen(null);
  const rotate = useAct({
    operation: "projects.rotateSigningKeys",
    run: async (client) => await client.projects.rotateSigningKeys(),
    done: () => "Rotated the signing keys",
  });
  return (
    <section className="card" aria-labelledby="danger">
      <h2 id="danger">Signing keys and deletion</h2>
      <div className="section-form">
        <div className="inline">
          <Button onPress={() => setOpen("rotate")}>Rotate signing keys</Button>
          <Button tone="danger" onPress={() => setOpen("delete")}>
            Delete project
          </Button>
        </div>
      </div>
      <ActDialog
        title="Rotate signing keys"
        isOpen={open === "rotate"}
        onClose={close}
        submit="Rotate signing keys"
        act={async () => await rotate.mutateAsync()}
      >
        <p>
          A new key signs the tokens for other services after five minutes. Tokens signed with the
          old key stay valid until they expire.
        </p>
      </ActDialog>
      <Deletion
        what="project"
        name={open === "delete" ? name : null}
        consequence="Everything in the project is deleted. Its keys and sessions stop working at once. This cannot be undone."
        onClose={close}
        act={async () => {
          await withStepUp(async () => await operatorClient.projects.deleteProject(projectId));
          announce(`Deleted the project ${name}`);
          await queryClient.invalidateQueries(projectsQuery);
          await navigate({ to: "/" });
        }}
      />
    </section>
  );
}
