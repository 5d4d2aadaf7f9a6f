/**
 * Better Auth's own password hash (scrypt, N 16384, r 16, p 1; about 150 ms in pure JS), so that the sign-in it does later finds what it expects.
 * It runs outside the transaction.
 */
export { hashPassword } from "better-auth/crypto";
