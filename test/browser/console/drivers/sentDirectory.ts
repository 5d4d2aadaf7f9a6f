/** Sends a user, and a group with that user, as an identity provider does. */
export async function sendToDirectory({
  baseUrl,
  bearerToken,
}: {
  readonly baseUrl: string;
  readonly bearerToken: string;
}) {
  const send = async (type: string, body: object): Promise<{ id: string }> => {
    const response = await fetch(`${baseUrl}/${type}s`, {
      method: "POST",
      headers: {
        authorization: `Bearer ${bearerToken}`,
        "content-type": "application/scim+json",
      },
      body: JSON.stringify({ schemas: [`urn:ietf:params:scim:schemas:core:2.0:${type}`], ...body }),
    });
    return (await response.json()) as { id: string };
  };
  const user = await send("User", { userName: "ada@acme.example" });
  const group = await send("Group", {
    displayName: "Engineering",
    members: [{ value: user.id }],
  });
  return { user, group };
}
