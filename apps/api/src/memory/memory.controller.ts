import {
  Body,
  Controller,
  Delete,
  Get,
  Headers,
  HttpCode,
  HttpStatus,
  Param,
  Post,
  Put,
  Res,
  UseInterceptors,
} from '@nestjs/common';
import { Requires } from '@somabrain/auth';
import { MemoryService, type Queued, type Remembered, type WriteOptions } from '@somabrain/memory';
import type { Response } from 'express';
import {
  type Caller,
  DeadlineInterceptor,
  etagOf,
  FromCaller,
  FromIdempotencyKey,
  JsonBody,
  matchesNone,
  REPLAYED_HEADER,
} from '@somabrain/http';
import { toOriginalRecall } from '../compatibility/original-recall';
import { BATCH_BODY, type BatchInput, BatchRequest } from './batch-request';
import { DefaultNamespace } from './default-namespace.decorator';
import {
  DeleteMemoryEndpoint,
  GetMemoryEndpoint,
  RecallEndpoint,
  RememberBatchEndpoint,
  RememberEndpoint,
  ReplaceMemoryEndpoint,
} from './memory-endpoints';
import type { QueuedAnswer, RememberAnswer } from './memory-answers';
import { type RecallAnswer, toRecallAnswer } from './recall-answer';
import { type RecallInput, RecallRequest } from './recall-request';
import { type AnyBatchAnswer, rememberBatch } from './remember-batch';
import type { RememberInput } from './remember-fields';
import { FromMemoryKey, otherKey } from './memory-key.decorator';
import { RememberRequest, ReplaceRequest } from './remember-request';
import { shownMemory, type ShownMemory } from './shown-memory';
import { inNamespace } from './to-new-memory';
import { toQueuedAnswer, toRememberAnswer } from './to-answer';

/** Remember, recall, read and delete. */
@Controller()
@UseInterceptors(DeadlineInterceptor)
export class MemoryController {
  constructor(private readonly memories: MemoryService) {}

  @Requires('memory:write')
  @Post('remember')
  @JsonBody({ schema: RememberRequest, carriesContent: true })
  @RememberEndpoint()
  async remember(
    @FromCaller() caller: Caller,
    @DefaultNamespace() defaultNamespace: string,
    @FromIdempotencyKey() options: WriteOptions,
    @Body({ schema: RememberRequest }) memory: RememberInput,
    @Res({ passthrough: true }) response: Response,
  ): Promise<RememberAnswer | QueuedAnswer> {
    const item = inNamespace(memory, defaultNamespace);
    const remembered = await this.memories.remember(caller.context, item, options);
    return rememberedAnswer(remembered, caller, response);
  }

  @Requires('memory:write')
  @Put('memories/by-key/:key')
  @JsonBody({ schema: ReplaceRequest, carriesContent: true })
  @ReplaceMemoryEndpoint()
  async replace(
    @FromCaller() caller: Caller,
    @FromMemoryKey() key: string,
    @DefaultNamespace() defaultNamespace: string,
    @FromIdempotencyKey() options: WriteOptions,
    @Body({ schema: ReplaceRequest }) memory: RememberInput,
    @Res({ passthrough: true }) response: Response,
  ): Promise<RememberAnswer | QueuedAnswer> {
    if (memory.key !== null && memory.key !== key) throw otherKey();
    const item = inNamespace({ ...memory, key }, defaultNamespace);
    const remembered = await this.memories.remember(caller.context, item, options);
    return rememberedAnswer(remembered, caller, response);
  }

  @Requires('memory:write')
  @Post('remember/batch')
  @JsonBody(BATCH_BODY)
  @HttpCode(HttpStatus.OK)
  @RememberBatchEndpoint()
  async rememberBatch(
    @FromCaller() caller: Caller,
    @DefaultNamespace() defaultNamespace: string,
    @FromIdempotencyKey() options: WriteOptions,
    @Body({ schema: BatchRequest }) batch: BatchInput,
    @Res({ passthrough: true }) response: Response,
  ): Promise<AnyBatchAnswer> {
    const { answer, replayed } = await rememberBatch(this.memories, caller, {
      batch,
      defaultNamespace,
      options,
    });
    if (replayed) response.setHeader(REPLAYED_HEADER, 'true');
    if (answer.queued && caller.compatibility === 'none') response.status(HttpStatus.ACCEPTED);
    return answer;
  }

  @Requires('memory:read')
  @Post('recall')
  @JsonBody({ schema: RecallRequest })
  @HttpCode(HttpStatus.OK)
  @RecallEndpoint()
  async recall(
    @FromCaller() caller: Caller,
    @DefaultNamespace() defaultNamespace: string,
    @Body({ schema: RecallRequest }) question: RecallInput,
  ): Promise<RecallAnswer | ReturnType<typeof toOriginalRecall>> {
    const start = performance.now();
    const namespace = question.namespace ?? defaultNamespace;
    const isOriginal = caller.compatibility === 'original';
    const recalled = await this.memories.recall(caller.context, {
      ...question,
      namespace,
      ...(isOriginal && { passageTokens: 0, minRelevance: 0 }),
    });
    return {
      ...(isOriginal
        ? toOriginalRecall(recalled, caller)
        : toRecallAnswer(recalled, question.namespaces !== undefined)),
      namespace,
      ...(question.namespaces && { namespaces: [...question.namespaces] }),
      took_ms: Math.round((performance.now() - start) * 10) / 10,
      trace_id: caller.shownTraceId,
    };
  }

  @Requires('memory:read')
  @Get('memories/:id')
  @GetMemoryEndpoint()
  async get(
    @FromCaller() caller: Caller,
    @Param('id') id: string,
    @Headers('If-None-Match') ifNoneMatch: string | undefined,
    @Res({ passthrough: true }) response: Response,
  ): Promise<ShownMemory | undefined> {
    const memory = await this.memories.get(caller.context, id);
    response.setHeader('ETag', etagOf(memory.version));
    if (matchesNone(ifNoneMatch, memory.version)) return shownMemory(memory, caller);
    response.status(HttpStatus.NOT_MODIFIED);
    return undefined;
  }

  @Requires('memory:delete')
  @Delete('memories/:id')
  @HttpCode(HttpStatus.NO_CONTENT)
  @DeleteMemoryEndpoint()
  async delete(
    @FromCaller() { context }: Caller,
    @Param('id') id: string,
    @FromIdempotencyKey() options: WriteOptions,
  ): Promise<void> {
    await this.memories.delete(context, id, options);
  }
}

/** How a remember ends: the original knew one way only. */
function rememberedStatus({ status }: Remembered | Queued, { compatibility }: Caller): HttpStatus {
  if (compatibility === 'original') return HttpStatus.OK;
  if (status === 'queued') return HttpStatus.ACCEPTED;
  return status === 'created' ? HttpStatus.CREATED : HttpStatus.OK;
}

function rememberedAnswer(
  remembered: Remembered | Queued,
  caller: Caller,
  response: Response,
): RememberAnswer | QueuedAnswer {
  if (remembered.replayed) response.setHeader(REPLAYED_HEADER, 'true');
  response.status(rememberedStatus(remembered, caller));
  if (remembered.status === 'queued') return toQueuedAnswer(remembered, caller);
  response.setHeader('ETag', etagOf(remembered.version));
  return toRememberAnswer(remembered, caller);
}
