import { useRead } from "../data/operations";
import { Choice } from "../ui/fields";
import { Failure } from "../ui/states";

interface RoleChoiceProps {
  readonly label?: string;
  readonly name?: string;
  readonly description?: string;
  /** What is stored: the field begins with it, even if the role was deleted. */
  readonly current?: string;
  /** With `onChange`, for a field whose value is kept outside. */
  readonly value?: string;
  readonly onChange?: (slug: string) => void;
}

/** The roles that a member of an organization may have. */
export function RoleChoice({
  label = "Role",
  name = "role",
  current = "member",
  value,
  ...props
}: RoleChoiceProps) {
  const { data, error } = useRead(
    "rbac.listRoles",
    {},
    async (client) => await client.rbac.listRoles(),
  );
  if (error && !data) return <Failure error={error} />;
  const known = (data ?? [])
    .filter(({ scope }) => scope === "organization")
    .map((role): [string, string] => [role.slug, role.name]);
  const stored = value ?? current;
  // Until the roles are known, the form carries the stored one.
  const options = Object.fromEntries([[stored, data ? `${stored} (deleted)` : stored], ...known]);
  return (
    <Choice
      {...props}
      label={label}
      name={name}
      options={options}
      {...(value === undefined ? { defaultValue: current } : { value })}
    />
  );
}
