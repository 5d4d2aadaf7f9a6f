import type { FormValues } from "../ui/dialogs";
import { TextInput } from "../ui/fields";
import { listLines, type AuthClient } from "./authClients";

/** The fields of `readAddresses`. */
export const AddressFields = ({ client }: { readonly client?: AuthClient }) => (
  <>
    <TextInput
      label="Redirect URIs"
      name="redirectUris"
      isCode
      lines={3}
      placeholder="https://app.example.com/callback"
      description="One in a line; they match exactly."
      defaultValue={client?.redirectUris.join("\n")}
    />
    <TextInput
      label="Redirect URIs after sign-out"
      name="postLogoutRedirectUris"
      isCode
      lines={2}
      placeholder="https://app.example.com/"
      defaultValue={client?.postLogoutRedirectUris.join("\n")}
    />
    <TextInput
      label="Page that begins a sign-in"
      name="initiateLoginUri"
      isCode
      placeholder="https://app.example.com/sign-in"
      description="For impersonation, and for sign-ins that an identity provider starts."
      defaultValue={client?.initiateLoginUri ?? undefined}
    />
    <TextInput
      label="Trusted origins"
      name="trustedOrigins"
      isCode
      lines={2}
      placeholder="https://app.example.com"
      defaultValue={client?.trustedOrigins.join("\n")}
    />
  </>
);

export type Addresses = Pick<
  AuthClient,
  "redirectUris" | "postLogoutRedirectUris" | "initiateLoginUri" | "trustedOrigins"
>;

export const readAddresses = ({ text }: FormValues): Addresses => ({
  redirectUris: listLines(text("redirectUris")),
  postLogoutRedirectUris: listLines(text("postLogoutRedirectUris")),
  initiateLoginUri: text("initiateLoginUri") || null,
  trustedOrigins: listLines(text("trustedOrigins")),
});
