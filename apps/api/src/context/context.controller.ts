import { Body, Controller, HttpCode, HttpStatus, Post, Req, UseInterceptors } from '@nestjs/common';
import { Requires } from '@somabrain/auth';
import { ContextBuilder } from '@somabrain/cognition';
import { type Caller, DeadlineInterceptor, FromCaller, JsonBody } from '@somabrain/http';
import { LearningMetrics } from '@somabrain/metrics';
import type { Request } from 'express';
import { TenantChoice } from '../compatibility/tenant-choice';
import { DefaultNamespace } from '../memory/default-namespace.decorator';
import { type ContextAnswer, toContextAnswer } from './context-answers';
import { ContextEndpoint } from './context-endpoint';
import { type ContextInput, ContextRequest } from './context-request';
import { FromModelConfidence } from './model-confidence.decorator';
import { requireUtility } from './require-utility';

/** Prompts of memories. */
@Controller('context')
@UseInterceptors(DeadlineInterceptor)
export class ContextController {
  constructor(
    private readonly contexts: ContextBuilder,
    private readonly metrics: LearningMetrics,
    private readonly tenants: TenantChoice,
  ) {}

  @Requires('memory:read')
  @Post('evaluate')
  @JsonBody({ schema: ContextRequest })
  @HttpCode(HttpStatus.OK)
  @ContextEndpoint()
  async evaluate(
    @FromCaller() caller: Caller,
    @DefaultNamespace() defaultNamespace: string,
    @FromModelConfidence() confidence: number | null,
    @Body({ schema: ContextRequest }) { tenantId, ...question }: ContextInput,
    @Req() request: Request,
  ): Promise<ContextAnswer> {
    const context = await this.tenants.asOriginal(request, caller.context, tenantId, 'memory:read');
    requireUtility(confidence, this.metrics);
    const namespace = question.namespace ?? defaultNamespace;
    const built = await this.contexts.build(context, { ...question, namespace });
    return {
      query: question.query,
      ...toContextAnswer(built, context.tenant),
      namespace,
      ...(question.namespaces && { namespaces: [...question.namespaces] }),
      trace_id: caller.shownTraceId,
    };
  }
}
