import { type Database, filterSetting } from '@somabrain/database';
import type { JsonObject, TenantId, Viewer } from '@somabrain/kernel';
import { metadataPairs } from '../filter/metadata-pairs';
import { asViewer, boundTo } from '../recall/as-viewer';
import { belongingsOf } from './belongings';
import type { IndexEntry, RankingAssets, Rating } from '@somabrain/retrieval';

/** One namespace of one tenant, as far as somebody sees it. */
export interface NamespaceView extends Viewer {
  readonly namespace: string;
}

/** At least one namespace. */
export type NamespaceViews = readonly [NamespaceView, ...NamespaceView[]];

/** Where the tenant's changes ended when a page was read, and when that was by the database's clock. */
export interface FeedPosition {
  readonly changeSeq: number;
  /** Changes up to here are pruned. */
  readonly changeHorizon: number;
  readonly now: number;
  /** The tenant's last rating of a memory. */
  readonly feedbackSeq: number;
  /** How the tenant's memories are ranked, as JSON; null: as everybody's. */
  readonly ranking: string | null;
}

/** The same as a statement of its own tells it. */
export interface TenantPosition extends FeedPosition {
  /** Whether the tenant has links of the type `supersedes`. */
  readonly superseding: boolean;
}

/** Changes of one namespace, one a memory: its entry, or null where it is gone. */
export interface ChangePage {
  readonly position: FeedPosition;
  readonly changes: readonly {
    readonly seq: number;
    readonly id: string;
    readonly entry: IndexEntry | null;
  }[];
  /** Whether more changes wait behind the last one. */
  readonly more: boolean;
}

/** Memories of one namespace in the order of their arrival. */
export interface EntryPage {
  readonly position: FeedPosition;
  readonly entries: readonly IndexEntry[];
  readonly more: boolean;
}

interface HeadRow {
  head_change_seq: string | null;
  head_change_horizon: string | null;
  now_ms: number;
  head_feedback_seq: string | null;
  head_ranking: string | null;
}

interface PositionRow extends HeadRow {
  tenant_id: TenantId;
  superseding: boolean;
}

/** What an entry is made of. */
export interface EntryRow {
  memory_id: string | null;
  key: string | null;
  version: number;
  user_id: string | null;
  agent_id: string | null;
  session_id: string | null;
  position: string | null;
  arrival: string;
  speaker: string | null;
  memory_type: string;
  occurred_ms: number | null;
  created_ms: number;
  expires_ms: number | null;
  tags: string[];
  metadata: JsonObject;
  importance: number;
  analysed: Buffer | null;
  content: string | null;
}

/** Of a page that ends sooner because texts are long, the number of rows does not tell whether there are more. */
interface PageRow extends HeadRow, EntryRow {
  found: string | null;
}

interface ChangeRow extends HeadRow, EntryRow {
  change_seq: string | null;
  changed_id: string;
  /** Of several changes of a memory only the last is answered, so the number of rows does not tell. */
  more: boolean;
}

/** Ratings in their order: of memories of the namespace; the others count only as rows. */
export interface RatingPage {
  readonly ratings: readonly Rating[];
  /** The last rating of the page, and whether more wait behind it. */
  readonly lastSeq: number;
  readonly more: boolean;
}

interface RatingRow {
  seq: string;
  memory_id: string | null;
  question: string;
  vector: Buffer | null;
  value: number;
}

/** Rows a page: a page is decoded in one go, and nothing else runs meanwhile. */
const PAGE_ROWS = 1_000;
const INDEX_CHANGES = {
  name: 'index-changes',
  text: `select f.* from ${asViewer('$5')} searched_changes(${boundTo('$1')}, $2, $3, $4, ${PAGE_ROWS}) f`,
};
const INDEX_PAGE = {
  name: 'index-page',
  text: `select f.* from ${asViewer('$5')} searched_page(${boundTo('$1')}, $2, $3, $4, ${PAGE_ROWS}) f`,
};

const TENANT_POSITIONS = { name: 'tenant-positions', text: 'select * from tenant_positions($1::text[])' };

const INDEX_RATINGS = {
  name: 'index-ratings',
  text: `select f.* from ${asViewer('$5')} index_ratings(${boundTo('$1')}, $2, $3, $4, ${PAGE_ROWS}) f`,
};

/** Reads what an index is made of. Each call is one statement that sees one moment of the database. */
export class IndexFeed {
  constructor(
    private readonly database: Database,
    private readonly assets: RankingAssets,
    /** Paths of the metadata whose words are searched. */
    private readonly searchable: ReadonlySet<string>,
  ) {}

  /** Where the changes of tenants end. */
  async positions(tenants: readonly TenantId[]): Promise<Map<TenantId, TenantPosition>> {
    const rows = await this.database.query<PositionRow>(TENANT_POSITIONS, [tenants]);
    return new Map(
      rows.map((row) => [row.tenant_id, { ...positionOf(row), superseding: row.superseding }] as const),
    );
  }

  /** What happened in the namespace after the change `after`. */
  async changes({ tenant, namespace, visibility }: NamespaceView, after: number): Promise<ChangePage> {
    const rows = await this.database.query<ChangeRow>(INDEX_CHANGES, [
      tenant,
      namespace,
      this.assets.version,
      after,
      filterSetting(visibility),
    ]);
    const changed = rows.filter((row) => row.change_seq !== null);
    return {
      position: positionOf(rows[0]),
      changes: changed.map((row) => ({
        seq: Number(row.change_seq),
        id: row.changed_id,
        entry: indexEntryOf(row, this.searchable),
      })),
      more: rows[0]?.more ?? false,
    };
  }

  /** What memories were worth, as said after the rating `after`. */
  async ratings({ tenant, namespace, visibility }: NamespaceView, after: number): Promise<RatingPage> {
    const rows = await this.database.query<RatingRow>(INDEX_RATINGS, [
      tenant,
      namespace,
      this.assets.version,
      after,
      filterSetting(visibility),
    ]);
    const ratings = rows.flatMap(({ memory_id: memoryId, question, vector, value }) =>
      memoryId === null ? [] : { memoryId, question, value, vector: vector && new Int8Array(vector) },
    );
    return { ratings, lastSeq: Number(rows.at(-1)?.seq ?? after), more: rows.length === PAGE_ROWS };
  }

  /** The memories that arrived after `after`. */
  async page({ tenant, namespace, visibility }: NamespaceView, after: number): Promise<EntryPage> {
    const rows = await this.database.query<PageRow>(INDEX_PAGE, [
      tenant,
      namespace,
      this.assets.version,
      after,
      filterSetting(visibility),
    ]);
    const entries = rows.flatMap((row) => indexEntryOf(row, this.searchable) ?? []);
    const found = Number(rows[0]?.found ?? 0);
    return { position: positionOf(rows[0]), entries, more: found === PAGE_ROWS || entries.length < found };
  }
}

/** The entry of a row; null for a row that has none. */
export function indexEntryOf(row: EntryRow, searchable: ReadonlySet<string>): IndexEntry | null {
  if (row.memory_id === null) return null;
  const metadata = metadataPairs(row.metadata);
  return {
    id: row.memory_id,
    version: row.version,
    // Without a stored form by this analyser and encoder, the text comes along and is analysed by the index.
    analysed: row.analysed ?? row.content ?? '',
    userId: row.user_id,
    agentId: row.agent_id,
    sessionId: row.session_id,
    position: row.position === null ? null : Number(row.position),
    arrival: Number(row.arrival),
    speaker: row.speaker,
    memoryType: row.memory_type,
    occurredAt: row.occurred_ms,
    createdAt: row.created_ms,
    expiresAt: row.expires_ms,
    tags: row.tags,
    metadata,
    key: row.key,
    belongings: belongingsOf(row, metadata, searchable),
    importance: row.importance,
  };
}

function positionOf(row: HeadRow | undefined): FeedPosition {
  return {
    changeSeq: Number(row?.head_change_seq ?? 0),
    changeHorizon: Number(row?.head_change_horizon ?? 0),
    now: row?.now_ms ?? 0,
    feedbackSeq: Number(row?.head_feedback_seq ?? 0),
    ranking: row?.head_ranking ?? null,
  };
}
