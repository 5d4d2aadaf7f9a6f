import { Badge } from "../ui/Badge";
import type { AuthClient } from "./authClients";

export const ClientState = ({ client }: { readonly client: AuthClient }) =>
  client.disabled ? <Badge>Disabled</Badge> : <Badge tone="good">Active</Badge>;
