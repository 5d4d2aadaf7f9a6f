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
