import { useQuery, useQueryClient } from "@tanstack/react-query";
import { useNavigate } from "@tanstack/react-router";
import { useState } from "react";
import { operatorClient } from "../data/clients";
import { withStepUp } from "../data/stepUp";
import { Button } from "../ui/Button";
import { CopyableId } from "../ui/CopyButton";
import { DataTable } from "../ui/DataTable";
import { ActDialog } from "../ui/dialogs";
import { TextInput } from "../ui/fields";
import { announce } from "../ui/notices";
import { PageHeader } from "../ui/PageHeader";
import { Empty } from "../ui/states";
import { Time } from "../ui/Time";
import { projectsQuery } from "./projectsQuery";

export function ProjectsPage() {
  const { data, error, refetch } = useQuery(projectsQuery);
  const [isCreating, setCreating] = useState(false);
  const createButton = (
    <Button tone="primary" onPress={() => setCreating(true)}>
      Create project
    </Button>
  );
  return (
    <main className="wide" id="content">
      <PageHeader
        title="Projects"
        about="A project has its own users, keys and settings. Nothing crosses from one to another."
      >
        {createButton}
      </PageHeader>
      <DataTable
        label="Projects"
        list={{ items: data, error, refetch }}
        keyOf={({ id }) => id}
        hrefOf={({ id }) => `/projects/${id}`}
        empty={
          <Empty title="You have no project yet">
            <p>Create one for each app and each environment of it.</p>
            {createButton}
          </Empty>
        }
        columns={[
          {
            title: "Name",
            isHeader: true,
            cell: ({ name, slug }) => (
              <span className="two-lines">
                <strong>{name}</strong>
                <span className="muted">{slug}</span>
              </span>
            ),
          },
          { title: "Id", cell: ({ id }) => <CopyableId id={id} what="project id" /> },
          { title: "Created", cell: ({ createdAt }) => <Time at={createdAt} /> },
        ]}
      />
      <CreateProject isOpen={isCreating} onClose={() => setCreating(false)} />
    </main>
  );
}

const toSlug = (name: string): string =>
  name
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, "-")
    .replace(/^-+|-+$/g, "")
    .slice(0, 63);

function CreateProject({ isOpen, onClose }: { isOpen: boolean; onClose: () => void }) {
  const queryClient = useQueryClient();
  const navigate = useNavigate();
  const [name, setName] = useState("");
  const [slug, setSlug] = useState<string | null>(null);
  return (
    <ActDialog
      title="Create project"
      isOpen={isOpen}
      onClose={onClose}
      submit="Create project"
      act={async ({ text, optional }) => {
        const { project } = await withStepUp(
          async () =>
            await operatorClient.projects.createProject({
              name: text("name"),
              slug: text("slug"),
              description: optional("description"),
            }),
        );
        announce(`Created the project ${project.name}`);
        await queryClient.invalidateQueries(projectsQuery);
        await navigate({
          to: "/projects/$projectId/get-started",
          params: { projectId: project.id },
        });
      }}
    >
      <TextInput
        label="Name"
        name="name"
        isRequired
        autoFocus
        maxLength={100}
        value={name}
        onChange={setName}
      />
      <TextInput
        label="Slug"
        name="slug"
        isRequired
        isCode
        maxLength={63}
        pattern="[a-z0-9\-]+"
        description="a-z, 0-9 and -; unique in the deployment."
        value={slug ?? toSlug(name)}
        onChange={setSlug}
      />
      <TextInput label="Description" name="description" lines={3} maxLength={1000} />
    </ActDialog>
  );
}
