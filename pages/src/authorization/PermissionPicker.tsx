import { useState } from "react";
import { useRead } from "../data/operations";
import { Checks, TextInput } from "../ui/fields";
import { Failure, Loading } from "../ui/states";
import { groupPermissions } from "./permissionGroups";

interface PermissionPickerProps {
  readonly value: readonly string[];
  readonly onChange: (value: string[]) => void;
}

/** Chosen permissions that the search hides stay chosen. */
export function PermissionPicker({ value, onChange }: PermissionPickerProps) {
  const { data, error } = useRead(
    "rbac.listPermissions",
    {},
    async (client) => await client.rbac.listPermissions(),
  );
  const [search, setSearch] = useState("");
  if (error) return <Failure error={error} />;
  if (!data) return <Loading />;
  const known = data.map(({ slug }) => slug);
  const all = [...known, ...value.filter((slug) => !known.includes(slug))];
  const shown = all.filter((slug) => slug.includes(search.trim().toLowerCase()));
  return (
    <>
      <TextInput label="Find permissions" type="search" value={search} onChange={setSearch} />
      <Checks
        label={`Permissions, ${value.length} chosen`}
        value={value}
        onChange={(chosen) => {
          const hidden = value.filter((slug) => !shown.includes(slug));
          onChange([...hidden, ...chosen.filter((slug) => shown.includes(slug))]);
        }}
        groups={groupPermissions(shown)}
      />
    </>
  );
}
