import type { Ref } from "react";
import { Button as AriaButton, type ButtonProps as AriaButtonProps } from "react-aria-components";

export interface ButtonProps extends Omit<AriaButtonProps, "className" | "style"> {
  readonly tone?: "primary" | "plain" | "quiet" | "danger";
  readonly size?: "normal" | "small";
  readonly ref?: Ref<HTMLButtonElement>;
}

export const Button = ({ tone = "plain", size = "normal", ...props }: ButtonProps) => (
  <AriaButton {...props} className={`button ${tone} ${size}`} />
);
