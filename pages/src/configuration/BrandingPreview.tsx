import type { CSSProperties } from "react";
import { isBright, opaque } from "../../../convex/component/core/colors";
import type { Branding } from "./branding";

/**
 * A page with this branding, in small. It has neither the logo nor the style sheet: the console
 * loads nothing from other hosts, and a project's styles must not reach it.
 */
export function BrandingPreview({ branding }: { readonly branding: Branding }) {
  return (
    <figure className="branding-preview">
      <div aria-hidden className={branding.darkMode ? "dark" : "light"} style={toStyle(branding)}>
        <div>
          <strong>Sign in</strong>
          <span>E-mail address</span>
          <i />
          <b>Continue</b>
        </div>
      </div>
      <figcaption className="description">
        How a page looks, without logo and style sheet.
        {!branding.darkMode && " It is dark where the visitor's device is."}
      </figcaption>
    </figure>
  );
}

type Style = CSSProperties & Readonly<Record<`--preview-${string}`, string>>;

/** Set on the element by the script, which the console's policy allows. */
function toStyle({ primaryColor, bgColor, borderRadius, font }: Branding): Style {
  const accent = opaque(primaryColor);
  const page = opaque(bgColor);
  return {
    ...(accent && {
      "--preview-accent": accent,
      "--preview-on-accent": isBright(accent) ? "#18181b" : "#ffffff",
    }),
    ...(page && { "--preview-page": page }),
    "--preview-radius": `${Math.max(0, Math.min(32, borderRadius || 0))}px`,
    ...(/^[\w ,-]{1,200}$/.test(font) && { fontFamily: `${font}, system-ui, sans-serif` }),
  };
}
