import { useState } from "react";
import { useRead } from "../data/operations";
import { ActMenu } from "../ui/ActMenu";
import { Badge } from "../ui/Badge";
import { Button } from "../ui/Button";
import { DataTable } from "../ui/DataTable";
import { PageHeader } from "../ui/PageHeader";
import { Empty } from "../ui/states";
import type { BanataAuth } from "../../../src/client";
import { MailProvider } from "./MailProvider";
import { Messages } from "./Messages";
import { CreateTemplate, DeleteTemplate, EditTemplate, Preview, SendTest } from "./templateDialogs";

export type Template = Awaited<ReturnType<BanataAuth["emails"]["templates"]["list"]>>[number];
type Open =
  | { readonly dialog: "create" }
  | { readonly dialog: "preview" | "edit" | "test" | "delete"; readonly template: Template }
  | null;

export function EmailsPage() {
  const templates = useRead(
    "emails.listTemplates",
    {},
    async (client) => await client.emails.templates.list(),
  );
  const [open, setOpen] = useState<Open>(null);
  const close = () => setOpen(null);
  return (
    <>
      <PageHeader title="E-mails" about="Who sends the project's mail, and what it says.">
        <Button tone="primary" onPress={() => setOpen({ dialog: "create" })}>
          Create template
        </Button>
      </PageHeader>
      <MailProvider />
      <section aria-labelledby="templates">
        <div className="section-header">
          <h2 id="templates">Templates</h2>
        </div>
        <DataTable
          label="Templates"
          list={{ items: templates.data, error: templates.error, refetch: templates.refetch }}
          keyOf={({ id }) => id}
          empty={<Empty title="No templates" />}
          columns={[
            {
              title: "Name",
              isHeader: true,
              cell: ({ name, subject }) => (
                <span className="two-lines">
                  <strong>{name}</strong>
                  <span className="muted">{subject}</span>
                </span>
              ),
            },
            { title: "Slug", cell: ({ slug }) => <code>{slug}</code> },
            {
              title: "Kind",
              cell: ({ builtIn }) => <Badge>{builtIn ? "Built in" : "Own"}</Badge>,
            },
            {
              title: "Acts",
              isTitleHidden: true,
              cell: (template) => (
                <ActMenu
                  label={`Acts on ${template.name}`}
                  acts={[
                    { text: "Preview", perform: () => setOpen({ dialog: "preview", template }) },
                    { text: "Edit", perform: () => setOpen({ dialog: "edit", template }) },
                    { text: "Send test", perform: () => setOpen({ dialog: "test", template }) },
                    {
                      text: template.builtIn ? "Reset" : "Delete",
                      isDangerous: true,
                      perform: () => setOpen({ dialog: "delete", template }),
                    },
                  ]}
                />
              ),
            },
          ]}
        />
      </section>
      <Messages />
      {open?.dialog === "create" && <CreateTemplate onClose={close} />}
      {open?.dialog === "preview" && <Preview template={open.template} onClose={close} />}
      {open?.dialog === "edit" && <EditTemplate template={open.template} onClose={close} />}
      {open?.dialog === "test" && <SendTest template={open.template} onClose={close} />}
      <DeleteTemplate template={open?.dialog === "delete" ? open.template : null} onClose={close} />
    </>
  );
}
