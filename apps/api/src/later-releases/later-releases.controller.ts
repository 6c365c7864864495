import { Body, Controller, HttpCode, HttpStatus, Post, Req, Res, UseInterceptors } from '@nestjs/common';
import { Requires } from '@somabrain/auth';
import {
  type Caller,
  DeadlineInterceptor,
  DEPRECATED_SINCE,
  FromCaller,
  FromIdempotencyKey,
  JsonBody,
  REPLAYED_HEADER,
} from '@somabrain/http';
import { MemoryService, type WriteOptions } from '@somabrain/memory';
import type { Request, Response } from 'express';
import { TenantChoice } from '../compatibility/tenant-choice';
import { DefaultNamespace } from '../memory/default-namespace.decorator';
import { inNamespace } from '../memory/to-new-memory';
import { type LaterRecallAnswer, type MemoryWriteAnswer, toRecallAnswer, toWriteAnswer } from './answers';
import { LaterRecallEndpoint, LaterRememberEndpoint } from './endpoints';
import { type LaterRecallInput, LaterRecallRequest } from './recall-request';
import { MemoryWriteRequest, type WriteInput } from './write-request';

/** Remember and recall as later releases of the original have them. */
@Controller('memory')
@UseInterceptors(DeadlineInterceptor)
export class LaterReleasesController {
  constructor(
    private readonly memories: MemoryService,
    private readonly tenants: TenantChoice,
  ) {}

  @Requires('memory:write')
  @Post('remember')
  @JsonBody({ carriesContent: true })
  @HttpCode(HttpStatus.OK)
  @LaterRememberEndpoint()
  async remember(
    @FromCaller() caller: Caller,
    @DefaultNamespace() defaultNamespace: string,
    @FromIdempotencyKey() options: WriteOptions,
    @Body({ schema: MemoryWriteRequest }) write: WriteInput,
    @Req() request: Request,
    @Res({ passthrough: true }) response: Response,
  ): Promise<MemoryWriteAnswer> {
    response.setHeader('Deprecation', DEPRECATED_SINCE);
    const context = await this.tenants.chosen(request, caller.context, write.tenant, 'memory:write');
    const memory = inNamespace(write.memory, defaultNamespace);
    const outcome = await this.memories.remember(context, memory, options);
    if (outcome.replayed) response.setHeader(REPLAYED_HEADER, 'true');
    return toWriteAnswer(outcome, write, caller, context.tenant);
  }

  @Requires('memory:read')
  @Post('recall')
  @JsonBody()
  @HttpCode(HttpStatus.OK)
  @LaterRecallEndpoint()
  async recall(
    @FromCaller() caller: Caller,
    @DefaultNamespace() defaultNamespace: string,
    @Body({ schema: LaterRecallRequest }) asked: LaterRecallInput,
    @Req() request: Request,
    @Res({ passthrough: true }) response: Response,
  ): Promise<LaterRecallAnswer> {
    response.setHeader('Deprecation', DEPRECATED_SINCE);
    const start = performance.now();
    const context = await this.tenants.chosen(request, caller.context, asked.tenant, 'memory:read');
    const namespace = asked.namespace ?? defaultNamespace;
    const { tags, maxAgeSeconds: age, question } = asked;
    const filter = {
      ...(tags.length > 0 && { tags }),
      ...(age !== null && { occurredAfter: Date.now() - age * 1_000 }),
    };
    const recalled = await this.memories.recall(context, { ...question, namespace, filter });
    const answer = toRecallAnswer(recalled, { ...asked, namespace }, caller, context.tenant);
    return { ...answer, duration_ms: Math.round((performance.now() - start) * 10) / 10 };
  }
}
