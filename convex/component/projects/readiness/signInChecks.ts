/** Checks of the sign-in methods, and of the services of others that they need. */
import { getEnabledMethods, isProviderAllowed } from "../../authClients/clients";
import type { AuthMethod } from "../../configuration/defaults";
import { isSocialProvider } from "../../core/socialProviders";
import type { ProviderFacts, ReadinessFacts } from "./facts";
import { finding, list, ok, type Finding } from "./finding";

const DAY_MS = 86_400_000;
/** How long before its expiry a secret is reported. */
const NOTICE_MS = 30 * DAY_MS;

/** Whether users can sign in with the method alone; with `sso`, through an active connection. */
const signsIn: Readonly<Record<AuthMethod, boolean>> = {
  emailPassword: true,
  magicLink: true,
  emailOtp: true,
  passkey: true,
  username: true,
  anonymous: true,
  twoFactor: false,
  sso: true,
  organization: false,
};

export function checkSignInMethods(facts: ReadinessFacts): Finding {
  const { settings, clients, providers } = facts;
  const toList = (authMethods: Readonly<Record<AuthMethod, boolean>>) =>
    findUsable(authMethods, facts);
  const enabledProviders = providers.filter(({ enabled }) => enabled);
  const methods = toList(settings.authMethods);
  if (methods.length + enabledProviders.length === 0)
    return finding(
      "failed",
      "No sign-in method is enabled, so no user can sign in.",
      "Enable one with configuration.saveDashboardConfig({ authMethods }).",
    );
  const closed = clients.filter(
    (client) =>
      client.type !== "service" &&
      toList(getEnabledMethods(settings, client)).length === 0 &&
      !enabledProviders.some(({ provider }) => isProviderAllowed(client, provider)),
  );
  if (closed.length > 0)
    return finding(
      "failed",
      `The project has enabled none of the methods that these auth clients allow: ${list(closed.map(({ name }) => name))}.`,
      "Enable one of their methods, or change enabledMethods with authClients.updateClient.",
    );
  return ok(
    `Enabled: ${[...methods, ...enabledProviders.map(({ provider }) => provider)].join(", ")}.`,
  );
}

const findUsable = (
  authMethods: Readonly<Record<AuthMethod, boolean>>,
  { hasSsoConnection }: Pick<ReadinessFacts, "hasSsoConnection">,
): AuthMethod[] =>
  (Object.keys(signsIn) as AuthMethod[]) // its own keys
    .filter((method) => signsIn[method] && authMethods[method])
    .filter((method) => method !== "sso" || hasSsoConnection);

const SAVE_CREDENTIALS =
  "Save the client id and secret with configuration.saveSocialProviderCredential.";

export function checkProviderCredentials(facts: ReadinessFacts): Finding {
  const enabled = facts.providers.filter(({ enabled }) => enabled);
  const problems = [
    ...findMissing(facts),
    ...enabled.flatMap((each) => findFault(each, facts.now)),
  ];
  const worst = problems.find(({ status }) => status === "failed") ?? problems[0];
  if (worst) return worst;
  if (facts.settings.authMethods.sso && !facts.hasSsoConnection)
    return finding(
      "warning",
      "SSO is enabled, but no organization has an active connection.",
      "Activate one with sso.activateConnection, or turn off authMethods.sso.",
    );
  return ok(
    enabled.length === 0
      ? "No social provider is enabled, so no credentials are needed."
      : `Credentials are stored for ${list(enabled.map(({ provider }) => provider))}.`,
  );
}

/** The providers that an auth client offers by name and that do not work. */
function findMissing({ clients, providers }: ReadinessFacts): Finding[] {
  return clients.flatMap(({ name, enabledMethods }) =>
    (enabledMethods ?? []).filter(isSocialProvider).flatMap((id) => {
      const found = providers.find(({ provider }) => provider === id);
      if (found?.enabled) return [];
      return found
        ? finding(
            "warning",
            `The auth client "${name}" allows ${id}, which is turned off.`,
            `Turn ${id} on with configuration.saveDashboardConfig({ socialProviders }), or remove it from the client's enabledMethods.`,
          )
        : finding(
            "failed",
            `The auth client "${name}" allows ${id}, which has no credentials.`,
            SAVE_CREDENTIALS,
          );
    }),
  );
}

function findFault({ provider, secret }: ProviderFacts, now: number): Finding[] {
  switch (secret.state) {
    case "valid":
      return [];
    case "unreadable":
      return [
        finding(
          "failed",
          `The client secret of ${provider} cannot be decrypted: BANATA_AUTH_SECRET was replaced.`,
          `Restore the old secret as BANATA_AUTH_SECRET_PREVIOUS (docs/rotation.md). ${SAVE_CREDENTIALS}`,
        ),
      ];
    case "malformed":
      return [
        finding(
          "failed",
          `The client secret of ${provider} is not a signed JWT with an expiry.`,
          `Generate the client secret from the key of your Apple account. ${SAVE_CREDENTIALS}`,
        ),
      ];
    case "expiring": {
      const day = new Date(secret.expiresAt).toISOString();
      if (secret.expiresAt <= now)
        return [
          finding(
            "failed",
            `The client secret of ${provider} expired at ${day}.`,
            SAVE_CREDENTIALS,
          ),
        ];
      return secret.expiresAt - now < NOTICE_MS
        ? [
            finding(
              "warning",
              `The client secret of ${provider} expires at ${day}.`,
              SAVE_CREDENTIALS,
            ),
          ]
        : [];
    }
  }
}

const SET_PROVIDER = "Set a mail provider with emails.saveProvider.";
/** Senders that providers offer for trials; they deliver to the account's own addresses only. */
const TRIAL_SENDER = /@resend\.dev$|@sandbox[0-9a-z]+\.mailgun\.org$/;

export function checkEmailProvider(facts: ReadinessFacts): Finding {
  const { mail, hasMailbox } = facts;
  const { required, useful } = findMailUses(facts);
  const uses = [...required, ...useful];
  if (mail) return checkSender(mail, facts.hasNodeFile);
  if (uses.length === 0) return ok("No enabled feature sends mail.");
  if (hasMailbox)
    return finding(
      "warning",
      `Mail (${list(uses)}) goes to the mailbox of the local deployment and is not sent.`,
      SET_PROVIDER,
    );
  return finding(
    required.length > 0 ? "failed" : "warning",
    `No mail provider is set, so these do not work: ${list(uses)}.`,
    SET_PROVIDER,
  );
}

function checkSender(
  { provider, fromEmail, isKeyReadable }: NonNullable<ReadinessFacts["mail"]>,
  hasNodeFile: boolean,
): Finding {
  if (!isKeyReadable)
    return finding(
      "failed",
      `The API key of ${provider} cannot be decrypted: BANATA_AUTH_SECRET was replaced.`,
      "Restore the old secret as BANATA_AUTH_SECRET_PREVIOUS (docs/rotation.md), or save the key again with emails.saveProvider.",
    );
  if (provider === "smtp" && !hasNodeFile)
    return finding(
      "failed",
      "SMTP needs the app's Node file, which is not registered.",
      'Add a file with export * from "@banata-auth/convex/node" to convex/ and register it as docs/mail.md describes.',
    );
  if (TRIAL_SENDER.test(fromEmail))
    return finding(
      "failed",
      `The sender is a trial address of ${provider}, which delivers to your own account only.`,
      "Verify a domain of yours at the provider and set fromEmail with emails.saveProvider.",
    );
  return ok(`The mail provider is ${provider}; emails.sendTest tries it.`);
}

/** What sends mail: features that do not work without, and those that lose a part. */
function findMailUses({ settings: { authMethods, emailPassword, features } }: ReadinessFacts) {
  const named = (uses: Readonly<Record<string, boolean>>) =>
    Object.entries(uses).flatMap(([use, isOn]) => (isOn ? [use] : []));
  const hasPasswords = authMethods.emailPassword || authMethods.username;
  return {
    required: named({
      "magic links": authMethods.magicLink,
      "sign-in codes": authMethods.emailOtp,
      "required e-mail verification":
        authMethods.emailPassword && emailPassword.requireEmailVerification,
      "mailed second factors": features.mailedSecondFactor,
    }),
    useful: named({
      "password resets": hasPasswords,
      invitations: authMethods.organization,
    }),
  };
}
