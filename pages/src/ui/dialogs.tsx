/** Dialogs: a form that performs one act, a deletion, details, a secret that is shown once. */
import { useState, type ReactNode } from "react";
import { Dialog, Form, Heading, Modal, ModalOverlay } from "react-aria-components";
import { BanataAuthError } from "../../../src/errors";
import { Button } from "./Button";
import { CopyButton } from "./CopyButton";
import { TextInput } from "./fields";
import { Icon } from "./Icon";
import { Refusal } from "./states";

interface FrameProps {
  readonly title: string;
  readonly isOpen: boolean;
  readonly onClose: () => void;
  /** A click beside it closes it, unless something would be lost. */
  readonly isDismissable?: boolean;
  readonly children: ReactNode;
}

const Frame = ({ title, isOpen, onClose, isDismissable = true, children }: FrameProps) => (
  <ModalOverlay
    className="overlay"
    isOpen={isOpen}
    isDismissable={isDismissable}
    onOpenChange={(isNowOpen) => !isNowOpen && onClose()}
  >
    <Modal className="modal">
      <Dialog className="dialog">
        <div className="dialog-header">
          <Heading slot="title" level={2}>
            {title}
          </Heading>
          <Button tone="quiet" size="small" aria-label="Close" onPress={onClose}>
            <Icon name="close" />
          </Button>
        </div>
        {children}
      </Dialog>
    </Modal>
  </ModalOverlay>
);

export interface ActDialogProps {
  readonly title: string;
  readonly isOpen: boolean;
  readonly onClose: () => void;
  /** The button's text: a verb and its object. */
  readonly submit: string;
  readonly tone?: "primary" | "danger";
  readonly isSubmitDisabled?: boolean;
  /** The dialog closes when it resolves, and shows what it rejects with. */
  readonly act: (values: FormValues) => Promise<unknown>;
  /** Instead of closing, when the act has succeeded: another step follows. */
  readonly onDone?: () => void;
  readonly children: ReactNode;
}

/** The form's values as text, by the names of its fields. */
export interface FormValues {
  /** Trimmed; empty when the field is empty or absent. */
  readonly text: (name: string) => string;
  /** Undefined instead of empty, for fields that may be left out. */
  readonly optional: (name: string) => string | undefined;
  readonly isOn: (name: string) => boolean;
}

export function ActDialog(props: ActDialogProps) {
  const { title, isOpen, onClose } = props;
  return (
    <Frame title={title} isOpen={isOpen} onClose={onClose} isDismissable={false}>
      <ActForm {...props} />
    </Frame>
  );
}

function ActForm({
  submit,
  tone = "primary",
  isSubmitDisabled = false,
  act,
  onClose,
  onDone = onClose,
  children,
}: ActDialogProps) {
  const { error, isPending, perform } = usePerformance(act, onDone);
  return (
    <Form
      validationErrors={fieldErrors(error)}
      onSubmit={(event) => {
        event.preventDefault();
        void perform(readForm(event.currentTarget));
      }}
    >
      <div className="dialog-body">
        {error && <Refusal error={error} />}
        {children}
      </div>
      <div className="dialog-footer">
        <Button onPress={onClose}>Cancel</Button>
        <Button type="submit" tone={tone} isPending={isPending} isDisabled={isSubmitDisabled}>
          {submit}
        </Button>
      </div>
    </Form>
  );
}

export function usePerformance<Values>(
  act: (values: Values) => Promise<unknown>,
  onDone: () => void,
) {
  const [error, setError] = useState<Error | null>(null);
  const [isPending, setPending] = useState(false);
  const perform = async (values: Values) => {
    setPending(true);
    setError(null);
    try {
      await act(values);
      onDone();
    } catch (thrown) {
      setError(thrown instanceof Error ? thrown : new Error(String(thrown)));
    } finally {
      setPending(false);
    }
  };
  return { error, isPending, perform };
}

/** The API's errors, by field. */
export const fieldErrors = (error: Error | null): Record<string, string> =>
  error instanceof BanataAuthError
    ? Object.fromEntries(error.errors.map(({ field, message }) => [field, message]))
    : {};

export function readForm(form: HTMLFormElement): FormValues {
  const data = new FormData(form);
  const text = (name: string) => {
    const value = data.get(name);
    return typeof value === "string" ? value.trim() : "";
  };
  return { text, optional: (name) => text(name) || undefined, isOn: (name) => data.has(name) };
}

interface DeletionProps {
  /** What is deleted, such as `role`. */
  readonly what: string;
  /** What the operator types; null closes the dialog. */
  readonly name: string | null;
  readonly verb?: string;
  /** What the deletion means. */
  readonly consequence: ReactNode;
  /** Fields that say how it is deleted. */
  readonly children?: ReactNode;
  readonly onClose: () => void;
  readonly act: (values: FormValues) => Promise<unknown>;
}

export function Deletion({ name, onClose, ...props }: DeletionProps) {
  const { what, verb = "Delete" } = props;
  return (
    <Frame title={`${verb} ${what}`} isOpen={name !== null} onClose={onClose}>
      {name !== null && <DeletionForm {...props} name={name} onClose={onClose} />}
    </Frame>
  );
}

function DeletionForm({
  what,
  name,
  verb = "Delete",
  consequence,
  children,
  onClose,
  act,
}: DeletionProps & { readonly name: string }) {
  const [typed, setTyped] = useState("");
  return (
    <ActForm
      title=""
      isOpen
      onClose={onClose}
      submit={`${verb} ${what}`}
      tone="danger"
      isSubmitDisabled={typed.trim() !== name}
      act={act}
    >
      <p>{consequence}</p>
      {children}
      <TextInput
        label={`Type ${name} to confirm`}
        isRequired
        isCode
        autoComplete="off"
        value={typed}
        onChange={setTyped}
      />
    </ActForm>
  );
}

interface DetailsDialogProps extends Pick<FrameProps, "isDismissable"> {
  readonly title: string;
  readonly onClose: () => void;
  readonly children: ReactNode;
}

/** Shows something and changes nothing. */
export const DetailsDialog = ({
  title,
  onClose,
  isDismissable = true,
  children,
}: DetailsDialogProps) => (
  <Frame title={title} isOpen onClose={onClose} isDismissable={isDismissable}>
    <div className="dialog-body">{children}</div>
    <div className="dialog-footer">
      <Button tone="primary" onPress={onClose}>
        Done
      </Button>
    </div>
  </Frame>
);

interface SecretDialogProps {
  readonly title: string;
  /** Null closes the dialog. */
  readonly secret: string | null;
  readonly what: string;
  readonly children?: ReactNode;
  readonly onClose: () => void;
}

/** The secret is in no other place of the page, and in no cache of it. */
export const SecretDialog = ({ title, secret, what, children, onClose }: SecretDialogProps) => (
  <ContentDialog title={title} isOpen={secret !== null} onClose={onClose}>
    <p>Copy the {what} now. It is not shown again.</p>
    <div className="secret">
      <code>{secret}</code>
      <CopyButton text={secret ?? ""} what={what} />
    </div>
    {children}
  </ContentDialog>
);

/** Shows something until the operator closes it. */
export const ContentDialog = ({
  title,
  isOpen,
  onClose,
  children,
}: Omit<FrameProps, "isDismissable">) => (
  <Frame title={title} isOpen={isOpen} onClose={onClose} isDismissable={false}>
    <div className="dialog-body">{children}</div>
    <div className="dialog-footer">
      <Button tone="primary" onPress={onClose}>
        Done
      </Button>
    </div>
  </Frame>
);
