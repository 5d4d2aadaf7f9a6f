"use client";
import { BanataAuthProvider } from "@banata-auth/convex/react";
import { ConvexReactClient } from "convex/react";
import type { ReactNode } from "react";

const convex = new ConvexReactClient(process.env.NEXT_PUBLIC_CONVEX_URL!);

interface ProvidersProps {
  /** The page is then signed in from its first render, on the server too. */
  initialToken: string | null;
  children: ReactNode;
}

export function Providers({ initialToken, children }: ProvidersProps) {
  return (
    <BanataAuthProvider client={convex} baseUrl="" initialToken={initialToken}>
      {children}
    </BanataAuthProvider>
  );
}
