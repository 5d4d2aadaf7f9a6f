/** The part of Next.js that is used; Next.js is installed only in the app. */
declare module "next/headers" {
  export function headers(): Promise<Headers>;
}
