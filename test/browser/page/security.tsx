import { useState, type FormEvent } from "react";
import { useAuth, useSession, useUser } from "../../../src/react";

interface Device {
  readonly id: string;
  readonly token: string;
}

/**
 * What the signed-in user has to do with signing in: the address, passkeys, the second factor,
 * other sessions.
 */
export function Security() {
  const auth = useAuth();
  const user = useUser();
  const session = useSession();
  const [totpUri, setTotpUri] = useState("");
  const [passkeys, setPasskeys] = useState("");
  const [devices, setDevices] = useState<readonly Device[]>([]);

  const enable = async (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    const { data } = await auth.twoFactor.enable({
      password: String(new FormData(event.currentTarget).get("current")),
    });
    setTotpUri(data?.totpURI ?? "refused");
  };
  const confirm = async (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    await auth.twoFactor.verifyTotp({
      code: String(new FormData(event.currentTarget).get("code")),
    });
  };
  const addPasskey = async () => {
    const { error } = await auth.passkey.addPasskey({ name: "laptop" });
    setPasskeys(error ? `${error.status}` : "added");
  };
  const list = async () => setDevices((await auth.listSessions()).data ?? []);
  return (
    <section>
      <p data-testid="verified">{String(user?.emailVerified)}</p>
      <p data-testid="second-factor">{String(user?.twoFactorEnabled)}</p>
      <form onSubmit={(event) => void enable(event)}>
        <input name="current" type="password" aria-label="current password" />
        <button>Set up a second factor</button>
      </form>
      <form onSubmit={(event) => void confirm(event)}>
        <p data-testid="totp">{totpUri}</p>
        <input name="code" aria-label="code" />
        <button>Confirm</button>
      </form>
      <button onClick={() => void addPasskey()}>Add a passkey</button>
      <p data-testid="passkeys">{passkeys}</p>
      <button onClick={() => void list()}>Sessions</button>
      {devices.map(({ id, token }) => (
        <button key={id} onClick={() => void auth.revokeSession({ token })}>
          {id === session?.id ? "End this session" : "End another session"}
        </button>
      ))}
    </section>
  );
}
