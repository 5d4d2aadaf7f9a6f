import { useNavigate } from "@tanstack/react-router";
import { useState } from "react";
import type { BanataAuth } from "../../../src/client";
import { useAct } from "../data/operations";
import { DomainPicker } from "../domains/DomainPicker";
import { useOrganizationAddress, useOrganizationId } from "../organizations/organization";
import { ActDialog } from "../ui/dialogs";
import { Choice, TextInput } from "../ui/fields";
import { protocols } from "./connections";
import { OidcAccount, readOidcAccount } from "./oidcFields";
import { readSamlProvider, SamlProvider } from "./samlFields";

type NewConnection = Omit<
  Parameters<BanataAuth["sso"]["createConnection"]>[0],
  "organizationId" | "type" | "domains"
>;

/** The configuration may be left out: the identity provider often needs our values first. */
export function CreateConnection({ onClose }: { readonly onClose: () => void }) {
  const organizationId = useOrganizationId();
  const addressOf = useOrganizationAddress();
  const navigate = useNavigate();
  const [type, setType] = useState<keyof typeof protocols>("saml");
  const [domains, setDomains] = useState<string[]>([]);
  const create = useAct({
    operation: "sso.createConnection",
    run: async (client, fields: NewConnection) =>
      await client.sso.createConnection({ organizationId, type, domains, ...fields }),
    done: ({ name }) => `Created the connection ${name}`,
  });
  return (
    <ActDialog
      title="Create SSO connection"
      isOpen
      onClose={onClose}
      submit="Create connection"
      act={async (values) => {
        const { id } = await create.mutateAsync({
          name: values.text("name"),
          ...(type === "saml"
            ? { samlConfig: readSamlProvider(values) }
            : { oidcConfig: readOidcAccount(values) }),
        });
        await navigate({ to: addressOf(`connections/${id}`) });
      }}
    >
      <TextInput label="Name" name="name" isRequired autoFocus maxLength={100} />
      <Choice label="Protocol" name="type" options={protocols} value={type} onChange={setType} />
      <DomainPicker value={domains} onChange={setDomains} />
      {type === "saml" ? <SamlProvider /> : <OidcAccount />}
    </ActDialog>
  );
}
