/* Generated from pages/ by `npm run pages`. Do not edit. */
const content: string = "H4sIAAAAAAACA32RQUvDQBCF/8pYPOzCmuhFoWF78+BJD95KIUsySbY2u2F2YtWw/90kxRo9FIZ58AbefPBs23ni4QVMAFRmElZ+Ehcr8u0qSQvvgj/gTdu/VdY93Cf7sMqq3hVsvQMScjggD55q4+yXmcyncs1RoxgCky14fXUXZWYrwVrrd29LuJXckD/CI5Enkb82NkBnaoRmeuxhGQZ2HA5gypIwhFxmhNyTA45nCHuCANQjzs/diXyZE5Ia+Xlh5Oo/NEZlwqcrgPXGHI1l4ORihEApfynMiWKLyu30loVUI83ujKs3edqR32PBIb0eMKZ/skfLxXFxzCN+zK3MdThFys69xOwbfofe2q4BAAA=";
export default content;
