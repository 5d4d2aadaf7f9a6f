import { Choice } from "./fields";

/** Seconds → text. */
const graces: Readonly<Record<string, string>> = {
  0: "At once",
  3600: "In an hour",
  86400: "In a day",
  604800: "In a week",
};

interface GraceChoiceProps {
  readonly label: string;
  readonly value: string;
  readonly onChange: (seconds: string) => void;
}

/** When the former secret ends after a new one was made. */
export const GraceChoice = (props: GraceChoiceProps) => (
  <Choice {...props} name="grace" options={graces} />
);
