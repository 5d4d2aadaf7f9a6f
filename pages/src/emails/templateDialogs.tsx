/** The acts on a template. A preview is text: the console shows no HTML of a project. */
import { useAct, useRead } from "../data/operations";
import { ActDialog, Deletion, DetailsDialog } from "../ui/dialogs";
import { TextInput } from "../ui/fields";
import { Failure, Loading } from "../ui/states";
import type { Template } from "./EmailsPage";

interface TemplateProps {
  readonly template: Template;
  readonly onClose: () => void;
}

export function Preview({ template, onClose }: TemplateProps) {
  const { data, error } = useRead(
    "emails.preview",
    { slug: template.slug },
    async (client) => await client.emails.preview(template.slug),
  );
  return (
    <DetailsDialog title={template.name} onClose={onClose}>
      {error && <Failure error={error} />}
      {!data && !error && <Loading />}
      {data && (
        <>
          <p>
            <strong>{data.subject}</strong>
          </p>
          <pre className="preview" tabIndex={0} aria-label="Text of the mail">
            {data.text}
          </pre>
        </>
      )}
    </DetailsDialog>
  );
}

const ContentFields = ({ template }: { readonly template?: Template }) => (
  <>
    <TextInput label="Subject" name="subject" isRequired defaultValue={template?.subject} />
    <TextInput label="Preheader" name="preheader" defaultValue={template?.preheader ?? ""} />
    <TextInput
      label="Blocks, as JSON"
      name="blocksJson"
      isRequired
      isCode
      lines={10}
      defaultValue={template?.blocksJson ?? '[{ "type": "text", "text": "Hello {{userName}}" }]'}
    />
  </>
);

export function CreateTemplate({ onClose }: { readonly onClose: () => void }) {
  const create = useAct({
    operation: "emails.createTemplate",
    run: async (
      client,
      fields: { name: string; slug: string; subject: string; blocksJson: string },
    ) => await client.emails.templates.create(fields),
    done: ({ name }) => `Created the template ${name}`,
  });
  return (
    <ActDialog
      title="Create template"
      isOpen
      onClose={onClose}
      submit="Create template"
      act={async ({ text, optional }) =>
        await create.mutateAsync({
          name: text("name"),
          slug: text("slug"),
          subject: text("subject"),
          blocksJson: text("blocksJson"),
          ...(optional("preheader") === undefined ? {} : { preheader: optional("preheader") }),
        })
      }
    >
      <TextInput label="Name" name="name" isRequired autoFocus />
      <TextInput label="Slug" name="slug" isRequired isCode />
      <ContentFields />
    </ActDialog>
  );
}

export function EditTemplate({ template, onClose }: TemplateProps) {
  const update = useAct({
    operation: "emails.updateTemplate",
    run: async (
      client,
      fields: { subject: string; preheader: string | null; blocksJson: string },
    ) => await client.emails.templates.update(template.id, fields),
    done: () => `Saved the template ${template.name}`,
  });
  return (
    <ActDialog
      title={`Edit ${template.name}`}
      isOpen
      onClose={onClose}
      submit="Save template"
      act={async ({ text, optional }) =>
        await update.mutateAsync({
          subject: text("subject"),
          preheader: optional("preheader") ?? null,
          blocksJson: text("blocksJson"),
        })
      }
    >
      <ContentFields template={template} />
    </ActDialog>
  );
}

export function SendTest({ template, onClose }: TemplateProps) {
  const send = useAct({
    operation: "emails.sendTest",
    run: async (client, to: string) => await client.emails.sendTest(to, template.slug),
    done: (to) => `Sent a test mail to ${to}`,
  });
  return (
    <ActDialog
      title={`Send ${template.name}`}
      isOpen
      onClose={onClose}
      submit="Send test"
      act={async ({ text }) => await send.mutateAsync(text("to"))}
    >
      <TextInput label="To" name="to" type="email" isRequired autoFocus />
    </ActDialog>
  );
}

interface DeleteProps {
  readonly template: Template | null;
  readonly onClose: () => void;
}

export function DeleteTemplate({ template, onClose }: DeleteProps) {
  const remove = useAct({
    operation: "emails.deleteTemplate",
    run: async (client, id: string) => await client.emails.templates.delete(id),
    done: () => (template?.builtIn ? "Reset the template" : "Deleted the template"),
  });
  return (
    <Deletion
      what="template"
      verb={template?.builtIn ? "Reset" : "Delete"}
      name={template?.slug ?? null}
      consequence={
        template?.builtIn
          ? "Your changes are lost, and the built-in text is sent again."
          : "Mail with this template is refused from now on."
      }
      onClose={onClose}
      act={async () => await remove.mutateAsync(template!.id)} // the dialog is open for one
    />
  );
}
