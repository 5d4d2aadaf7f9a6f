import type { ReactNode } from "react";

interface FactProps {
  readonly title: string;
  readonly children: ReactNode;
}

/** One of the facts about a thing, in `<dl className="facts">`. */
export const Fact = ({ title, children }: FactProps) => (
  <div>
    <dt>{title}</dt>
    <dd>{children}</dd>
  </div>
);
