import { useState } from "react";
import { Button } from "./Button";
import { Icon } from "./Icon";
import { announce } from "./notices";

interface CopyButtonProps {
  readonly text: string;
  /** What is copied, such as `user id`. */
  readonly what: string;
}

export function CopyButton({ text, what }: CopyButtonProps) {
  const [isCopied, setCopied] = useState(false);
  const copy = async () => {
    await navigator.clipboard.writeText(text);
    setCopied(true);
    announce(`Copied the ${what}`);
    setTimeout(() => setCopied(false), 2_000);
  };
  return (
    <Button tone="quiet" size="small" aria-label={`Copy ${what}`} onPress={() => void copy()}>
      <Icon name={isCopied ? "check" : "copy"} />
    </Button>
  );
}

/** An id with a button that copies it. */
export const CopyableId = ({ id, what }: { readonly id: string; readonly what: string }) => (
  <span className="copyable">
    <code>{id}</code>
    <CopyButton text={id} what={what} />
  </span>
);
