/**
 * Asks a restored SomaBrain about memories it should have, and where DRILL_URL names one, both it and the SomaBrain in service the
 * same as of the moment of the backup. Ends with 1 when something is lost. PGHOST and its like say where the restored database is,
 * CONFIGURED_DATABASE which one of that server is in use.
 */
import pg from 'pg';

const { RESTORED_URL, SNAPSHOT_AT, DRILL_URL, SOMABRAIN_API_TOKEN, CONFIGURED_DATABASE } = process.env;
const QUESTIONS = 20;
const WORDS = 30;
/** Recalls of the past are made for as many memories of a namespace at most. */
const LARGEST_PAST = 20_000;

const SAMPLE = `
  with usable as (
    select tenant_id, namespace from memories group by 1, 2 having count(*) <= ${LARGEST_PAST}
  ), sampled as (
    select * from memories tablesample bernoulli (
      (select least(100, 200000.0 / greatest(1, (select count(*) from memories)))))
  )
  select tenant_id, namespace, id, content from sampled join usable using (tenant_id, namespace)
  where expires_at is null or expires_at > now() order by random() limit ${QUESTIONS}`;

const restored = { url: RESTORED_URL, headers: {} };
const live = DRILL_URL && {
  url: DRILL_URL,
  headers: SOMABRAIN_API_TOKEN ? { Authorization: `Bearer ${SOMABRAIN_API_TOKEN}` } : {},
};
/**
 * Both are asked about the past when they are compared: a recall of the present goes by ratings and links as well, so its answer is
 * another one although nothing differs.
 */
const THEN = { as_of: SNAPSHOT_AT };

/**
 * What of the database in use was written before the moment of the backup. Its time does not tell: what was under way then has an
 * earlier one. Changes of a tenant are numbered in the order of their commits.
 */
const OLDER = `select id from memories where tenant_id = $1 and id = any ($2::uuid[]) and arrival <= $3`;
const HEAD = `select change_seq from tenant_heads where tenant_id = $1`;

const counts = { asked: 0, found: 0, same: 0, changed: 0 };
const lost = new Set();
const unexplained = [];
for (const memory of await query({}, SAMPLE)) {
  counts.asked += 1;
  const now = await recall(restored, memory);
  if (now.includes(memory.id)) counts.found += 1;
  else if (!(await holds(memory, memory.id))) lost.add(memory.id);
  if (!live) continue;
  const [ours, theirs] = [await recall(restored, memory, THEN), await recall(live, memory, THEN)];
  if (String(ours) === String(theirs)) counts.same += 1;
  else if (await hasChanged(memory)) counts.changed += 1;
  else unexplained.push(memory.id);
  for (const id of await written(memory, theirs)) {
    if (!(ours.includes(id) || (await holds(memory, id)))) lost.add(id);
  }
}

console.log(`recalls: ${counts.asked} asked, ${counts.found} find the memory by its own words`);
if (live) {
  const rest = [
    counts.changed > 0 && `${counts.changed} of tenants that wrote, changed or forgot something since`,
    unexplained.length > 0 &&
      `${unexplained.length} of tenants that changed nothing since, such as for the words of memory ${unexplained[0]}: a defect, please report it`,
  ].filter(Boolean);
  console.log(
    [
      `recalls as the service in use answers for ${SNAPSHOT_AT}: ${counts.same} of ${counts.asked} are the same`,
      ...rest,
    ].join('; '),
  );
}
if (lost.size > 0) {
  console.error(`${lost.size} memories are lost, such as ${[...lost][0]}`);
  process.exitCode = 1;
}

/** One statement, by default on the restored database. */
async function query(database, text, values = []) {
  const client = new pg.Client(database);
  await client.connect();
  try {
    return (await client.query(text, values)).rows;
  } finally {
    await client.end();
  }
}

/** Those of some memories that the backup must hold. */
async function written({ tenant_id }, ids) {
  const [{ change_seq }] = await query({}, HEAD, [tenant_id]);
  const rows = await query({ database: CONFIGURED_DATABASE }, OLDER, [tenant_id, ids, change_seq]);
  return rows.map(({ id }) => id);
}

/** Whether the tenant of a memory has changed anything since the backup. */
async function hasChanged({ tenant_id }) {
  const [then] = await query({}, HEAD, [tenant_id]);
  const [now] = await query({ database: CONFIGURED_DATABASE }, HEAD, [tenant_id]);
  return now?.change_seq !== then.change_seq;
}

/** The ids of the best memories for the words of one. @param past nothing, or the moment that is asked about */
async function recall({ url, headers }, { tenant_id, namespace, content }, past = {}) {
  const query = content.split(/\s+/).slice(0, WORDS).join(' ');
  const response = await fetch(`${url}/recall`, {
    method: 'POST',
    headers: { 'Content-Type': 'application/json', 'X-Tenant-ID': tenant_id, ...headers },
    body: JSON.stringify({ query, namespace, k: 10, ...past }),
  });
  if (!response.ok) throw new Error(`${url}/recall answered ${response.status}: ${await response.text()}`);
  return (await response.json()).results.map(({ id }) => id);
}

/** Whether the restored SomaBrain has a memory. */
async function holds({ tenant_id }, id) {
  const response = await fetch(`${RESTORED_URL}/memories/${id}`, { headers: { 'X-Tenant-ID': tenant_id } });
  return response.ok;
}
