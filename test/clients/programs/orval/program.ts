import { recall, remember } from './api';

const { CLIENT_URL = '', CLIENT_TOKEN = '', CLIENT_TENANT = '' } = process.env;
const headers = { Authorization: `Bearer ${CLIENT_TOKEN}`, 'X-Tenant-ID': CLIENT_TENANT };

// The base URL is part of the generated client: this points it to the service of the test.
const send = globalThis.fetch;
globalThis.fetch = (input, init) => send(String(input).replace('http://service.invalid', CLIENT_URL), init);

async function main(): Promise<void> {
  const stored = await remember(
    { content: 'Paris is the capital of France', tags: ['geo'], metadata: { source: 'atlas' } },
    { headers },
  );
  if (stored.status !== 200 && stored.status !== 201) throw new Error(JSON.stringify(stored.data));
  console.log(`remember ${stored.data.id}`);
  const found = await recall({ query: 'capital of France', k: 3, tags: ['geo'] }, { headers });
  if (found.status !== 200) throw new Error(JSON.stringify(found.data));
  console.log(`recall ${found.data.results[0]?.content ?? ''}`);
}

void main();
