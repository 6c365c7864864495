import { Body, Controller, HttpCode, HttpStatus, Inject, Post, UseInterceptors } from '@nestjs/common';
import { Requires } from '@somabrain/auth';
import { ContextBuilder } from '@somabrain/cognition';
import { type Caller, DeadlineInterceptor, FromCaller, JsonBody } from '@somabrain/http';
import { LearningMetrics } from '@somabrain/metrics';
import { DefaultNamespace } from '../memory/default-namespace.decorator';
import { type ContextAnswer, toContextAnswer } from './context-answers';
import { ContextEndpoint } from './context-endpoint';
import { type ContextInput, ContextRequest } from './context-request';
import { FromModelConfidence } from './model-confidence.decorator';
import { requireUtility } from './require-utility';
import { requireSameTenant } from './tenant-field';

/** Prompts of memories. */
@Controller('context')
@UseInterceptors(DeadlineInterceptor)
export class ContextController {
  constructor(
    @Inject(ContextBuilder) private readonly contexts: ContextBuilder,
    @Inject(LearningMetrics) private readonly metrics: LearningMetrics,
  ) {}

  @Requires('memory:read')
  @Post('evaluate')
  @JsonBody({ schema: ContextRequest })
  @HttpCode(HttpStatus.OK)
  @ContextEndpoint()
  async evaluate(
    @FromCaller() { context, shownTraceId }: Caller,
    @DefaultNamespace() defaultNamespace: string,
    @FromModelConfidence() confidence: number | null,
    @Body({ schema: ContextRequest }) { tenantId, ...question }: ContextInput,
  ): Promise<ContextAnswer> {
    requireSameTenant(context, tenantId);
    requireUtility(confidence, this.metrics);
    const namespace = question.namespace ?? defaultNamespace;
    const built = await this.contexts.build(context, { ...question, namespace });
    return {
      query: question.query,
      ...toContextAnswer(built, context.tenant),
      namespace,
      trace_id: shownTraceId,
    };
  }
}
