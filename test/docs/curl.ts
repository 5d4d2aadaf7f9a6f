/** Runs a documented `curl` command against a runtime, without a shell. */
export interface CurlRequest {
  readonly path: string;
  readonly init: {
    readonly method: string;
    readonly headers: Readonly<Record<string, string>>;
    readonly body?: string;
  };
}

/** Parses the part of curl's command line that the reference uses. Unknown options are errors. */
export function parseCurl(
  command: string,
  variables: Readonly<Record<string, string>>,
): CurlRequest {
  const words = [...command.replaceAll("\\\n", " ").matchAll(/"([^"]*)"|'([^']*)'|(\S+)/g)].map(
    ([, quoted, literal, bare]) => literal ?? expand(quoted ?? bare!, variables),
  );
  const [program, path, ...options] = words;
  if (program !== "curl" || path === undefined) throw new Error(`Not a curl command: ${command}`);
  const headers: Record<string, string> = {};
  let body: string | undefined;
  for (let i = 0; i < options.length; i += 2) {
    const [option, value] = [options[i], options[i + 1]!];
    if (option === "-d") body = value;
    else if (option === "-H") {
      const [name, content] = value.split(": ") as [string, string];
      headers[name] = content;
    } else throw new Error(`Unknown option ${option} in: ${command}`);
  }
  return {
    path,
    init: body === undefined ? { method: "GET", headers } : { method: "POST", headers, body },
  };
}

const expand = (text: string, variables: Readonly<Record<string, string>>): string =>
  text.replace(/\$([A-Z_]+)/g, (_, name: string) => {
    const value = variables[name];
    if (value === undefined) throw new Error(`$${name} has no value.`);
    return value;
  });
