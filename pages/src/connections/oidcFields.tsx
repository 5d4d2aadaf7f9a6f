/** The fields of an OpenID Connect provider. Their names are those of the API, for its errors. */
import type { FormValues } from "../ui/dialogs";
import { Choice, TextInput } from "../ui/fields";
import type { Oidc } from "./connections";

/** Our account at the identity provider. */
export const OidcAccount = ({ current }: { readonly current?: Oidc }) => (
  <>
    <TextInput
      label="Issuer"
      name="oidcConfig.issuer"
      type="url"
      isCode
      placeholder="https://acme.okta.com"
      defaultValue={current?.issuer ?? ""}
      description="Of one tenant. Another issuer needs the client secret and a test sign-in again."
    />
    <TextInput
      label="Client id"
      name="oidcConfig.clientId"
      isCode
      autoComplete="off"
      defaultValue={current?.clientId ?? ""}
    />
    <TextInput
      label="Client secret"
      name="oidcConfig.clientSecret"
      type="password"
      autoComplete="off"
      description={
        current?.hasClientSecret
          ? "Empty: the stored secret stays."
          : "Stored encrypted and never shown."
      }
    />
  </>
);

export const readOidcAccount = ({ optional }: FormValues) => ({
  issuer: optional("oidcConfig.issuer"),
  clientId: optional("oidcConfig.clientId"),
  clientSecret: optional("oidcConfig.clientSecret"),
});

const methods = {
  client_secret_basic: "HTTP Basic",
  client_secret_post: "In the request's body",
} as const;
const addresses = {
  discoveryUrl: "Discovery document",
  authorizationUrl: "Authorization endpoint",
  tokenUrl: "Token endpoint",
  userinfoUrl: "Userinfo endpoint",
  jwksUrl: "Key set",
} as const;
type Address = keyof typeof addresses;
const addressNames = Object.keys(addresses) as Address[]; // the record's own keys

export const OidcEndpoints = ({ current }: { readonly current: Oidc }) => (
  <>
    <TextInput
      label="Scopes"
      name="oidcConfig.scopes"
      isCode
      defaultValue={current.scopes.join(" ")}
      description="Separated by spaces."
    />
    <Choice
      label="The client secret is sent"
      name="oidcConfig.tokenEndpointAuthMethod"
      options={methods}
      defaultValue={current.tokenEndpointAuthMethod}
    />
    {addressNames.map((name) => (
      <TextInput
        key={name}
        label={addresses[name]}
        name={`oidcConfig.${name}`}
        type="url"
        isCode
        defaultValue={current[name] ?? ""}
        description={
          name === "discoveryUrl"
            ? "Empty: the issuer's own."
            : "Empty: that of the discovery document."
        }
      />
    ))}
  </>
);

export const readOidcEndpoints = ({ text, optional }: FormValues) => ({
  scopes: text("oidcConfig.scopes")
    .split(/\s+/)
    .filter((scope) => scope !== ""),
  tokenEndpointAuthMethod: text("oidcConfig.tokenEndpointAuthMethod") as keyof typeof methods, // of the options
  discoveryUrl: optional("oidcConfig.discoveryUrl") ?? null,
  authorizationUrl: optional("oidcConfig.authorizationUrl") ?? null,
  tokenUrl: optional("oidcConfig.tokenUrl") ?? null,
  userinfoUrl: optional("oidcConfig.userinfoUrl") ?? null,
  jwksUrl: optional("oidcConfig.jwksUrl") ?? null,
});
