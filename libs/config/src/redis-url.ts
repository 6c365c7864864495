/** What keeps a text from being a Redis connection URL, without quoting it; undefined if nothing does. */
export function redisUrlFlaw(text: string): string | undefined {
  if (!/^rediss?:\/\//.test(text)) return 'it does not begin with redis:// or rediss://';
  try {
    const { hostname, pathname, username, password } = new URL(text);
    decodeURIComponent(username);
    decodeURIComponent(password);
    if (!hostname) return 'it names no host';
    return /^(\/\d{0,4})?$/.test(pathname)
      ? undefined
      : 'what follows the host is not the number of a database';
  } catch {
    return 'it is not a valid URL (in a password, percent-encode characters such as @ : / # %)';
  }
}

/** The password inside a connection URL. */
export function redisPassword(url: string): string | undefined {
  return decodeURIComponent(new URL(url).password) || undefined;
}

/** Adds the password that a connection URL lacks. @param text a URL without a `redisUrlFlaw` */
export function completeRedisUrl(text: string, password: string | undefined): string {
  const url = new URL(text);
  if (password !== undefined && url.password === '') url.password = encodeURIComponent(password);
  return url.toString();
}
