/** A name as generators make types of it: `X-Tenant-ID` is `XTenantId`, `MALFORMED_JSON` is `MalformedJson`. */
export function pascalCase(name: string): string {
  return name
    .split(/[^A-Za-z0-9]+/)
    .map(
      (word) =>
        word.charAt(0).toUpperCase() + (/[a-z]/.test(word) ? word.slice(1) : word.slice(1).toLowerCase()),
    )
    .join('');
}
