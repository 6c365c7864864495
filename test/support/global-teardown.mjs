/** Removes the Postgres that global-setup.mjs started, if it started one. */
export default async function globalTeardown() {
  await globalThis.removeTestPostgres?.();
}
