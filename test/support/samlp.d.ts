/** What the tests use of `samlp`, which brings no types. */
declare module "samlp" {
  interface Request {
    readonly id?: string;
    readonly issuer?: string;
    readonly assertionConsumerServiceURL?: string;
  }
  const samlp: {
    parseRequest(
      request: { readonly method: string; readonly query: object; readonly body?: object },
      callback: (error: Error | null, request?: Request) => void,
    ): void;
    getSamlResponse(
      configuration: Readonly<Record<string, unknown>>,
      user: unknown,
      callback: (error: Error | null, response: string) => void,
    ): void;
  };
  export default samlp;
}
