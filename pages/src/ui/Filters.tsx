/** Filters that live in the page's address, so that a link and the back button keep them. */
import { Form } from "react-aria-components";
import { Button } from "./Button";
import { TextInput } from "./fields";
import { readForm } from "./dialogs";

interface FiltersProps<Name extends string> {
  /** Name → label. */
  readonly fields: Readonly<Record<Name, string>>;
  readonly value: { readonly [N in Name]?: string };
  readonly onChange: (value: { [N in Name]?: string }) => void;
}

export function Filters<Name extends string>({ fields, value, onChange }: FiltersProps<Name>) {
  const names = Object.keys(fields) as Name[]; // the record's own keys
  return (
    <search>
      <Form
        className="filters"
        onSubmit={(event) => {
          event.preventDefault();
          const { optional } = readForm(event.currentTarget);
          const next: { [N in Name]?: string } = {};
          for (const name of names) {
            const text = optional(name);
            if (text !== undefined) next[name] = text;
          }
          onChange(next);
        }}
      >
        {names.map((name) => (
          <TextInput
            key={`${name} ${value[name] ?? ""}`}
            label={fields[name]}
            name={name}
            type="search"
            autoComplete="off"
            defaultValue={value[name] ?? ""}
          />
        ))}
        <Button type="submit">Apply</Button>
        {Object.keys(value).length > 0 && (
          <Button tone="quiet" onPress={() => onChange({})}>
            Clear
          </Button>
        )}
      </Form>
    </search>
  );
}
