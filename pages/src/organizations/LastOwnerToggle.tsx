import { Toggle } from "../ui/fields";

/** The API refuses to leave an organization without an owner, unless this is on. */
export const LastOwnerToggle = () => (
  <Toggle
    label="Also if an organization then has no owner"
    name="force"
    description="Nobody can then act as its owner until another member gets the role."
  />
);
