import type { Project } from "../../../src/index";
import type { FormValues } from "../ui/dialogs";
import { TextInput } from "../ui/fields";

/** The fields of `readProjectFields`. */
export const ProjectInputs = ({ project }: { readonly project: Project }) => (
  <>
    <div className="columns">
      <TextInput label="Name" name="name" isRequired defaultValue={project.name} />
      <TextInput label="Slug" name="slug" isRequired isCode defaultValue={project.slug} />
      <TextInput
        label="Name for users"
        name="serviceName"
        maxLength={100}
        description="On pages and in mails. Empty: the project's name."
        defaultValue={project.serviceName ?? ""}
      />
      <TextInput
        label="Environment"
        name="environment"
        maxLength={63}
        placeholder="production"
        defaultValue={project.environment ?? ""}
      />
      <TextInput
        label="Prefix of new API keys"
        name="keyPrefix"
        isRequired
        isCode
        defaultValue={project.keyPrefix}
      />
      <TextInput
        label="Status page"
        name="statusUrl"
        type="url"
        isCode
        placeholder="https://status.example.com/"
        description="Error pages link to it."
        defaultValue={project.statusUrl ?? ""}
      />
    </div>
    <TextInput
      label="Auth domains"
      name="authDomains"
      isCode
      lines={2}
      placeholder="auth.example.com"
      description="The hosts at which users sign in, one in a line. The overview checks them."
      defaultValue={project.authDomains.join("\n")}
    />
    <TextInput
      label="Description"
      name="description"
      lines={2}
      defaultValue={project.description ?? ""}
    />
  </>
);

export type ProjectFields = Pick<
  Project,
  | "name"
  | "slug"
  | "serviceName"
  | "environment"
  | "keyPrefix"
  | "statusUrl"
  | "authDomains"
  | "description"
>;

export const readProjectFields = ({ text, optional }: FormValues): ProjectFields => ({
  name: text("name"),
  slug: text("slug"),
  serviceName: optional("serviceName") ?? null,
  environment: optional("environment") ?? null,
  keyPrefix: text("keyPrefix"),
  statusUrl: optional("statusUrl") ?? null,
  authDomains: text("authDomains")
    .split(/\s+/)
    .filter((each) => each !== ""),
  description: optional("description") ?? null,
});
