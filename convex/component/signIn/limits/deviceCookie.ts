/**
 * The device cookie of a browser that has signed in to an account before. Its guesses are counted
 * separately, so that a stranger's guesses do not lock the owner out. It proves nothing else. See
 * https://owasp.org/www-community/Slow_Down_Online_Guessing_Attacks_with_Device_Cookies
 *
 * Format: entries joined by `~`, newest first, one per account. An entry is `<user id>.<password
 * version>.<device id>.<expiry, epoch seconds>.<HMAC-SHA-256, hex>`.
 */
import type { Doc } from "../../_generated/dataModel";
import { equalInConstantTime, projectMac } from "../../core/secrets";
import { cookiePrefix } from "../../sessions/cookie";

const LIFETIME_SECONDS = 365 * 86_400;
/** Accounts per browser. Keeps the cookie below 1 KiB. */
const MAXIMUM_ENTRIES = 5;
const ENTRY = /^([A-Za-z0-9_-]{1,64})\.(\d{1,15})\.([0-9a-f]{32})\.(\d{1,12})\.([0-9a-f]{64})$/;

type Account = Pick<Doc<"users">, "id" | "passwordVersion">;

interface Entry {
  readonly text: string;
  readonly userId: string;
  readonly passwordVersion: number;
  readonly deviceId: string;
  readonly expiresAtSeconds: number;
}

/**
 * Returns the subject that guesses at the account from this browser count as; null for an unknown
 * browser.
 */
export async function findDeviceSubject(
  { projectId, cookieHeader, isSecure, now }: CookieRequest,
  user: Account,
): Promise<string | null> {
  for (const entry of parseEntries(cookieHeader, cookieName(projectId, isSecure)))
    if (isFor(entry, user, now) && (await isGenuine(projectId, entry)))
      return `device:${entry.userId}:${entry.deviceId}`;
  return null;
}

/** The accounts that the browser has signed in to, newest first, whether or not they still exist. */
export async function listDevices({
  projectId,
  cookieHeader,
  isSecure,
  now,
}: CookieRequest): Promise<readonly Entry[]> {
  const genuine: Entry[] = [];
  for (const entry of parseEntries(cookieHeader, cookieName(projectId, isSecure)))
    if (entry.expiresAtSeconds * 1_000 > now && (await isGenuine(projectId, entry)))
      genuine.push(entry);
  return genuine;
}

export interface CookieRequest {
  readonly projectId: string;
  readonly cookieHeader: string;
  readonly isSecure: boolean;
  readonly now: number;
}

/**
 * Returns the `Set-Cookie` value for a browser that has just signed in. The device id is kept until
 * the password changes.
 */
export async function newDeviceCookie(request: CookieRequest, user: Account): Promise<string> {
  const { projectId, isSecure, now } = request;
  const name = cookieName(projectId, isSecure);
  const genuine = await listDevices(request);
  const known = genuine.find((entry) => isFor(entry, user, now));
  const others = genuine.filter(({ userId }) => userId !== user.id);
  const payload = [
    user.id,
    user.passwordVersion ?? 0,
    known?.deviceId ?? newDeviceId(),
    Math.floor(now / 1_000) + LIFETIME_SECONDS,
  ].join(".");
  const own = `${payload}.${await computeMac(projectId, payload)}`;
  const value = [own, ...others.map(({ text }) => text)].slice(0, MAXIMUM_ENTRIES).join("~");
  const secure = isSecure ? "; Secure" : "";
  return `${name}=${value}; Max-Age=${LIFETIME_SECONDS}; Path=/; HttpOnly; SameSite=Lax${secure}`;
}

const cookieName = (projectId: string, isSecure: boolean): string =>
  `${isSecure ? "__Secure-" : ""}${cookiePrefix(projectId)}.device`;

const newDeviceId = (): string => crypto.randomUUID().replaceAll("-", "");

const isFor = (entry: Entry, { id, passwordVersion = 0 }: Account, now: number): boolean =>
  entry.userId === id &&
  entry.passwordVersion === passwordVersion &&
  entry.expiresAtSeconds * 1_000 > now;

async function isGenuine(projectId: string, { text }: Entry): Promise<boolean> {
  const end = text.lastIndexOf(".");
  return equalInConstantTime(await computeMac(projectId, text.slice(0, end)), text.slice(end + 1));
}

const computeMac = async (projectId: string, payload: string): Promise<string> =>
  await projectMac(projectId, "device-cookie", payload);

function parseEntries(cookieHeader: string, name: string): Entry[] {
  const cookie = cookieHeader
    .split(";")
    .map((each) => each.trim())
    .find((each) => each.startsWith(`${name}=`));
  const texts = cookie?.slice(name.length + 1).split("~") ?? [];
  return texts.slice(0, MAXIMUM_ENTRIES).flatMap((text) => {
    const [, userId = "", version, deviceId = "", expiry] = ENTRY.exec(text) ?? [];
    if (version === undefined) return [];
    return [
      {
        text,
        userId,
        deviceId,
        passwordVersion: Number(version),
        expiresAtSeconds: Number(expiry),
      },
    ];
  });
}
