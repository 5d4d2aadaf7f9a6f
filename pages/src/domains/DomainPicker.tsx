import { useRead } from "../data/operations";
import { useOrganizationId } from "../organizations/organization";
import { Checks } from "../ui/fields";
import { Failure, Loading } from "../ui/states";

/** An organization has at most so many domains. */
const LIMIT = 100;

interface DomainPickerProps {
  readonly value: readonly string[];
  readonly onChange: (value: string[]) => void;
}

/** The organization's domains, and those that were chosen and are no longer among them. */
export function DomainPicker({ value, onChange }: DomainPickerProps) {
  const organizationId = useOrganizationId();
  const { data, error } = useRead(
    "domains.list",
    { organizationId, limit: LIMIT },
    async (client) => await client.domains.list({ organizationId, limit: LIMIT }),
  );
  if (error && !data) return <Failure error={error} />;
  if (!data) return <Loading />;
  const isVerified = new Map(data.data.map(({ domain, state }) => [domain, state === "verified"]));
  const all = [...new Set([...isVerified.keys(), ...value])];
  const groups = [
    { title: "Verified", values: all.filter((domain) => isVerified.get(domain)) },
    { title: "Not verified", values: all.filter((domain) => !isVerified.get(domain)) },
  ].filter(({ values }) => values.length > 0);
  if (groups.length === 0)
    return <p className="muted">The organization has no domains yet: add them under Domains.</p>;
  return (
    <Checks
      label="Domains"
      description="People with addresses of these domains sign in through the connection, once the organization has verified them."
      value={value}
      onChange={onChange}
      groups={groups}
    />
  );
}
