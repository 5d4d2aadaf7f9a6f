/**
 * A local deployment in a process of its own, to be killed: `tsx test/support/serve.ts <directory>`
 * serves what was left in the directory and prints its addresses, and then how many users there are
 * whenever that changes.
 */
import { startLocalDeployment } from "@banata-auth/local";

const deployment = await startLocalDeployment({
  directory: process.argv[2]!,
  cloudPort: 0,
  sitePort: 0,
});
const { cloudUrl, siteUrl, adminKey } = deployment;
console.log(JSON.stringify({ cloudUrl, siteUrl, adminKey }));
let last = -1;
setInterval(() => {
  const users = deployment.database.begin().count("banataAuth", "users");
  if (users !== last) console.log(JSON.stringify({ users }));
  last = users;
}, 10);
