import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

const OPA_FOLDER = join(__dirname, '..', '..', 'deploy', 'opa');

/** Gives the OPA at a URL the policy of a folder, and no other. */
export async function loadPolicy(opaUrl: string, folder: 'policies' | 'policies-prod'): Promise<void> {
  const url = `${opaUrl}/v1/policies`;
  const { result } = (await (await fetch(url)).json()) as { result: { id: string }[] };
  for (const { id } of result) await fetch(`${url}/${encodeURIComponent(id)}`, { method: 'DELETE' });
  for (const file of readdirSync(join(OPA_FOLDER, folder))) {
    const body = readFileSync(join(OPA_FOLDER, folder, file), 'utf8');
    const answer = await fetch(`${url}/${file}`, {
      method: 'PUT',
      body,
      headers: { 'Content-Type': 'text/plain' },
    });
    if (!answer.ok) throw new Error(await answer.text());
  }
}
