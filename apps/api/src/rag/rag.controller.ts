import { Body, Controller, HttpCode, HttpStatus, Post, Req, UseInterceptors } from '@nestjs/common';
import { identityOf, Requires } from '@somabrain/auth';
import { Retrieval } from '@somabrain/cognition';
import { type Caller, DeadlineInterceptor, FromCaller, JsonBody } from '@somabrain/http';
import { Problem, type TenantContext } from '@somabrain/kernel';
import { coordinateOf, MemoryService, ownedBy } from '@somabrain/memory';
import { PolicyGate, questionOf } from '@somabrain/policy';
import type { Request } from 'express';
import { findEnd } from '../graph/find-end';
import { DefaultNamespace } from '../memory/default-namespace.decorator';
import { type RagAnswer, toCandidate } from './rag-answer';
import { RagEndpoint } from './rag-endpoint';
import { type RagInput, RagRequest } from './rag-request';

const WRITE = 'memory:write';

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
    @FromCaller() { context, shownTraceId }: Caller,
    @DefaultNamespace() defaultNamespace: string,
    @Body({ schema: RagRequest }) { persist, exact: end, ...given }: RagInput,
    @Req() request: Request,
  ): Promise<RagAnswer> {
    const { tenant } = context;
    const namespace = given.namespace ?? defaultNamespace;
    const writing = persist ? await this.toWrite(request, context) : null;
    const seen = ownedBy(context, given.filter);
    const exact = end && (await findEnd(this.memories, seen, { end, namespace, prefix: '' }));
    const query = { ...given, namespace, exact };
    const { candidates, answerable, expansions, degraded } = await this.retrieval.retrieve(context, query);
    const storedAs = writing && (await this.retrieval.persist(writing, query, candidates));
    return {
      candidates: candidates.map((candidate) => toCandidate(candidate, tenant)),
      answerable,
      session_coord: storedAs && coordinateOf(tenant, namespace, storedAs),
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
      degraded: [...degraded],
    };
  }

  /** The context in which the question is stored. @throws Problem PERMISSION_DENIED, POLICY_DENIED, POLICY_UNAVAILABLE */
  private async toWrite(request: Request, context: TenantContext): Promise<TenantContext> {
    const { caller, origin } = request;
    if (!caller || !identityOf(request).permissions.has(WRITE))
      throw new Problem('PERMISSION_DENIED', `persist: the identity lacks the permission ${WRITE}`);
    return { ...context, ...(await this.policy.permit(questionOf(request, caller, WRITE), origin.traceId)) };
  }
}
