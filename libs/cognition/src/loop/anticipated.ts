/** The buffer of what is expected to come to a session, beside what came to it. @param stream mark of the session */
export function anticipatedOf(stream: string): string {
  return `expected\n${stream}`;
}
