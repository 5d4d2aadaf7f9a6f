/** Form fields: each with its label, its description, and the error that the API found. */
import type { ReactNode } from "react";
import {
  Button as AriaButton,
  Checkbox as AriaCheckbox,
  CheckboxGroup,
  FieldError,
  Input,
  Label,
  ListBox,
  ListBoxItem,
  Popover,
  Select,
  SelectValue,
  Switch,
  Text,
  TextArea,
  TextField,
  type TextFieldProps,
} from "react-aria-components";
import { Icon } from "./Icon";

interface Described {
  readonly label: string;
  readonly description?: ReactNode;
}

const Description = ({ children }: { readonly children: ReactNode }) =>
  children ? (
    <Text slot="description" className="description">
      {children}
    </Text>
  ) : null;

interface TextInputProps
  extends Described, Omit<TextFieldProps, "children" | "className" | "style"> {
  readonly placeholder?: string;
  readonly lines?: number;
  /** For ids, slugs and code. */
  readonly isCode?: boolean;
}

/** Types of fields that only filters have: all of them are optional. */
const filterTypes: ReadonlySet<string> = new Set(["search", "date"]);

export const TextInput = ({
  label,
  description,
  placeholder,
  lines = 1,
  isCode = false,
  ...props
}: TextInputProps) => (
  <TextField {...props} className="field">
    <Label>
      {label}{" "}
      {!props.isRequired && !filterTypes.has(props.type ?? "text") && (
        <span className="optional">optional</span>
      )}
    </Label>
    {lines > 1 ? (
      <TextArea
        className={isCode ? "input code" : "input"}
        rows={lines}
        placeholder={placeholder}
      />
    ) : (
      <Input className={isCode ? "input code" : "input"} placeholder={placeholder} />
    )}
    <Description>{description}</Description>
    <FieldError className="field-error" />
  </TextField>
);

interface ChoiceProps<Value extends string> extends Described {
  readonly name: string;
  readonly options: Readonly<Record<Value, string>>;
  readonly value?: Value;
  readonly defaultValue?: Value;
  readonly onChange?: (value: Value) => void;
}

export function Choice<Value extends string>({
  label,
  description,
  name,
  options,
  value,
  defaultValue,
  onChange,
}: ChoiceProps<Value>) {
  return (
    <Select
      className="field"
      name={name}
      {...(value === undefined ? { defaultValue } : { value })}
      onChange={(key) => onChange?.(key as Value)} // a key of the options
    >
      <Label>{label}</Label>
      <AriaButton className="input select">
        <SelectValue />
        <Icon name="down" />
      </AriaButton>
      <Description>{description}</Description>
      <FieldError className="field-error" />
      <Popover className="popover">
        <ListBox className="listbox">
          {Object.entries<string>(options).map(([id, text]) => (
            <ListBoxItem key={id} id={id} className="listbox-item">
              {text}
            </ListBoxItem>
          ))}
        </ListBox>
      </Popover>
    </Select>
  );
}

interface ToggleProps extends Described {
  readonly name?: string;
  readonly isSelected?: boolean;
  readonly defaultSelected?: boolean;
  readonly isDisabled?: boolean;
  readonly onChange?: (isSelected: boolean) => void;
}

export const Toggle = ({ label, description, ...props }: ToggleProps) => (
  <div className="toggle-row">
    <Switch {...props} value="on" className="toggle">
      <span className="track" />
      <span>{label}</span>
    </Switch>
    {description && <p className="description">{description}</p>}
  </div>
);

const Check = ({ value, children }: { readonly value: string; readonly children: ReactNode }) => (
  <AriaCheckbox value={value} className="check">
    <span className="box">
      <Icon name="check" />
    </span>
    {children}
  </AriaCheckbox>
);

interface ChecksProps extends Described {
  readonly value: readonly string[];
  readonly onChange: (value: string[]) => void;
  readonly groups: readonly { readonly title: string; readonly values: readonly string[] }[];
}

/** Many checkboxes, in groups, that are one field. */
export const Checks = ({ label, description, value, onChange, groups }: ChecksProps) => (
  <CheckboxGroup className="field" value={[...value]} onChange={onChange}>
    <Label>{label}</Label>
    <Description>{description}</Description>
    <div className="checks" tabIndex={-1}>
      {groups.map(({ title, values }) => (
        <div key={title} role="group" aria-label={title} className="check-group">
          <p className="check-title">{title}</p>
          {values.map((each) => (
            <Check key={each} value={each}>
              <code>{each}</code>
            </Check>
          ))}
        </div>
      ))}
    </div>
    <FieldError className="field-error" />
  </CheckboxGroup>
);
