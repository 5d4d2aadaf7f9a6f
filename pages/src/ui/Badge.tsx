import type { ReactNode } from "react";

export type Tone = "neutral" | "good" | "warning" | "bad" | "accent";

export const Badge = ({ tone = "neutral", children }: { tone?: Tone; children: ReactNode }) => (
  <span className={`badge ${tone}`}>{children}</span>
);
