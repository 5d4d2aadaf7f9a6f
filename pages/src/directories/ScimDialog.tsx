import { CopyList } from "../ui/CopyList";
import { SecretDialog } from "../ui/dialogs";

/** What is entered at the identity provider. */
export interface ScimConfig {
  readonly baseUrl: string;
  readonly bearerToken: string;
}

interface ScimDialogProps {
  /** Null closes the dialog. */
  readonly config: ScimConfig | null;
  readonly onClose: () => void;
}

export const ScimDialog = ({ config, onClose }: ScimDialogProps) => (
  <SecretDialog
    title="Enter at the identity provider"
    what="bearer token"
    secret={config?.bearerToken ?? null}
    onClose={onClose}
  >
    {config && <CopyList values={{ "Endpoint (base URL)": config.baseUrl }} />}
    <p className="muted">
      Choose userName as the unique identifier. For Entra ID, append ?aadOptscim062020 to the
      endpoint.
    </p>
  </SecretDialog>
);
