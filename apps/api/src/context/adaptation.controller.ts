import { Body, Controller, Get, HttpCode, HttpStatus, Post, Req, Res, UseInterceptors } from '@nestjs/common';
import { Requires } from '@somabrain/auth';
import { Adaptation } from '@somabrain/cognition';
import {
  type Caller,
  DeadlineInterceptor,
  FromCaller,
  FromIdempotencyKey,
  JsonBody,
  QueryParameters,
  REPLAYED_HEADER,
} from '@somabrain/http';
import { Problem } from '@somabrain/kernel';
import type { PageQuery, WriteOptions } from '@somabrain/memory';
import { LearningMetrics } from '@somabrain/metrics';
import type { Request, Response } from 'express';
import { z } from 'zod';
import { TenantChoice } from '../compatibility/tenant-choice';
import { PageParameters, single } from '../memory/list-request';
import {
  type AdaptationAnswer,
  type AdaptationHistoryAnswer,
  type FeedbackAnswer,
  type ResetAnswer,
  toAdaptationAnswer,
  toHistoryItem,
} from './adaptation-answers';
import {
  AdaptationHistoryEndpoint,
  AdaptationStateEndpoint,
  FeedbackEndpoint,
  ResetEndpoint,
} from './adaptation-endpoints';
import { type FeedbackInput, FeedbackRequest } from './feedback-request';
import { FromModelConfidence } from './model-confidence.decorator';
import { requireUtility } from './require-utility';
import { type ResetInput, ResetRequest } from './reset-request';

const StateParameters = z.strictObject({ tenant_id: single.optional() });

/** Learning from feedback. */
@Controller('context')
@UseInterceptors(DeadlineInterceptor)
export class AdaptationController {
  constructor(
    private readonly adaptation: Adaptation,
    private readonly metrics: LearningMetrics,
    private readonly tenants: TenantChoice,
  ) {}

  @Requires('memory:write')
  @Post('feedback')
  @JsonBody()
  @HttpCode(HttpStatus.OK)
  @FeedbackEndpoint()
  async feedback(
    @FromCaller() caller: Caller,
    @FromIdempotencyKey() options: WriteOptions,
    @FromModelConfidence() confidence: number | null,
    @Body({ schema: FeedbackRequest }) { tenantId, feedback }: FeedbackInput,
    @Req() request: Request,
    @Res({ passthrough: true }) response: Response,
  ): Promise<FeedbackAnswer> {
    const context = await this.tenants.asOriginal(request, caller.context, tenantId, 'memory:write');
    requireUtility(confidence, this.metrics);
    const { adapted, rated, replayed } = await this.adaptation.feedback(context, feedback, options);
    if (replayed) response.setHeader(REPLAYED_HEADER, 'true');
    return { accepted: true, adaptation_applied: adapted, rated, trace_id: caller.shownTraceId };
  }

  @Requires('memory:read')
  @Get('adaptation/state')
  @AdaptationStateEndpoint()
  async state(
    @FromCaller() caller: Caller,
    @QueryParameters(StateParameters) { tenant_id: tenantId }: z.output<typeof StateParameters>,
    @Req() request: Request,
  ): Promise<AdaptationAnswer> {
    const context = await this.tenants.asOriginal(request, caller.context, tenantId, 'memory:read');
    return toAdaptationAnswer(await this.adaptation.state(context), context.tenant);
  }

  @Requires('memory:read')
  @Get('adaptation/history')
  @AdaptationHistoryEndpoint()
  async history(
    @FromCaller() { context }: Caller,
    @QueryParameters(PageParameters) { limit, cursor }: PageQuery,
  ): Promise<AdaptationHistoryAnswer> {
    const states = await this.adaptation.history(context, versionOf(cursor), limit + 1);
    const page = states.slice(0, limit);
    const last = states.length > limit ? page.at(-1) : undefined;
    return { items: page.map(toHistoryItem), next_cursor: last ? String(last.version) : null };
  }

  @Requires('memory:write')
  @Post('adaptation/reset')
  @JsonBody({ optional: true })
  @HttpCode(HttpStatus.OK)
  @ResetEndpoint()
  async reset(
    @FromCaller() caller: Caller,
    @Body({ schema: ResetRequest }) { tenantId, reset }: ResetInput,
    @Req() request: Request,
  ): Promise<ResetAnswer> {
    const context = await this.tenants.asOriginal(request, caller.context, tenantId, 'memory:write');
    const { tuning } = await this.adaptation.reset(context, reset);
    return { ok: true, tenant_id: context.tenant, version: tuning.version };
  }
}

/** @throws Problem CURSOR_INVALID */
function versionOf(cursor: string | null): number {
  if (cursor === null) return Number.MAX_SAFE_INTEGER;
  if (/^[1-9]\d{0,14}$/.test(cursor)) return Number(cursor);
  throw new Problem('CURSOR_INVALID', 'cursor: must be the next_cursor of an earlier page of this history');
}
