import { request } from 'undici';
import { batchOf, texts } from '../perf/bench-data';
import type { Replicas } from './replicas';

const BATCH = 100;
const WRITERS = 4;

/** Remembers until so many memories are acknowledged, whatever happens to the processes meanwhile. @param progress with how many so far */
export async function remember(
  replicas: Replicas,
  tenants: readonly string[],
  count: number,
  progress: (done: number) => void = () => undefined,
): Promise<void> {
  const text = texts(31);
  let [done, turn] = [0, 0];
  await Promise.all(
    Array.from({ length: WRITERS }, async () => {
      while (done < count) {
        const tenant = tenants[(turn += 1) % tenants.length] ?? '';
        if (await accepted(replicas.url, tenant, batchOf(text, BATCH))) progress((done += BATCH));
      }
    }),
  );
}

/** Whether it was answered with success; not where the process was killed over it. */
async function accepted(url: string, tenant: string, content: object): Promise<boolean> {
  try {
    const { statusCode, body } = await request(`${url}/remember/batch`, {
      method: 'POST',
      headers: { 'Content-Type': 'application/json', 'X-Tenant-ID': tenant },
      body: JSON.stringify(content),
    });
    await body.dump();
    return statusCode < 300;
  } catch {
    return false;
  }
}
