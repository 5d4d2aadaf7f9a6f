import { useRead } from "../data/operations";
import { Choice } from "../ui/fields";
import { Loading } from "../ui/states";

/** The roles that a member of an organization may have. */
export function RoleChoice({ current = "member" }: { readonly current?: string }) {
  const { data } = useRead("rbac.listRoles", {}, async (client) => await client.rbac.listRoles());
  if (!data) return <Loading />;
  const options = Object.fromEntries(
    data
      .filter(({ scope }) => scope === "organization")
      .map(({ slug, name }): [string, string] => [slug, name]),
  );
  return <Choice label="Role" name="role" options={options} defaultValue={current} />;
}
