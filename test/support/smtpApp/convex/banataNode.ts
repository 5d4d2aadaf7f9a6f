"use node";
export * from "../../../../src/node";
