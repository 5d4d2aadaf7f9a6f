import { useState } from "react";
import { useAct, useRead } from "../data/operations";
import { Button } from "../ui/Button";
import { ActDialog } from "../ui/dialogs";
import { Choice, TextInput, Toggle } from "../ui/fields";
import { Failure, Loading } from "../ui/states";
import { Time } from "../ui/Time";

const providers = {
  resend: "Resend",
  sendgrid: "SendGrid",
  postmark: "Postmark",
  mailgun: "Mailgun",
  smtp: "SMTP",
} as const;
type ProviderName = keyof typeof providers;

export function MailProvider() {
  const { data, error, isPending } = useRead(
    "emails.getProvider",
    {},
    async (client) => await client.emails.getProvider(),
  );
  const [isEditing, setEditing] = useState(false);
  if (error) return <Failure error={error} />;
  if (isPending) return <Loading />;
  return (
    <section className="card" aria-labelledby="provider">
      <div className="section-header">
        <h2 id="provider">Provider</h2>
        <Button onPress={() => setEditing(true)}>{data ? "Change" : "Set up"}</Button>
      </div>
      {data ? (
        <p>
          {providers[data.provider]}, from <code>{data.fromEmail}</code>. Changed{" "}
          <Time at={data.updatedAt} />
        </p>
      ) : (
        <p className="muted">No provider: mail cannot be sent from this project.</p>
      )}
      {isEditing && (
        <ProviderDialog
          current={data ? { ...data, provider: data.provider } : null}
          onClose={() => setEditing(false)}
        />
      )}
    </section>
  );
}

interface Current {
  readonly provider: ProviderName;
  readonly fromEmail: string;
  readonly fromName: string | null;
  readonly domain: string | null;
  readonly host: string | null;
  readonly port: number | null;
  readonly secure: boolean | null;
  readonly username: string | null;
}

function ProviderDialog({ current, onClose }: { current: Current | null; onClose: () => void }) {
  const [provider, setProvider] = useState<ProviderName>(current?.provider ?? "resend");
  const save = useAct({
    operation: "emails.saveProvider",
    run: async (client, fields: object) =>
      await client.emails.saveProvider({ provider, ...fields }),
    done: () => "Saved the provider",
  });
  return (
    <ActDialog
      title="Mail provider"
      isOpen
      onClose={onClose}
      submit="Save provider"
      act={async ({ text, optional, isOn }) =>
        await save.mutateAsync({
          fromEmail: text("fromEmail"),
          fromName: optional("fromName") ?? null,
          ...(provider === "smtp"
            ? {
                host: text("host"),
                port: Number(text("port")),
                secure: isOn("secure"),
                username: optional("username"),
                password: optional("password"),
              }
            : { apiKey: optional("apiKey") }),
          ...(provider === "mailgun" ? { domain: text("domain") } : {}),
        })
      }
    >
      <Choice
        label="Provider"
        name="provider"
        options={providers}
        value={provider}
        onChange={setProvider}
      />
      <TextInput
        label="From address"
        name="fromEmail"
        type="email"
        isRequired
        defaultValue={current?.fromEmail}
      />
      <TextInput label="From name" name="fromName" defaultValue={current?.fromName ?? ""} />
      {provider === "smtp" ? (
        <>
          <TextInput
            label="Host"
            name="host"
            isRequired
            isCode
            defaultValue={current?.host ?? ""}
          />
          <TextInput
            label="Port"
            name="port"
            isRequired
            inputMode="numeric"
            defaultValue={String(current?.port ?? 465)}
          />
          <Toggle
            label="TLS from the start"
            name="secure"
            defaultSelected={current?.secure ?? true}
          />
          <TextInput label="User name" name="username" defaultValue={current?.username ?? ""} />
          <TextInput label="Password" name="password" type="password" autoComplete="off" />
        </>
      ) : (
        <TextInput
          label="API key"
          name="apiKey"
          type="password"
          autoComplete="off"
          description="Stored encrypted and never shown. Empty: the stored key stays."
        />
      )}
      {provider === "mailgun" && (
        <TextInput
          label="Domain"
          name="domain"
          isRequired
          isCode
          defaultValue={current?.domain ?? ""}
        />
      )}
    </ActDialog>
  );
}
