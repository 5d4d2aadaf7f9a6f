import { useAct, useRead } from "../data/operations";
import { TextInput, Toggle } from "../ui/fields";
import { PageHeader } from "../ui/PageHeader";
import { FormSection } from "../ui/Section";
import { Failure, Loading } from "../ui/states";
import { SocialProviders } from "./SocialProviders";

const methods = {
  emailPassword: "Email and password",
  passkey: "Passkeys",
  magicLink: "Magic links by mail",
  emailOtp: "Codes by mail",
  username: "Usernames",
  anonymous: "Anonymous users",
  sso: "Single sign-on",
  twoFactor: "Second factor with an authenticator app",
  organization: "Organizations",
} as const;

const features = {
  signUp: "People may sign up",
  mfa: "Everybody needs a second factor",
  mailedSecondFactor: "The second factor may be a code by mail",
  secondFactorAfterSocial: "Ask for the second factor after a social provider",
  secondFactorAfterSso: "Ask for the second factor after single sign-on",
  ssoForProjectRoles: "Users with project roles may use single sign-on",
  automaticLinking: "Hosted pages link accounts with the same verified address without asking",
} as const;

/** Fields of the API's own names, so that its errors find them. */
const seconds = {
  maxSessionLength: "Longest session",
  inactivityTimeout: "Session ends without use after",
  accessTokenDuration: "Access tokens are valid for",
} as const;

const listKeys = <Name extends string>(names: Readonly<Record<Name, string>>) =>
  Object.keys(names) as Name[]; // the record's own keys

export function AuthenticationPage() {
  const config = useRead(
    "configuration.getDashboardConfig",
    {},
    async (client) => await client.configuration.getDashboardConfig(),
  );
  type Save = Parameters<
    Parameters<typeof useAct<never, unknown>>[0]["run"]
  >[0]["configuration"]["saveDashboardConfig"];
  const save = useAct({
    operation: "configuration.saveDashboardConfig",
    run: async (client, part: NonNullable<Parameters<Save>[0]>) =>
      await client.configuration.saveDashboardConfig(part),
    done: () => "Saved",
  });
  const header = (
    <PageHeader title="Authentication" about="How people sign in, and how long they stay." />
  );
  if (config.error)
    return (
      <>
        {header}
        <Failure error={config.error} />
      </>
    );
  if (!config.data)
    return (
      <>
        {header}
        <Loading />
      </>
    );
  const { authMethods, emailPassword, features: enabled, sessions, passkeys } = config.data;
  return (
    <>
      {header}
      <div className="sections" key={config.dataUpdatedAt}>
        <FormSection
          title="Methods"
          submit="Save methods"
          act={async ({ isOn }) =>
            await save.mutateAsync({
              authMethods: Object.fromEntries(listKeys(methods).map((name) => [name, isOn(name)])),
            })
          }
        >
          <div className="toggles">
            {listKeys(methods).map((name) => (
              <Toggle
                key={name}
                label={methods[name]}
                name={name}
                defaultSelected={authMethods[name]}
              />
            ))}
          </div>
        </FormSection>
        <FormSection
          title="Rules"
          submit="Save rules"
          act={async ({ isOn }) =>
            await save.mutateAsync({
              features: Object.fromEntries(listKeys(features).map((name) => [name, isOn(name)])),
            })
          }
        >
          <div className="toggles">
            {listKeys(features).map((name) => (
              <Toggle
                key={name}
                label={features[name]}
                name={name}
                defaultSelected={enabled[name]}
              />
            ))}
          </div>
        </FormSection>
        <FormSection
          title="Passwords"
          submit="Save passwords"
          act={async ({ text, isOn }) =>
            await save.mutateAsync({
              emailPassword: {
                minPasswordLength: Number(text("minPasswordLength")),
                requireEmailVerification: isOn("requireEmailVerification"),
                refuseBreached: isOn("refuseBreached"),
              },
            })
          }
        >
          <TextInput
            label="Shortest password, in characters"
            name="minPasswordLength"
            inputMode="numeric"
            isRequired
            defaultValue={String(emailPassword.minPasswordLength)}
          />
          <div className="toggles">
            <Toggle
              label="The address must be verified first"
              name="requireEmailVerification"
              defaultSelected={emailPassword.requireEmailVerification}
            />
            <Toggle
              label="Refuse passwords of known breaches"
              name="refuseBreached"
              defaultSelected={emailPassword.refuseBreached}
            />
          </div>
        </FormSection>
        <FormSection
          title="Sessions"
          about="All durations are in seconds."
          submit="Save sessions"
          act={async ({ text }) =>
            await save.mutateAsync({
              sessions: {
                ...Object.fromEntries(listKeys(seconds).map((name) => [name, Number(text(name))])),
                corsOrigins: text("corsOrigins")
                  .split(/\s+/)
                  .filter((each) => each !== ""),
              },
            })
          }
        >
          <div className="columns">
            {listKeys(seconds).map((name) => (
              <TextInput
                key={name}
                label={seconds[name]}
                name={name}
                inputMode="numeric"
                isRequired
                defaultValue={String(sessions[name])}
              />
            ))}
          </div>
          <TextInput
            label="Trusted origins"
            name="corsOrigins"
            isCode
            lines={3}
            placeholder="https://app.example.com"
            description="Origins of pages that may use sessions, one in a line."
            defaultValue={sessions.corsOrigins.join("\n")}
          />
        </FormSection>
        <FormSection
          title="Passkeys"
          submit="Save passkeys"
          act={async ({ text, isOn }) =>
            await save.mutateAsync({
              passkeys: {
                rpId: text("rpId") || null,
                relatedOrigins: isOn("relatedOrigins"),
                force: isOn("force"),
              },
            })
          }
        >
          <TextInput
            label="Domain"
            name="rpId"
            isCode
            placeholder="example.com"
            description="Passkeys work on this host and on all below it. Empty: each works on the host where it was registered."
            defaultValue={passkeys.rpId ?? ""}
          />
          <div className="toggles">
            <Toggle
              label="Pages on other domains may use passkeys, because the domain lists them"
              name="relatedOrigins"
              defaultSelected={passkeys.relatedOrigins}
            />
            <Toggle label="Change the domain although passkeys stop working" name="force" />
          </div>
        </FormSection>
        <SocialProviders />
      </div>
    </>
  );
}
