/** The parts of packages without types that tests use. */
declare module "samlp" {
  interface ResponseOptions {
    readonly issuer: string;
    readonly cert: string;
    readonly key: string;
    readonly audience: string;
    readonly recipient: string;
    readonly destination: string;
    readonly inResponseTo?: string;
    readonly lifetimeInSeconds?: number;
    readonly sessionIndex?: string;
    readonly signResponse?: boolean;
    readonly signAssertion?: boolean;
    readonly signatureAlgorithm?: string;
    readonly digestAlgorithm?: string;
    readonly signatureNamespacePrefix?: string;
    readonly encryptionCert?: string;
    readonly encryptionPublicKey?: string;
    readonly encryptionAlgorithm?: string;
    readonly disallowEncryptionWithInsecureAlgorithm?: boolean;
    readonly warnOnInsecureEncryptionAlgorithm?: boolean;
    readonly profileMapper: (user: unknown) => {
      getClaims: () => Record<string, unknown>;
      getNameIdentifier: () => { nameIdentifier: string; nameIdentifierFormat?: string };
    };
  }
  interface ParsedRequest {
    readonly issuer?: string;
    readonly assertionConsumerServiceURL?: string;
    readonly destination?: string;
    readonly forceAuthn?: string;
    readonly id?: string;
  }
  const samlp: {
    getSamlResponse(
      options: ResponseOptions,
      user: unknown,
      callback: (error: Error | null, xml: string) => void,
    ): void;
    parseRequest(
      request: { readonly query?: object; readonly body?: object; readonly method?: string },
      options: object,
      callback: (error: Error | null, request: ParsedRequest) => void,
    ): void;
  };
  export default samlp;
}
