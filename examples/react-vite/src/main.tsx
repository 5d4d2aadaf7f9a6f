import { BanataAuthProvider } from "@banata-auth/convex/react";
import { ConvexReactClient } from "convex/react";
import { StrictMode } from "react";
import { createRoot } from "react-dom/client";
import { App } from "./App";

// `banata-auth dev` writes these variables into .env.local.
const { VITE_CONVEX_URL, VITE_BANATA_URL, VITE_BANATA_PROJECT_ID, VITE_BANATA_CLIENT_ID } =
  import.meta.env;
const convex = new ConvexReactClient(VITE_CONVEX_URL);

createRoot(document.getElementById("root")!).render(
  <StrictMode>
    <BanataAuthProvider
      client={convex}
      baseUrl={VITE_BANATA_URL}
      projectId={VITE_BANATA_PROJECT_ID}
      clientId={VITE_BANATA_CLIENT_ID}
    >
      <App />
    </BanataAuthProvider>
  </StrictMode>,
);
