/** A part of a page that is saved by itself: its heading, its fields and its button. */
import { useId, type ReactNode } from "react";
import { Form } from "react-aria-components";
import { Button } from "./Button";
import { fieldErrors, readForm, usePerformance, type FormValues } from "./dialogs";
import { Refusal } from "./states";

interface SectionProps {
  readonly title: string;
  readonly about?: ReactNode;
  readonly children: ReactNode;
  /** What is saved, such as `Save branding`. */
  readonly submit: string;
  readonly act: (values: FormValues) => Promise<unknown>;
}

export function FormSection({ title, about, children, submit, act }: SectionProps) {
  const id = useId();
  const { error, isPending, perform } = usePerformance(act, () => undefined);
  return (
    <section className="card" aria-labelledby={id}>
      <h2 id={id}>{title}</h2>
      {about && <p className="muted">{about}</p>}
      <Form
        className="section-form"
        validationErrors={fieldErrors(error)}
        onSubmit={(event) => {
          event.preventDefault();
          void perform(readForm(event.currentTarget));
        }}
      >
        {error && <Refusal error={error} />}
        {children}
        <div>
          <Button type="submit" tone="primary" isPending={isPending}>
            {submit}
          </Button>
        </div>
      </Form>
    </section>
  );
}
