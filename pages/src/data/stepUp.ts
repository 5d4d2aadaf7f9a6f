/**
 * Acts that need a recent sign-in: the dialog (signIn/StepUpDialog.tsx) confirms it, then the act
 * is repeated.
 */
import { isStepUpRequired } from "./queryClient";

type Asked = { readonly confirmed: () => void; readonly dismissed: () => void };

let asked: Asked | null = null;
const listeners = new Set<() => void>();

const setAsked = (next: Asked | null): void => {
  asked = next;
  for (const listener of listeners) listener();
};

/** For the dialog: what waits for a confirmation, or null. */
export const stepUpRequest = {
  subscribe: (listener: () => void) => {
    listeners.add(listener);
    return () => void listeners.delete(listener);
  },
  current: () => asked,
};

export async function withStepUp<Answer>(act: () => Promise<Answer>): Promise<Answer> {
  try {
    return await act();
  } catch (error) {
    if (!isStepUpRequired(error)) throw error;
    if (!(await requestStepUp())) throw error;
    return await act();
  }
}

const requestStepUp = async (): Promise<boolean> =>
  await new Promise<boolean>((resolve) => {
    const settle = (isConfirmed: boolean) => () => {
      setAsked(null);
      resolve(isConfirmed);
    };
    setAsked({ confirmed: settle(true), dismissed: settle(false) });
  });
