import { BanataAuth } from "../../client";
import { verifyDomain } from "../demoIdp/domain";
import { ensureOrganization, find } from "../demoIdp/organization";
import { requireLocalDeployment } from "../demoIdp/start";
import { readState } from "../demoIdp/state";
import type { LocalFiles } from "../localFiles";
import { Provisioning } from "./provisioning";
import { readScimState, writeScimState } from "./state";

export interface ScimOptions {
  /** The component's name in the app. */
  readonly component: string;
  readonly log: (line: string) => void;
}

export interface StartedScim {
  readonly organizationId: string;
  readonly directoryId: string;
  readonly baseUrl: string;
  readonly provisioning: Provisioning;
}

/**
 * Configures the project of the local deployment: the organization that demo-idp has too, its
 * domain, and a directory. What an earlier start created is kept. Each start rotates the directory's
 * token, so no file has to have it; an earlier process that still runs is refused from then on.
 *
 * @throws CommandError when the deployment is not local, or does not run
 */
export async function startDemoScim(
  files: LocalFiles,
  { component, log }: ScimOptions,
): Promise<StartedScim> {
  const facts = await requireLocalDeployment(await files.facts());
  const client = new BanataAuth({ apiKey: facts.apiKey, baseUrl: facts.baseUrl });
  const [before, idp] = [await readScimState(files), await readState(files)];
  const known = [before?.organization, idp?.ids.organization];
  const organizationId = await ensureOrganization(client, known);
  await verifyDomain(client, facts, { organizationId, component });
  const { id: directoryId, scimConfig } = await openDirectory(
    client,
    organizationId,
    before?.directory,
  );
  await writeScimState(files, { organization: organizationId, directory: directoryId });
  const { baseUrl } = scimConfig;
  const provisioning = new Provisioning({ ...scimConfig, log });
  return { organizationId, directoryId, baseUrl, provisioning };
}

async function openDirectory(
  { directories }: BanataAuth,
  organizationId: string,
  known: string | undefined,
) {
  const found = await find(known, async (id) => await directories.getDirectory(id));
  return found?.organizationId === organizationId
    ? await directories.rotateToken(found.id, { gracePeriodSeconds: 0 })
    : await directories.createDirectory({
        organizationId,
        name: "Demo directory",
        provider: "okta",
      });
}
