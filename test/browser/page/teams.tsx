import { Component, useState, type ReactNode } from "react";
import { useBanataMutation, useBanataQuery } from "../../../src/react";
import { BanataAuthError } from "../../../src/index";

/** Through the operations of the contract. */
export function Teams({ organizationId }: { readonly organizationId: string }) {
  return (
    <Refusal>
      <TeamList organizationId={organizationId} />
    </Refusal>
  );
}

function TeamList({ organizationId }: { readonly organizationId: string }) {
  const [isHidden, setIsHidden] = useState(false);
  const [failure, setFailure] = useState("");
  const teams = useBanataQuery("organizations.listTeams", isHidden ? "skip" : { organizationId });
  const createTeam = useBanataMutation("organizations.createTeam");
  const create = async () => {
    try {
      const { name, createdAt } = await createTeam({ organizationId, name: "Red" });
      setFailure(`${name} of ${createdAt.getFullYear()}`);
    } catch (error) {
      setFailure(readCode(error));
    }
  };
  return (
    <>
      <p data-testid="teams">
        {teams?.data.map((team) => `${team.name} ${team.createdAt.getFullYear()}`).join() ??
          "unknown"}
      </p>
      <p data-testid="team-created">{failure}</p>
      <button onClick={() => void create()}>Create a team</button>
      <button onClick={() => setIsHidden(true)}>Hide the teams</button>
    </>
  );
}

class Refusal extends Component<
  { readonly children: ReactNode },
  { readonly code: string | null }
> {
  override state: { readonly code: string | null } = { code: null };
  static getDerivedStateFromError = (error: unknown) => ({ code: readCode(error) });
  override render() {
    const { code } = this.state;
    return code === null ? this.props.children : <p data-testid="teams">{code}</p>;
  }
}

const readCode = (error: unknown): string =>
  error instanceof BanataAuthError ? error.code : String(error);
