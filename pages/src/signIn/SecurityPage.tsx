import { useQuery } from "@tanstack/react-query";
import { callSignIn } from "../data/session";
import { PageHeader } from "../ui/PageHeader";
import { Failure, Loading } from "../ui/states";
import { AuthenticatorApp } from "./AuthenticatorApp";
import { OwnPassword } from "./OwnPassword";
import { OwnSessions } from "./OwnSessions";
import { Passkeys } from "./Passkeys";

interface Account {
  readonly providerId: string;
}

/** The operator's own ways to sign in, and sessions. */
export function SecurityPage() {
  const { data, error, refetch } = useQuery({
    queryKey: ["own", "accounts"],
    queryFn: async () => await callSignIn<Account[]>("/list-accounts"),
  });
  const hasPassword = data?.some(({ providerId }) => providerId === "credential");
  return (
    <main className="wide" id="content">
      <PageHeader
        title="Sign-in and security"
        about="A passkey signs you in, and is a second factor after a link. An authenticator app is a second factor beside a password or a link."
      />
      <Passkeys />
      {error && <Failure error={error} retry={() => void refetch()} />}
      {hasPassword === undefined && !error && <Loading />}
      {hasPassword !== undefined && (
        <>
          <AuthenticatorApp hasPassword={hasPassword} />
          <OwnPassword hasPassword={hasPassword} />
        </>
      )}
      <OwnSessions />
    </main>
  );
}
