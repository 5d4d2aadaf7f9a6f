import { CopyButton } from "../ui/CopyButton";
import { DetailsDialog } from "../ui/dialogs";

interface BackupCodesProps {
  readonly codes: readonly string[];
  readonly onClose: () => void;
}

/** Shown once; the codes are in no other place of the page. */
export const BackupCodes = ({ codes, onClose }: BackupCodesProps) => (
  <DetailsDialog title="Your backup codes" onClose={onClose} isDismissable={false}>
    <p>
      Each code signs you in once when you have no access to the app. Keep them where only you can
      read them: they are not shown again.
    </p>
    <div className="secret">
      <ul className="codes" aria-label="Backup codes">
        {codes.map((code) => (
          <li key={code}>
            <code>{code}</code>
          </li>
        ))}
      </ul>
      <CopyButton text={codes.join("\n")} what="backup codes" />
    </div>
  </DetailsDialog>
);
