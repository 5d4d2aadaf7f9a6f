/** Filters that live in the page's address, so that a link and the back button keep them. */
import { Form } from "react-aria-components";
import { Button } from "./Button";
import { readForm } from "./dialogs";
import { Choice, TextInput } from "./fields";

/** A label, for text; a day; or the values to choose from, with their texts. */
type Filter =
  | string
  | { readonly label: string; readonly type: "date" }
  | { readonly label: string; readonly options: Readonly<Record<string, string>> };

interface FiltersProps<Name extends string> {
  readonly fields: Readonly<Record<Name, Filter>>;
  readonly value: { readonly [N in Name]?: string };
  readonly onChange: (value: { [N in Name]?: string }) => void;
}

/** What a choice has when it filters nothing. */
const ANY = "any";

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
            if (text !== undefined && text !== ANY) next[name] = text;
          }
          onChange(next);
        }}
      >
        {names.map((name) => (
          <Field
            key={`${name} ${value[name] ?? ""}`}
            name={name}
            filter={fields[name]}
            value={value[name]}
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

interface FieldProps {
  readonly name: string;
  readonly filter: Filter;
  readonly value: string | undefined;
}

const Field = ({ name, filter, value }: FieldProps) =>
  typeof filter === "string" || "type" in filter ? (
    <TextInput
      {...(typeof filter === "string" ? { label: filter, type: "search" } : filter)}
      name={name}
      autoComplete="off"
      defaultValue={value ?? ""}
    />
  ) : (
    <Choice
      label={filter.label}
      name={name}
      options={{ [ANY]: "Any", ...filter.options }}
      defaultValue={value ?? ANY}
    />
  );
