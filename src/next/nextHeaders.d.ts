/** What is used of Next.js, which is there in the app and not here. */
declare module "next/headers" {
  export function headers(): Promise<Headers>;
}
