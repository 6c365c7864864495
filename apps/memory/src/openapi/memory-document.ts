import { type OpenApiSettings, ProblemDocument } from '@somabrain/http';
import { HealthAnswer, LivenessAnswer, ReadinessAnswer } from '@somabrain/runtime';
import { wire } from '@somabrain/memory';

/** What the OpenAPI document of the memory service says beyond its routes. */
export const MEMORY_DOCUMENT: OpenApiSettings = {
  title: 'SomaBrain memory service',
  description:
    'Long-term memory behind the API: only services that hold its token may call it, and what they say of tenant and actor is believed. ' +
    'Times are milliseconds since 1970. Problems have the codes of the API.',
  bearer: 'The text of SOMABRAIN_MEMORY_HTTP_TOKEN.',
  tags: {
    Memories: 'Remember, recall, read and delete.',
    Changes: 'Change, history, restore and forget.',
    Links: 'How memories relate to one another.',
    Ratings: 'What memories were worth.',
    Consolidation: 'What runs that consolidate change.',
    Transfer: 'Take memories out, and bring them in.',
    Operations: 'Health and metrics.',
  },
  schemas: {
    NewMemory: wire.RememberCall,
    RememberBatchCall: wire.RememberBatchCall,
    RecallCall: wire.RecallCall,
    ListCall: wire.ListCall,
    ChangeCall: wire.ChangeCall,
    RestoreCall: wire.RestoreCall,
    ForgetCall: wire.ForgetCall,
    DeleteCall: wire.DeleteCall,
    LinkCall: wire.LinkCall,
    LinksCall: wire.LinksCall,
    FindCall: wire.FindCall,
    FollowCall: wire.FollowCall,
    FollowedLinks: wire.FollowedAnswer,
    RateCall: wire.RateCall,
    Rated: wire.RatedAnswer,
    ConsolidateCall: wire.ConsolidateCall,
    Consolidated: wire.ConsolidatedAnswer,
    Remembered: wire.RememberedAnswer,
    BatchOutcomes: wire.BatchAnswer,
    Recalled: wire.RecalledAnswer,
    StoredMemory: wire.StoredMemory,
    StoredMemoryPage: wire.MemoryPageAnswer,
    Changed: wire.ChangedAnswer,
    StoredVersions: wire.HistoryAnswer,
    Forgotten: wire.ForgetAnswer,
    LinkMade: wire.LinkedAnswer,
    StoredLinks: wire.LinksAnswer,
    Imported: wire.ImportAnswer,
    Health: HealthAnswer,
    Liveness: LivenessAnswer,
    Readiness: ReadinessAnswer,
    Problem: ProblemDocument,
  },
};
