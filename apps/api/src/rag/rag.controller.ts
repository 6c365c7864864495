import { Body, Controller, HttpCode, HttpStatus, Post, Req, UseInterceptors } from '@nestjs/common';
import { identityOf, permissionDenied, Requires } from '@somabrain/auth';
import { Retrieval } from '@somabrain/cognition';
import { type Caller, DeadlineInterceptor, FromCaller, JsonBody } from '@somabrain/http';
import type { TenantContext } from '@somabrain/kernel';
import { coordinateOf, MemoryService, ownedBy } from '@somabrain/memory';
import { PolicyGate, questionOf } from '@somabrain/policy';
import type { Request } from 'express';
import { findEnd } from '../graph/find-end';
import { DefaultNamespace } from '../memory/default-namespace.decorator';
import { toOriginalRetrieval } from '../compatibility/original-retrieval';
import { type RagAnswer, toRetrieval } from './rag-answer';
import { RagEndpoint } from './rag-endpoint';
import { type RagInput, RagRequest } from './rag-request';

const WRITE = 'memory:write';

/** In compatibility mode. */
type OriginalAnswer = Omit<RagAnswer, keyof ReturnType<typeof toRetrieval>> &
  ReturnType<typeof toOriginalRetrieval>;

/** Retrieval for generation: several retrievers at once. */
@Controller('rag')
@UseInterceptors(DeadlineInterceptor)
export class RagController {
  constructor(
    private readonly memories: MemoryService,
    private readonly retrieval: Retrieval,
    private readonly policy: PolicyGate,
  ) {}

  @Requires('memory:read')
  @Post('retrieve')
  @JsonBody({ schema: RagRequest })
  @HttpCode(HttpStatus.OK)
  @RagEndpoint()
  async retrieve(
    @FromCaller() { context, shownTraceId, compatibility }: Caller,
    @DefaultNamespace() defaultNamespace: string,
    @Body({ schema: RagRequest }) { persist, exact: end, ...given }: RagInput,
    @Req() request: Request,
  ): Promise<RagAnswer | OriginalAnswer> {
    const { tenant } = context;
    const namespace = given.namespace ?? defaultNamespace;
    const writing = persist ? await this.toWrite(request, context) : null;
    const seen = ownedBy(context, given.filter);
    const exact = end && (await findEnd(this.memories, seen, { end, namespace, prefix: '' }));
    const isOriginal = compatibility === 'original';
    const query = { ...given, namespace, exact, ...(isOriginal && { passageTokens: 0 }) };
    const retrieved = await this.retrieval.retrieve(context, query);
    const { candidates, expansions } = retrieved;
    const storedAs = writing && (await this.retrieval.persist(writing, query, candidates));
    const coordinate = storedAs && coordinateOf(tenant, namespace, storedAs);
    return {
      ...(isOriginal
        ? toOriginalRetrieval(retrieved, tenant, coordinate)
        : toRetrieval(retrieved, coordinate, query.namespaces !== undefined)),
      namespace,
      ...(query.namespaces && { namespaces: [...query.namespaces] }),
      trace_id: shownTraceId,
      metrics: {
        retrievers: [...new Set(query.retrievers)],
        fusion: 'wrrf',
        expansions,
        reranker_used: query.diverse ? 'mmr' : 'none',
        exact_mode: exact !== null,
        exact_count: candidates.filter(({ retriever }) => retriever === 'exact').length,
      },
    };
  }

  /** The context in which the question is stored. @throws Problem PERMISSION_DENIED, POLICY_DENIED, POLICY_UNAVAILABLE */
  private async toWrite(request: Request, context: TenantContext): Promise<TenantContext> {
    const { caller, origin } = request;
    if (!caller || !identityOf(request).permissions.has(WRITE)) throw permissionDenied([WRITE], 'persist');
    return { ...context, ...(await this.policy.permit(questionOf(request, caller, WRITE), origin.traceId)) };
  }
}
