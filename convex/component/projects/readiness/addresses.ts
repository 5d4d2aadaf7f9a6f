/** Which environment a redirect URI or trusted origin belongs to, by its host. */
import { isPublicAddress } from "../../core/networkAddresses";
import { isLoopback, isPublicName } from "../../core/webAddresses";
import type { ReadinessFacts } from "./facts";

/** `app`: the scheme of an installed app, which has no host. */
export type AddressKind = "development" | "public" | "app";

/** Hosts that anyone can get: a tunnel to a developer's machine, under a name that is reassigned. */
const TUNNEL =
  /(^|\.)(ngrok\.io|ngrok\.app|ngrok\.dev|ngrok-free\.app|ngrok-free\.dev|trycloudflare\.com)$/;
/** A label that names another environment than production. */
const PREVIEW = /(^|-)(dev|development|staging|stage|preview|test|testing|qa|uat|sandbox)(-|$)/;

export interface Address {
  readonly text: string;
  readonly kind: AddressKind;
  /** The host says that it is a preview, such as `staging.example.com`. */
  readonly isPreview: boolean;
  readonly isInsecure: boolean;
}

/** Every redirect URI and origin that the project trusts, each once. */
export function trustedAddresses({ clients, settings }: ReadinessFacts): Address[] {
  const texts = [
    ...settings.sessions.corsOrigins,
    ...clients.flatMap(({ trustedOrigins, redirectUris }) => [...trustedOrigins, ...redirectUris]),
  ];
  return [...new Set(texts)].map(parseAddress);
}

export function parseAddress(text: string): Address {
  const url = URL.canParse(text) ? new URL(text) : null;
  if (url === null || !/^https?:$/.test(url.protocol)) {
    // `exp:` is the scheme of Expo Go, which loads the app from a developer's machine.
    const kind = /^exp(\+[^:]*)?:/.test(text) ? "development" : "app";
    return { text, kind, isPreview: false, isInsecure: false };
  }
  const kind = isPublicHost(url.hostname) ? "public" : "development";
  return {
    text,
    kind,
    isPreview: kind === "public" && isPreviewHost(url.hostname),
    isInsecure: kind === "public" && url.protocol === "http:",
  };
}

function isPublicHost(hostname: string): boolean {
  if (isLoopback(hostname) || TUNNEL.test(hostname)) return false;
  return isPublicName(hostname) || isPublicAddress(hostname.replace(/^\[|\]$/g, ""));
}

/** The last two labels are the registered name. */
const isPreviewHost = (hostname: string): boolean =>
  hostname
    .split(".")
    .slice(0, -2)
    .some((label) => PREVIEW.test(label));
