import type { BanataAuth } from "../../../src/client";

export type AuthClient = Awaited<
  ReturnType<BanataAuth["authClients"]["listClients"]>
>["data"][number];
export type ClientType = AuthClient["type"];

export const types: Readonly<Record<ClientType, string>> = {
  web: "Web app",
  mobile: "Mobile app",
  desktop: "Desktop app",
  terminal: "Terminal",
  service: "Service",
};

export const listLines = (text: string): string[] =>
  text.split(/\s+/).filter((each) => each !== "");
