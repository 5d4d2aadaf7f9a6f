import type { Metadata } from "next";
import type { ReactNode } from "react";
import { auth } from "@/lib/auth";
import { Providers } from "./providers";

export const metadata: Metadata = { title: "Banata Auth example", icons: "data:," };

export default async function RootLayout({ children }: { children: ReactNode }) {
  return (
    <html lang="en">
      <body>
        <Providers initialToken={await auth.getToken()}>{children}</Providers>
      </body>
    </html>
  );
}
