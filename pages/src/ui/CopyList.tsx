/** Values that are entered elsewhere, each with its name and a button that copies it. */
import { CopyButton } from "./CopyButton";

interface CopyListProps {
  /** Name → value. */
  readonly values: Readonly<Record<string, string>>;
}

export const CopyList = ({ values }: CopyListProps) => (
  <dl className="copy-list">
    {Object.entries(values).map(([name, value]) => (
      <div key={name}>
        <dt>{name}</dt>
        <dd className="secret">
          <code>{value}</code>
          <CopyButton text={value} what={name} />
        </dd>
      </div>
    ))}
  </dl>
);
