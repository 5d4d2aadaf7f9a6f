/** A button that opens the dialog of one act. */
import { useState } from "react";
import { Button, type ButtonProps } from "./Button";
import { ActDialog, type ActDialogProps } from "./dialogs";

interface ActDialogButtonProps extends Omit<ActDialogProps, "isOpen" | "onClose"> {
  /** The text of the button that opens the dialog; by default the dialog's title. */
  readonly text?: string;
  readonly buttonTone?: ButtonProps["tone"];
  readonly isDisabled?: boolean;
}

/** The fields are made when the dialog opens, so they begin with what is stored then. */
export function ActDialogButton({
  text,
  buttonTone = "plain",
  isDisabled = false,
  ...dialog
}: ActDialogButtonProps) {
  const [isOpen, setOpen] = useState(false);
  return (
    <>
      <Button tone={buttonTone} isDisabled={isDisabled} onPress={() => setOpen(true)}>
        {text ?? dialog.title}
      </Button>
      <ActDialog {...dialog} isOpen={isOpen} onClose={() => setOpen(false)} />
    </>
  );
}
