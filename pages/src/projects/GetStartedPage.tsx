import { Link } from "@tanstack/react-router";
import { useProjectId, useList } from "../data/operations";
import { RUNTIME_URL } from "../site";
import { CopyButton } from "../ui/CopyButton";
import { PageHeader } from "../ui/PageHeader";

export function GetStartedPage() {
  const projectId = useProjectId();
  const users = useList(
    "users.listUsers",
    { limit: 1 },
    async (client) => await client.users.listUsers({ limit: 1 }),
  );
  const provider = `<BanataAuthProvider client={convex} baseUrl="${RUNTIME_URL}" projectId="${projectId}">`;
  const server = `const banata = new BanataAuth({
  apiKey: process.env.BANATA_API_KEY,
  baseUrl: "${RUNTIME_URL}",
});
await banata.users.listUsers();`;
  return (
    <>
      <PageHeader
        title="Get started"
        about="Three steps from an empty project to the first user."
      />
      <ol className="steps">
        <li className="card">
          <h2>Create an API key</h2>
          <p>
            Your server calls the API with it. Create one on{" "}
            <Link to="/projects/$projectId/api-keys" params={{ projectId }}>
              API keys
            </Link>{" "}
            and keep it in your secrets.
          </p>
          <Code text={server} what="server code" />
        </li>
        <li className="card">
          <h2>Sign people in</h2>
          <p>Wrap your app in the provider. The address and the project are yours.</p>
          <Code text={provider} what="provider" />
        </li>
        <li className="card">
          <h2>See the first user</h2>
          {users.items?.[0] ? (
            <p>
              {users.items[0].email} has signed up.{" "}
              <Link to="/projects/$projectId/users" params={{ projectId }}>
                All users
              </Link>
            </p>
          ) : (
            <p>Sign up in your app. The user appears here within seconds.</p>
          )}
        </li>
      </ol>
    </>
  );
}

const Code = ({ text, what }: { readonly text: string; readonly what: string }) => (
  <div className="code-block">
    <pre tabIndex={0} aria-label={what}>
      <code>{text}</code>
    </pre>
    <CopyButton text={text} what={what} />
  </div>
);
