import {
  AdaptationAnswer,
  AdaptationHistoryAnswer,
  FeedbackAnswer,
  ResetAnswer,
} from '../context/adaptation-answers';
import { ContextAnswer } from '../context/context-answers';
import { ContextRequest } from '../context/context-request';
import { FeedbackRequest } from '../context/feedback-request';
import { ResetRequest } from '../context/reset-request';
import { NeuromodulatorsAnswer, PersonalityAnswer } from '../neuromodulators/neuromodulators-answers';
import { NeuromodulatorsRequest, PersonalityRequest } from '../neuromodulators/neuromodulators-requests';
import { LoopHealthAnswer, RewardAnswer } from '../reward/reward-answers';
import { DiagnosticsAnswer } from '../diagnostics/diagnostics-answer';
import { TenantAnswer, TenantUsageAnswer } from '../tenants/tenant-answers';
import { TenantBody } from '../tenants/tenant-requests';
import { RewardBody } from '@somabrain/cognition';
import { type OpenApiSettings, ProblemDocument } from '@somabrain/http';
import { HealthAnswer, LivenessAnswer, ReadinessAnswer } from '@somabrain/runtime';
import { AuditEventsAnswer, AuditVerificationAnswer } from '../audit/audit-answers';
import { VerifyRequest } from '../audit/audit-requests';
import { NeighboursAnswer, PathAnswer } from '../graph/graph-answers';
import { NeighboursBody, PathBody } from '../graph/graph-requests';
import { LaterRecallAnswer, LaterResult, MemoryWriteAnswer } from '../later-releases/answers';
import { LaterRecallRequest } from '../later-releases/recall-request';
import { MemoryWriteRequest } from '../later-releases/write-request';
import { Edge, LinkAnswer, LinksAnswer } from '../links/link-answers';
import { LinkBody, LinksBody } from '../links/link-requests';
import { AddressRequest } from '../memory/address-request';
import { BatchRequest } from '../memory/batch-request';
import {
  BatchAnswer,
  MemoryAnswer,
  QueuedAnswer,
  QueuedBatchAnswer,
  RememberAnswer,
} from '../memory/memory-answers';
import { DeletedAnswer, ForgetAnswer, HistoryAnswer, MemoryPageAnswer } from '../memory/change-answers';
import { ForgetRequest } from '../memory/forget-request';
import { PatchRequest } from '../memory/patch-request';
import { RecallAnswer } from '../memory/recall-answer';
import { RecallRequest } from '../memory/recall-request';
import { RememberRequest, ReplaceRequest } from '../memory/remember-request';
import { RestoreRequest } from '../memory/restore-request';
import { McpAnswer, McpMessage } from '../mcp/mcp-message';
import { ResourceMetadata } from '../oauth/resource-metadata';
import { ActAnswer, PlanAnswer } from '../planning/planning-answers';
import { ActRequest, PlanRequest } from '../planning/planning-requests';
import { RagAnswer } from '../rag/rag-answer';
import { RagRequest } from '../rag/rag-request';
import {
  ReflectAnswer,
  SleepAnswer,
  SleepersAnswer,
  SleepStatusAnswer,
  UndoAnswer,
} from '../sleep/sleep-answers';
import { ScopesAnswer } from '../scopes/scope-answers';
import { ReflectRequest, SleepRequest, UndoRequest } from '../sleep/sleep-requests';
import { ImportAnswer } from '../transfer/transfer-answers';
import { MigrateExportRequest } from '../transfer/transfer-parameters';
import { ClearedAnswer, WorkingMemoryAnswer } from '../working-memory/working-memory-answers';

/** What the OpenAPI document of the API says beyond its routes. */
export const API_DOCUMENT: OpenApiSettings = {
  title: 'SomaBrain',
  description:
    'A memory for AI agents. `POST /remember` stores what should be known later, `POST /recall` finds it again. Errors are problem ' +
    'documents (RFC 9457) with a `code` that is never renamed. Deprecated fields and headers are older spellings; they keep working.',
  bearer: 'A JSON Web Token, or the text of SOMABRAIN_API_TOKEN. Not needed where authentication is off.',
  tags: {
    Memory: 'Remember, recall, read and delete.',
    Links: 'How memories relate to one another.',
    Context: 'Prompts of memories, and hybrid retrieval.',
    Planning: 'Plans from links, and the evaluation of tasks.',
    'Working memory': 'Short-lived memories of a session.',
    Learning: 'What a tenant learns from feedback, and the figures that tune it.',
    Sleep: 'Consolidation of memories, and its undo.',
    Transfer: 'Export and import of memories.',
    Audit: 'The audit trail, and its verification.',
    Tenants: 'Limits and usage of a tenant.',
    Agents: 'Memory as the tools of an agent.',
    Operations: 'Health, metrics and diagnostics.',
  },
  schemas: {
    RememberRequest,
    ReplaceRequest,
    RememberBatchRequest: BatchRequest,
    RecallRequest,
    RememberAnswer,
    QueuedAnswer,
    RememberBatchAnswer: BatchAnswer,
    QueuedBatchAnswer,
    Memory: MemoryAnswer,
    RecallAnswer,
    MemoryWriteRequest,
    MemoryWriteAnswer,
    MemoryRecallRequest: LaterRecallRequest,
    MemoryRecallAnswer: LaterRecallAnswer,
    MemoryRecallItem: LaterResult,
    TenantSettings: TenantBody,
    Tenant: TenantAnswer,
    TenantUsage: TenantUsageAnswer,
    Diagnostics: DiagnosticsAnswer,
    MemoryPatch: PatchRequest,
    RestoreRequest,
    ForgetRequest,
    MemoryAddress: AddressRequest,
    MemoryPage: MemoryPageAnswer,
    Scopes: ScopesAnswer,
    MemoryHistory: HistoryAnswer,
    ForgetReceipt: ForgetAnswer,
    Deleted: DeletedAnswer,
    LinkRequest: LinkBody,
    Linked: LinkAnswer,
    LinksRequest: LinksBody,
    Links: LinksAnswer,
    Edge,
    NeighborsRequest: NeighboursBody,
    Neighbors: NeighboursAnswer,
    PathRequest: PathBody,
    Path: PathAnswer,
    PlanRequest,
    Plan: PlanAnswer,
    ActRequest,
    Act: ActAnswer,
    ContextRequest,
    Context: ContextAnswer,
    RagRequest,
    Retrieved: RagAnswer,
    MigrateExportRequest,
    ImportReceipt: ImportAnswer,
    FeedbackRequest,
    FeedbackAnswer,
    AdaptationState: AdaptationAnswer,
    AdaptationHistory: AdaptationHistoryAnswer,
    AdaptationReset: ResetRequest,
    AdaptationResetAnswer: ResetAnswer,
    Neuromodulators: NeuromodulatorsAnswer,
    NeuromodulatorLevels: NeuromodulatorsRequest,
    Personality: PersonalityRequest,
    PersonalityAnswer,
    RewardRequest: RewardBody,
    RewardAnswer,
    LoopHealth: LoopHealthAnswer,
    WorkingMemory: WorkingMemoryAnswer,
    WorkingMemoryCleared: ClearedAnswer,
    SleepRequest,
    SleepAnswer,
    SleepStatus: SleepStatusAnswer,
    SleepStatusOfAll: SleepersAnswer,
    SleepUndoRequest: UndoRequest,
    SleepUndone: UndoAnswer,
    ReflectRequest,
    Reflection: ReflectAnswer,
    AuditEvents: AuditEventsAnswer,
    VerifyRequest,
    AuditVerification: AuditVerificationAnswer,
    McpMessage,
    McpAnswer,
    ResourceMetadata,
    Health: HealthAnswer,
    Liveness: LivenessAnswer,
    Readiness: ReadinessAnswer,
    Problem: ProblemDocument,
  },
};
