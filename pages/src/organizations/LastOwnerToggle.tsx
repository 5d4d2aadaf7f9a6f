import { Toggle } from "../ui/fields";

/** The API refuses to leave an organization without an owner, unless this is on. */
export const LastOwnerToggle = () => (
  <Toggle
    label="Also if an organization then has no owner"
    name="force"
    description="It then has no owner until you give the role to another member."
  />
);
