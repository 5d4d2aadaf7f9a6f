/**
 * The mutations of sessions, clients, configuration and mail, each done once, with what its record
 * must say.
 */
import type { WireClient } from "./wireClient";
import {
  pick,
  targetOf,
  wire,
  type Act,
  type Expected,
  type Json,
  type MutationCase,
} from "./mutationCase";

const ofSession = ({ id, userId }: Json) => [
  { type: "session", id },
  { type: "user", id: userId },
];
const without = (secret: string, answer: Json): Json =>
  Object.fromEntries(Object.entries(answer).filter(([field]) => field !== secret));
const ofTemplate = (answer: Json) => [
  { type: "email_template", id: pick(answer, "template").id, name: pick(answer, "template").name },
];
const ofMail = ({ messageId }: Json, to: string) => [{ type: "email", id: messageId, name: to }];

const userOf = async ({ users }: WireClient, unique: string) =>
  wire((await users.createUser({ email: `${unique}@example.com`, name: "Ada" })).user);

/** A user and a session as the user. */
async function signedIn(client: WireClient, unique: string) {
  const user = await userOf(client, unique);
  const { session } = await client.users.impersonateUser({ userId: String(user.id) });
  return { user, session: without("token", wire(session)) };
}

async function serviceClient({ authClients }: WireClient, name: string): Promise<Json> {
  return without("clientSecret", wire(await authClients.createClient({ name, type: "service" })));
}

async function templateOf({ emails }: WireClient, unique: string): Promise<Json> {
  const blocksJson = JSON.stringify([{ type: "text", text: "Hello" }]);
  return wire(
    (await emails.createTemplate({ name: "Hello", slug: unique, subject: "Hello", blocksJson }))
      .template,
  );
}

/**
 * A change of the project's configuration: the project as it was, and the input with what its
 * record says.
 */
const ofConfiguration = (
  method: string,
  act: (
    client: WireClient,
  ) => Promise<{ input: Json; before: Json; after: (answer: Json) => Json }>,
): MutationCase => ({
  name: `configuration.${method}`,
  type: "config.updated",
  prepare: async (client): Promise<Act> => {
    const project = wire((await client.projects.getCurrentProject()).project);
    const { input, before, after } = await act(client);
    return {
      input,
      expected: (answer) => ({
        targets: [targetOf("project", project)],
        data: after(answer),
        changes: { before, after: after(answer) },
      }),
    };
  },
});

const ofProvider = (project: Json) => [
  { type: "social_provider", id: "github", name: `github of ${String(project.name)}` },
];
const github = (answer: Json) => ({
  provider: "github",
  ...pick(pick(answer, "providers"), "github"),
});

export const signInMutations: readonly MutationCase[] = [
  ...["revokeSession", "stopImpersonating"].map((method): MutationCase => ({
    name: `users.${method}`,
    type: "session.revoked",
    prepare: async (client, unique) => {
      const { session } = await signedIn(client, unique);
      return {
        input: { sessionId: session.id },
        expected: () => ({ targets: ofSession(session), data: session }),
      };
    },
  })),
  {
    name: "users.revokeAllSessions",
    type: "session.revoked",
    prepare: async (client, unique) => {
      const { user, session } = await signedIn(client, unique);
      return {
        input: { userId: user.id },
        expected: () => ({ targets: ofSession(session), data: session }),
      };
    },
  },
  {
    name: "users.impersonateUser",
    type: "session.created",
    also: ["session.impersonated"],
    prepare: async (client, unique) => {
      const user = await userOf(client, unique);
      return {
        input: { userId: user.id, reason: "asked for help" },
        expected: (answer): Expected => ({
          targets: ofSession(pick(answer, "session")),
          data: without("token", pick(answer, "session")),
        }),
      };
    },
  },
  {
    name: "users.startImpersonation",
    type: "session.impersonation_started",
    prepare: async (client, unique) => {
      const user = await userOf(client, unique);
      const userId = String(user.id);
      await client.configuration.saveDashboardConfig({ features: { hostedUi: true } });
      const { id: clientId } = await client.authClients.createClient({
        ...{ name: unique, type: "web", initiateLoginUri: "https://app.example.com/sign-in" },
      });
      return {
        input: { userId, clientId, reason: "asked for help" },
        expected: () => ({
          targets: [
            targetOf("user", user, user.email),
            { type: "client", id: clientId, name: unique },
          ],
          data: { userId, clientId, reason: "asked for help" },
        }),
      };
    },
  },
  {
    name: "users.setUserPassword",
    type: "password.set",
    prepare: async (client, unique) => {
      const user = await userOf(client, unique);
      return {
        input: { userId: user.id, newPassword: "correct horse battery" },
        expected: () => ({
          targets: [targetOf("user", user, user.email)],
          data: { userId: user.id },
        }),
      };
    },
  },
  {
    name: "authClients.createClient",
    type: "client.created",
    prepare: async (_client, unique) => ({
      input: { name: unique, type: "service" },
      expected: (answer) => ({
        targets: [targetOf("client", answer)],
        data: without("clientSecret", answer),
      }),
    }),
  },
  ...[
    { method: "updateClient", type: "client.updated", more: { name: "Renamed" } },
    { method: "rotateClientSecret", type: "client.secret_rotated", more: {} },
  ].map(({ method, type, more }): MutationCase => ({
    name: `authClients.${method}`,
    type,
    prepare: async (client, unique) => {
      const before = await serviceClient(client, unique);
      const after = (answer: Json) => without("clientSecret", answer);
      return {
        input: { clientId: before.id, ...more },
        expected: (answer) => ({
          targets: [targetOf("client", answer)],
          data: after(answer),
          changes: { before, after: after(answer) },
        }),
      };
    },
  })),
  {
    name: "authClients.deleteClient",
    type: "client.deleted",
    prepare: async (client, unique) => {
      const before = await serviceClient(client, unique);
      return {
        input: { clientId: before.id },
        expected: () => ({ targets: [targetOf("client", before)], data: before }),
      };
    },
  },
  ofConfiguration("saveDashboardConfig", async ({ configuration }) => {
    const { features } = wire(await configuration.getDashboardConfig());
    return {
      input: { features: { signUp: false } },
      before: { features },
      after: (answer) => ({ features: answer.features }),
    };
  }),
  ofConfiguration("saveBrandingConfig", async ({ configuration }) => {
    const branding = wire(await configuration.getBrandingConfig());
    return {
      input: { font: "Inter" },
      before: { branding },
      after: (answer) => ({ branding: answer }),
    };
  }),
  ofConfiguration("saveAuthConfiguration", async ({ configuration }) => {
    const { multipleRoles } = wire(await configuration.getAuthConfiguration());
    return {
      input: { multipleRoles: false },
      before: { multipleRoles },
      after: (answer) => ({ multipleRoles: answer.multipleRoles }),
    };
  }),
  {
    name: "configuration.saveSocialProviderCredential",
    type: "config.social_provider_saved",
    prepare: async (client, unique) => {
      const { project } = await client.projects.getCurrentProject();
      const after = (answer: Json) => ({ ...github(answer), secretChanged: true });
      return {
        input: { providerId: "github", clientId: unique, clientSecret: `secret ${unique}` },
        expected: (answer) => ({
          targets: ofProvider(wire(project)),
          data: after(answer),
          changes: { before: {}, after: after(answer) },
        }),
      };
    },
  },
  {
    name: "configuration.deleteSocialProviderCredential",
    type: "config.social_provider_deleted",
    prepare: async (client, unique) => {
      const { project } = await client.projects.getCurrentProject();
      const before = github(
        wire(
          await client.configuration.saveSocialProviderCredential({
            providerId: "github",
            clientId: unique,
            clientSecret: `secret ${unique}`,
          }),
        ),
      );
      return {
        input: { providerId: "github" },
        expected: () => ({ targets: ofProvider(wire(project)), data: before }),
      };
    },
  },
  ...["send", "sendTest"].map((method): MutationCase => ({
    name: `emails.${method}`,
    type: "email.queued",
    prepare: async (_client, unique) => {
      const mail = { to: `${unique}@example.com`, template: "welcome" };
      return {
        input: mail,
        expected: (answer) => ({
          targets: ofMail(answer, mail.to),
          data: { messageId: answer.messageId, ...mail },
        }),
      };
    },
  })),
  {
    name: "emails.createTemplate",
    type: "email.template.created",
    prepare: async (_client, unique) => ({
      input: {
        name: "Hello",
        slug: unique,
        subject: "Hello",
        blocksJson: JSON.stringify([{ type: "divider" }]),
      },
      expected: (answer) => ({ targets: ofTemplate(answer), data: answer.template }),
    }),
  },
  {
    name: "emails.updateTemplate",
    type: "email.template.updated",
    prepare: async (client, unique) => {
      const before = await templateOf(client, unique);
      return {
        input: { id: before.id, name: "Renamed" },
        expected: (answer) => ({
          targets: ofTemplate(answer),
          data: answer.template,
          changes: { before, after: answer.template },
        }),
      };
    },
  },
  {
    name: "emails.deleteTemplate",
    type: "email.template.deleted",
    prepare: async (client, unique) => {
      const before = await templateOf(client, unique);
      return {
        input: { id: before.id },
        expected: () => ({ targets: ofTemplate({ template: before }), data: before }),
      };
    },
  },
  {
    name: "emails.saveProvider",
    type: "email.provider.updated",
    prepare: async (client) => {
      const { project } = await client.projects.getCurrentProject();
      const after = ({ provider }: Json) => ({ provider });
      return {
        input: {
          provider: "resend",
          fromEmail: "hello@example.com",
          apiKey: "re_secret_of_a_test",
        },
        expected: (answer) => ({
          targets: [targetOf("project", wire(project))],
          data: after(answer),
          changes: { before: { provider: null }, after: after(answer) },
        }),
      };
    },
  },
];
