import { CommandError, command, type Command } from "../command";
import { readApp, type App } from "../init/app";
import { LocalFiles } from "../localFiles";
import { parsePort } from "../ports";
import { onStopSignal } from "../stopSignal";
import { DEMO_DOMAIN } from "./person";
import { startDemoIdp, type StartedDemo } from "./start";

export const demoIdpCommand: Command = command({
  name: "demo-idp",
  summary:
    "Runs an identity provider for SAML and OpenID Connect, configured in the local deployment.",
  options: {
    port: { type: "string" },
    app: { type: "string" },
    component: { type: "string", default: "banataAuth" },
  },
  optionHelp: {
    port: ["<port>", "its port (default: that of the last start; 3230 at first)"],
    app: [
      "<url>",
      "the page of your app where sign-ins end (default: http://localhost:3000/ for Next.js, else http://localhost:5173/)",
    ],
    component: ["<path>", "the component's name in the app (default: banataAuth)"],
  },
  notes:
    "Needs a running banata-auth dev in the same directory. Keeps its keys in .banata/. It asks for no password, so it refuses deployments that are not local.",
  run: async ({ port, app: page, component = "banataAuth" }) => {
    const directory = process.cwd();
    const app = await readApp(directory);
    const appUrl = parsePage(page ?? defaultPage(app));
    const demo = await startDemoIdp(new LocalFiles(directory), {
      port: parsePort(port, "port"),
      appUrl,
      component,
    });
    console.log(summary(demo, appUrl));
    await new Promise<void>((resolve) => {
      const release = onStopSignal(() => {
        release();
        resolve();
      });
    });
    await demo.close();
    return 0;
  },
});

const defaultPage = ({ dependencies }: App): string =>
  dependencies.has("next") ? "http://localhost:3000/" : "http://localhost:5173/";

function parsePage(text: string): string {
  if (!URL.canParse(text) || !/^https?:$/.test(new URL(text).protocol))
    throw new CommandError(`--app must be an http URL, not ${text}.`);
  return new URL(text).href;
}

const summary = ({ url, ids }: StartedDemo, appUrl: string): string => `
The demo identity provider runs at ${url}. Press Ctrl-C to stop.

  Organization     Demo (${ids.organization})
  Domain           ${DEMO_DOMAIN}
  SAML             ${ids.saml}
  OpenID Connect   ${ids.oidc}
  App              ${appUrl} (--app chooses another page)

Open ${url}, choose how to sign in, and pick a person: you end signed in to the app, which must run.
An app with single sign-on of its own sends ada@${DEMO_DOMAIN} here. Sign-in needs no password.
`;
