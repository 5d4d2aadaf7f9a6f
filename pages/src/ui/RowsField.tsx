/** A list of rows of fields in a form, which grows and shrinks. */
import { useRef, useState, type ReactNode } from "react";
import { Button } from "./Button";

interface RowsFieldProps<Row> {
  readonly label: string;
  readonly description?: ReactNode;
  /** What a row is, such as `mapping`. */
  readonly what: string;
  readonly rows: readonly Row[];
  readonly onChange: (rows: Row[]) => void;
  readonly blank: Row;
  /** The row's fields. The first field of a new row takes the focus. */
  readonly fields: (row: Row, change: (fields: Partial<Row>) => void, isNew: boolean) => ReactNode;
}

export function RowsField<Row extends object>({
  label,
  description,
  what,
  rows,
  onChange,
  blank,
  fields,
}: RowsFieldProps<Row>) {
  const addButton = useRef<HTMLButtonElement>(null);
  const [hasAdded, setAdded] = useState(false);
  return (
    <div className="field" role="group" aria-label={label}>
      <span>{label}</span>
      {description && <p className="description">{description}</p>}
      <div className="rows">
        {rows.map((row, index) => (
          <div
            key={index} // rows have no identity, and their fields are controlled
            className="row"
            role="group"
            aria-label={`${label} ${index + 1}`}
          >
            {fields(
              row,
              (changed) => onChange(rows.with(index, { ...row, ...changed })),
              hasAdded && index === rows.length - 1,
            )}
            <Button
              aria-label={`Remove ${what} ${index + 1}`}
              onPress={() => {
                onChange(rows.toSpliced(index, 1));
                addButton.current?.focus();
              }}
            >
              Remove
            </Button>
          </div>
        ))}
        <div>
          <Button
            ref={addButton}
            onPress={() => {
              setAdded(true);
              onChange([...rows, blank]);
            }}
          >
            Add {what}
          </Button>
        </div>
      </div>
    </div>
  );
}
