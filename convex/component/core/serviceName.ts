/** The name of a project that its users see: on pages, in mails and in authenticator apps. */
export const getServiceName = ({
  name,
  serviceName,
}: {
  readonly name: string;
  readonly serviceName?: string | null;
}): string => serviceName ?? name;
