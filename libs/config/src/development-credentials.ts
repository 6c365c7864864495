const PLACEHOLDERS = [/CHANGE_ME/i, /CHANGE_IN_PRODUCTION$/i];
const DEVELOPMENT_SECRETS = [...PLACEHOLDERS, /^soma_dev_pass/i, /^dev-/i];

/** Whether a text is a placeholder nobody has replaced. */
export function isPlaceholder(text: string): boolean {
  return PLACEHOLDERS.some((pattern) => pattern.test(text));
}

/** Whether a password or token is one of those that the development files carry, known to everybody. */
export function isDevelopmentSecret(secret: string): boolean {
  return DEVELOPMENT_SECRETS.some((pattern) => pattern.test(secret));
}
