import createClient from 'openapi-fetch';
import type { paths } from './api';

const { CLIENT_URL = '', CLIENT_TOKEN = '', CLIENT_TENANT = '' } = process.env;
const client = createClient<paths>({
  baseUrl: CLIENT_URL,
  headers: { Authorization: `Bearer ${CLIENT_TOKEN}`, 'X-Tenant-ID': CLIENT_TENANT },
});

async function main(): Promise<void> {
  const stored = await client.POST('/remember', {
    body: { content: 'Paris is the capital of France', tags: ['geo'], metadata: { source: 'atlas' } },
  });
  if (!stored.data) throw new Error(JSON.stringify(stored.error));
  console.log(`remember ${stored.data.id}`);
  const found = await client.POST('/recall', { body: { query: 'capital of France', k: 3, tags: ['geo'] } });
  if (!found.data) throw new Error(JSON.stringify(found.error));
  console.log(`recall ${found.data.results[0]?.content ?? ''}`);
}

void main();
