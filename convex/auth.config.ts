/** Lets Convex accept the component's tokens: `GET <mount>/p/<project>/api/auth/convex/token`. */
const issuer = `${process.env.CONVEX_SITE_URL}/banata`;

export default {
  providers: [
    {
      type: "customJwt",
      issuer,
      applicationID: "convex",
      jwks: `${issuer}/api/auth/convex/jwks`,
      algorithm: "RS256",
    },
  ],
};
