/** What the tests use of `oidc-provider`, which brings no types. */
declare module "oidc-provider" {
  import type { IncomingMessage, ServerResponse } from "node:http";
  export default class Provider {
    constructor(
      issuer: string,
      configuration: Readonly<Record<string, unknown>> & {
        findAccount(context: unknown, login: string): { accountId: string; claims(): object };
      },
    );
    callback(): (request: IncomingMessage, response: ServerResponse) => void;
  }
}
