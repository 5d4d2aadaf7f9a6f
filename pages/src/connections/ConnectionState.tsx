import type { SsoConnection } from "../../../src/index";
import { Badge } from "../ui/Badge";
import { certificateAge, states } from "./connections";

interface ConnectionProps {
  readonly connection: SsoConnection;
}

export function ConnectionState({ connection }: ConnectionProps) {
  const { text, tone } = states[connection.state];
  return <Badge tone={tone}>{text}</Badge>;
}

/** The warning about a certificate, when there is one. */
export function CertificateState({ connection }: ConnectionProps) {
  const age = certificateAge(connection);
  if (age === null) return null;
  return age === "expired" ? (
    <Badge tone="bad">Certificate expired</Badge>
  ) : (
    <Badge tone="warning">Certificate expires soon</Badge>
  );
}
