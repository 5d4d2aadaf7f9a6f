import type { WebhookEndpoint } from "../../../src/index";
import { TextInput } from "../ui/fields";

export const EndpointFields = ({ endpoint }: { readonly endpoint?: WebhookEndpoint }) => (
  <>
    <TextInput
      label="URL"
      name="url"
      type="url"
      isRequired
      isCode
      autoFocus
      placeholder="https://example.com/webhooks"
      defaultValue={endpoint?.url}
    />
    <TextInput
      label="Event types"
      name="eventTypes"
      isCode
      lines={3}
      placeholder="user.*"
      description="Types and patterns such as user.*, separated by commas or lines. Empty: all events."
      defaultValue={endpoint?.eventTypes.join("\n")}
    />
  </>
);

const ALL = "*";

export function readEventTypes(text: string): string[] {
  const types = text.split(/[\s,]+/).filter((each) => each !== "");
  return types.length === 0 ? [ALL] : types; // the API takes no empty list
}
