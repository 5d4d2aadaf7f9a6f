/** The dialogs that make and change a key. */
import { useState } from "react";
import type { ApiKey } from "../../../src/index";
import { PermissionPicker } from "../authorization/PermissionPicker";
import { useAct } from "../data/operations";
import { ActDialog } from "../ui/dialogs";
import { Choice, TextInput, Toggle } from "../ui/fields";
import { GraceChoice } from "../ui/GraceChoice";
import { LimitFields, readLimits } from "./LimitFields";

const DAY_MS = 86_400_000;
const lifetimes: Readonly<Record<string, string>> = {
  never: "Never",
  30: "In 30 days",
  90: "In 90 days",
  365: "In a year",
};

const toExpiry = (lifetime: string): Date | null =>
  lifetime === "never" ? null : new Date(Date.now() + Number(lifetime) * DAY_MS);

const accesses = { chosen: "Chosen permissions", full: "Everything in this project" } as const;
type Limits = ReturnType<typeof readLimits>;

interface MakesKey {
  readonly onClose: () => void;
  readonly onMade: (key: string) => void;
}

export function CreateKey({ onClose, onMade }: MakesKey) {
  const [access, setAccess] = useState<"chosen" | "full">("chosen");
  const [permissions, setPermissions] = useState<string[]>([]);
  const [lifetime, setLifetime] = useState("never");
  const create = useAct({
    operation: "apiKeys.createKey",
    run: async (client, { name, limits }: { name: string; limits: Limits }) =>
      await client.apiKeys.createKey({
        name,
        ...(access === "full" ? {} : { permissions }),
        expiresAt: toExpiry(lifetime) ?? undefined,
        rateLimit: limits.rateLimit ?? undefined,
        quota: limits.quota ?? undefined,
      }),
    done: ({ name }) => `Created the key ${name}`,
  });
  return (
    <ActDialog
      title="Create API key"
      isOpen
      onClose={onClose}
      submit="Create key"
      act={async (values) => {
        if (access === "chosen" && permissions.length === 0)
          throw new Error("Choose at least one permission, or give access to everything.");
        const fields = { name: values.text("name"), limits: readLimits(values) };
        onMade((await create.mutateAsync(fields)).key);
      }}
    >
      <TextInput label="Name" name="name" isRequired autoFocus maxLength={100} />
      <Choice
        label="Expires"
        name="lifetime"
        options={lifetimes}
        value={lifetime}
        onChange={setLifetime}
      />
      <LimitFields />
      <Choice label="Access" name="access" options={accesses} value={access} onChange={setAccess} />
      {access === "chosen" && <PermissionPicker value={permissions} onChange={setPermissions} />}
    </ActDialog>
  );
}

export function RotateKey({ apiKey, onClose, onMade }: MakesKey & { readonly apiKey: ApiKey }) {
  const [grace, setGrace] = useState("3600");
  const rotate = useAct({
    operation: "apiKeys.rotateKey",
    run: async (client, gracePeriodSeconds: number) =>
      await client.apiKeys.rotateKey(apiKey.id, { gracePeriodSeconds }),
    done: () => `Rotated the key ${apiKey.name}`,
  });
  return (
    <ActDialog
      title={`Rotate ${apiKey.name}`}
      isOpen
      onClose={onClose}
      submit="Rotate key"
      act={async () => onMade((await rotate.mutateAsync(Number(grace))).key)}
    >
      <p>A new key with the same access replaces this one, which works for a while beside it.</p>
      <GraceChoice label="The old key ends" value={grace} onChange={setGrace} />
    </ActDialog>
  );
}

interface EditKeyProps {
  readonly apiKey: ApiKey;
  readonly onClose: () => void;
}

const KEEP = "keep";

export function EditKey({ apiKey, onClose }: EditKeyProps) {
  const [access, setAccess] = useState<"chosen" | "full">(apiKey.fullAccess ? "full" : "chosen");
  const [permissions, setPermissions] = useState<string[]>(apiKey.permissions);
  const [lifetime, setLifetime] = useState(KEEP);
  const update = useAct({
    operation: "apiKeys.updateKey",
    run: async (client, fields: { name: string; enabled: boolean; limits: Limits }) => {
      const { limits, ...others } = fields;
      return await client.apiKeys.updateKey({
        keyId: apiKey.id,
        ...others,
        ...limits,
        ...(access === "full" || areSame(permissions, apiKey) ? {} : { permissions }),
        ...(lifetime === KEEP ? {} : { expiresAt: toExpiry(lifetime) }),
      });
    },
    done: ({ name }) => `Saved the key ${name}`,
  });
  return (
    <ActDialog
      title={`Edit ${apiKey.name}`}
      isOpen
      onClose={onClose}
      submit="Save key"
      act={async (values) =>
        await update.mutateAsync({
          name: values.text("name"),
          enabled: values.isOn("enabled"),
          limits: readLimits(values, apiKey),
        })
      }
    >
      <TextInput
        label="Name"
        name="name"
        isRequired
        autoFocus
        maxLength={100}
        defaultValue={apiKey.name}
      />
      <Toggle
        label="The key is enabled"
        name="enabled"
        defaultSelected={apiKey.enabled}
        description="Requests with a disabled key are refused until it is enabled again."
      />
      <Choice
        label="Expires"
        name="expiresAt"
        options={{
          [KEEP]: apiKey.expiresAt === null ? "Never, as now" : "When it does now",
          ...lifetimes,
        }}
        value={lifetime}
        onChange={setLifetime}
      />
      <LimitFields limits={apiKey} />
      {apiKey.fullAccess && (
        <Choice
          label="Access"
          name="access"
          options={accesses}
          value={access}
          onChange={setAccess}
          description="A key with chosen permissions cannot have full access again."
        />
      )}
      {access === "chosen" && <PermissionPicker value={permissions} onChange={setPermissions} />}
    </ActDialog>
  );
}

/** A list that was not touched is not sent, so that a project without such permissions saves too. */
const areSame = (chosen: readonly string[], { fullAccess, permissions }: ApiKey): boolean =>
  !fullAccess && chosen.toSorted().join() === permissions.toSorted().join();
