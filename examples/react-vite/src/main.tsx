import { BanataAuthProvider } from "@banata-auth/convex/react";
import { ConvexReactClient } from "convex/react";
import { StrictMode } from "react";
import { createRoot } from "react-dom/client";
import { App } from "./App";

// `banata-auth dev` and `convex dev` write both URLs into .env.local.
const convex = new ConvexReactClient(import.meta.env.VITE_CONVEX_URL);
const baseUrl = `${import.meta.env.VITE_CONVEX_SITE_URL}/banata`;

createRoot(document.getElementById("root")!).render(
  <StrictMode>
    <BanataAuthProvider client={convex} baseUrl={baseUrl}>
      <App />
    </BanataAuthProvider>
  </StrictMode>,
);
