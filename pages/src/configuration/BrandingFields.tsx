import { useState } from "react";
import type { FormValues } from "../ui/dialogs";
import { Choice, TextInput, Toggle } from "../ui/fields";
import { withInherited, type Branding, type OwnBranding } from "./branding";
import { BrandingPreview } from "./BrandingPreview";

interface Props {
  readonly branding: OwnBranding;
  /** The project's, which stands for what is left empty; absent for the project itself. */
  readonly inherited?: Branding;
}

const OF_PROJECT = "project";
const shades = { [OF_PROJECT]: "The project's", light: "As the visitor's device", dark: "Dark" };

/** The fields of `readBranding`, with a preview that follows them. */
export function BrandingFields({ branding, inherited }: Props) {
  const [draft, setDraft] = useState(branding);
  const draws = (change: Partial<OwnBranding>) => setDraft({ ...draft, ...change });
  const project = inherited ?? defaults;
  const hint = inherited && "Empty: the project's.";
  return (
    <>
      <BrandingPreview branding={withInherited(draft, project)} />
      <div className="columns">
        <TextInput
          label="Primary color"
          name="primaryColor"
          isCode
          {...(inherited && { placeholder: inherited.primaryColor, description: hint })}
          defaultValue={branding.primaryColor ?? ""}
          onChange={(text) => draws({ primaryColor: text || null })}
        />
        <TextInput
          label="Background color"
          name="bgColor"
          isCode
          {...(inherited && { placeholder: inherited.bgColor, description: hint })}
          defaultValue={branding.bgColor ?? ""}
          onChange={(text) => draws({ bgColor: text || null })}
        />
        <TextInput
          label="Corner radius, in pixels"
          name="borderRadius"
          isRequired={!inherited}
          inputMode="numeric"
          pattern="[0-9]{1,2}"
          {...(inherited && { placeholder: String(inherited.borderRadius), description: hint })}
          defaultValue={String(branding.borderRadius ?? "")}
          onChange={(text) => draws({ borderRadius: text === "" ? null : Number(text) })}
        />
        <TextInput
          label="Font"
          name="font"
          {...(inherited && { placeholder: inherited.font, description: hint })}
          defaultValue={branding.font ?? ""}
          onChange={(text) => draws({ font: text || null })}
        />
      </div>
      {inherited ? (
        <Choice
          label="Colors"
          name="shade"
          options={shades}
          defaultValue={branding.darkMode === null ? OF_PROJECT : toShade(branding.darkMode)}
          onChange={(shade) => draws({ darkMode: readShade(shade) })}
        />
      ) : (
        <Toggle
          label="Dark"
          name="darkMode"
          defaultSelected={branding.darkMode ?? false}
          onChange={(darkMode) => draws({ darkMode })}
        />
      )}
      <TextInput
        label="Logo URL"
        name="logoUrl"
        type="url"
        isCode
        {...(inherited && { placeholder: inherited.logoUrl, description: hint })}
        defaultValue={branding.logoUrl ?? ""}
      />
      {inherited && (
        <Toggle
          label="Without the project's logo"
          name="withoutLogo"
          defaultSelected={branding.logoUrl === ""}
        />
      )}
      <TextInput
        label="Style sheet"
        name="customCss"
        isCode
        lines={6}
        {...(inherited && { description: hint })}
        defaultValue={branding.customCss ?? ""}
      />
      {inherited && (
        <Toggle
          label="Without the project's style sheet"
          name="withoutStyleSheet"
          defaultSelected={branding.customCss === ""}
        />
      )}
    </>
  );
}

const defaults: Branding = {
  primaryColor: "",
  bgColor: "",
  borderRadius: 0,
  darkMode: false,
  font: "",
  logoUrl: "",
  customCss: "",
};

const toShade = (isDark: boolean) => (isDark ? "dark" : "light");
const readShade = (shade: string): boolean | null =>
  shade === OF_PROJECT ? null : shade === "dark";

/** The project's branding as it was filled in. */
export const readBranding = ({ text, isOn }: FormValues): Branding => ({
  primaryColor: text("primaryColor"),
  bgColor: text("bgColor"),
  borderRadius: Number(text("borderRadius")),
  darkMode: isOn("darkMode"),
  font: text("font"),
  logoUrl: text("logoUrl"),
  customCss: text("customCss"),
});

/** An auth client's branding as it was filled in: what is empty is the project's. */
export const readOwnBranding = ({ text, isOn }: FormValues): OwnBranding => ({
  primaryColor: text("primaryColor") || null,
  bgColor: text("bgColor") || null,
  borderRadius: text("borderRadius") === "" ? null : Number(text("borderRadius")),
  darkMode: readShade(text("shade")),
  font: text("font") || null,
  logoUrl: text("logoUrl") || (isOn("withoutLogo") ? "" : null),
  customCss: text("customCss") || (isOn("withoutStyleSheet") ? "" : null),
});
