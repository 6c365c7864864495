import { setTimeout as pause } from 'node:timers/promises';
import { API_TOKEN } from './stack';

const ATTEMPTS = 5;
const PAUSE_MS = 500;

/** What a recall for a word finds first, or undefined. Asks again where there is no answer: a process may shed load. */
export async function firstRecalled(
  url: string,
  { tenant, word }: { readonly tenant: string; readonly word: string },
): Promise<{ readonly id: string; readonly content: string } | undefined> {
  for (let attempt = 0; attempt < ATTEMPTS; attempt += 1) {
    const answer = await fetch(`${url}/recall`, {
      method: 'POST',
      headers: {
        'Content-Type': 'application/json',
        'X-Tenant-ID': tenant,
        Authorization: `Bearer ${API_TOKEN}`,
      },
      body: JSON.stringify({ query: word, k: 1 }),
    });
    const { results } = (await answer.json()) as { results?: { id: string; content: string }[] };
    if (results) return results[0];
    await pause(PAUSE_MS);
  }
  return undefined;
}
