/** The fields of a SAML identity provider. Their names are those of the API, for its errors. */
import { useState } from "react";
import type { FormValues } from "../ui/dialogs";
import { Choice, TextInput, Toggle } from "../ui/fields";
import type { Saml } from "./connections";

const sources = {
  later: "Later",
  url: "Metadata address",
  xml: "Metadata document",
  fields: "Single fields",
} as const;
type Source = keyof typeof sources;

/** Where the identity provider's configuration comes from. With `current` it begins with that. */
export function SamlProvider({ current }: { readonly current?: Saml }) {
  const [source, setSource] = useState<Source>(current ? "fields" : "later");
  const { later, ...others } = sources;
  return (
    <>
      <Choice<Source>
        label="Configuration of the identity provider"
        name="source"
        options={(current ? others : { later, ...others }) as typeof sources} // `later` has no meaning for a stored one
        value={source}
        onChange={setSource}
      />
      {source === "url" && (
        <TextInput
          label="Metadata address"
          name="samlConfig.metadataUrl"
          type="url"
          isRequired
          isCode
          defaultValue={current?.metadataUrl ?? ""}
          description="Read once, now. To read it again, save it again."
        />
      )}
      {source === "xml" && (
        <TextInput
          label="Metadata document"
          name="samlConfig.metadataXml"
          lines={8}
          isRequired
          isCode
          description="The XML document, at most 256 KB."
        />
      )}
      {source === "fields" && (
        <>
          <TextInput
            label="Entity id of the identity provider"
            name="samlConfig.idpEntityId"
            isCode
            defaultValue={current?.idpEntityId ?? ""}
            description="Also called issuer. Another one needs a test sign-in again."
          />
          <TextInput
            label="Sign-in address"
            name="samlConfig.idpSsoUrl"
            type="url"
            isCode
            defaultValue={current?.idpSsoUrl ?? ""}
          />
          <TextInput
            label="Certificates"
            name="samlConfig.idpCertificate"
            lines={6}
            isCode
            defaultValue={current?.idpCertificate}
            description="Up to ten PEM blocks; any of them may sign. Add the next one before the identity provider switches."
          />
        </>
      )}
    </>
  );
}

export const readSamlProvider = ({ optional }: FormValues) => ({
  metadataUrl: optional("samlConfig.metadataUrl"),
  metadataXml: optional("samlConfig.metadataXml"),
  idpEntityId: optional("samlConfig.idpEntityId"),
  idpSsoUrl: optional("samlConfig.idpSsoUrl"),
  idpCertificate: optional("samlConfig.idpCertificate"),
});

const bindings = { redirect: "Redirect", post: "POST form" } as const;
const algorithms = {
  "rsa-sha256": "RSA-SHA256",
  "rsa-sha384": "RSA-SHA384",
  "rsa-sha512": "RSA-SHA512",
} as const;
/** What the choice has for null. */
const ANY = "any";
const nameIdFormats: Readonly<Record<string, string>> = {
  [ANY]: "Any that stays the same",
  "urn:oasis:names:tc:SAML:2.0:nameid-format:persistent": "Persistent",
  "urn:oasis:names:tc:SAML:1.1:nameid-format:emailAddress": "Email address",
  "urn:oasis:names:tc:SAML:1.1:nameid-format:unspecified": "Unspecified",
};

export const SamlMessages = ({ current }: { readonly current: Saml }) => (
  <>
    <div className="columns">
      <Choice
        label="Requests are sent by"
        name="samlConfig.idpSsoBinding"
        options={bindings}
        defaultValue={current.idpSsoBinding}
      />
      <Choice
        label="Signature algorithm"
        name="samlConfig.signatureAlgorithm"
        options={algorithms}
        defaultValue={current.signatureAlgorithm}
      />
      <Choice
        label="NameID format"
        name="samlConfig.nameIdFormat"
        options={nameIdFormats}
        defaultValue={current.nameIdFormat ?? ANY}
      />
    </div>
    <Toggle
      label="Sign requests"
      name="signRequest"
      defaultSelected={current.signRequest}
      description="The key is in the metadata document of this connection."
    />
    <Toggle
      label="Allow sign-ins that begin at the identity provider"
      name="allowIdpInitiated"
      defaultSelected={current.allowIdpInitiated}
      description="Such a response starts a sign-in here; it never makes a session by itself."
    />
  </>
);

export function readSamlMessages({ text, isOn }: FormValues) {
  const format = text("samlConfig.nameIdFormat");
  return {
    idpSsoBinding: text("samlConfig.idpSsoBinding") as keyof typeof bindings, // of the options
    signatureAlgorithm: text("samlConfig.signatureAlgorithm") as keyof typeof algorithms, // of the options
    nameIdFormat: format === ANY ? null : format,
    signRequest: isOn("signRequest"),
    allowIdpInitiated: isOn("allowIdpInitiated"),
  };
}
