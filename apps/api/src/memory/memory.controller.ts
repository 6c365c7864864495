import {
  Body,
  Controller,
  Delete,
  Get,
  HttpCode,
  HttpStatus,
  Inject,
  Param,
  Post,
  Res,
} from '@nestjs/common';
import { MemoryService } from '@somabrain/memory';
import type { Response } from 'express';
import { type Caller, FromCaller } from '../http/caller.decorator';
import { type BatchInput, BatchRequest } from './batch-request';
import { DefaultNamespace } from './default-namespace.decorator';
import {
  DeleteMemoryEndpoint,
  GetMemoryEndpoint,
  RecallEndpoint,
  RememberBatchEndpoint,
  RememberEndpoint,
} from './memory-endpoints';
import type { BatchAnswer, MemoryAnswer, RecallAnswer, RememberAnswer } from './memory-answers';
import { type RecallInput, RecallRequest } from './recall-request';
import { rememberBatch } from './remember-batch';
import type { RememberInput } from './remember-fields';
import { RememberRequest } from './remember-request';
import { toMemoryAnswer, toRecallResult, toRememberAnswer } from './to-answer';

/** Remember, recall, read and delete. */
@Controller()
export class MemoryController {
  constructor(@Inject(MemoryService) private readonly memories: MemoryService) {}

  @Post('remember')
  @RememberEndpoint()
  async remember(
    @FromCaller() caller: Caller,
    @DefaultNamespace() defaultNamespace: string,
    @Body({ schema: RememberRequest }) memory: RememberInput,
    @Res({ passthrough: true }) response: Response,
  ): Promise<RememberAnswer> {
    const namespace = memory.namespace ?? defaultNamespace;
    const remembered = await this.memories.remember(caller.context, { ...memory, namespace });
    if (remembered.status !== 'created') response.status(HttpStatus.OK);
    return toRememberAnswer(remembered, caller);
  }

  @Post('remember/batch')
  @HttpCode(HttpStatus.OK)
  @RememberBatchEndpoint()
  rememberBatch(
    @FromCaller() caller: Caller,
    @DefaultNamespace() defaultNamespace: string,
    @Body({ schema: BatchRequest }) batch: BatchInput,
  ): Promise<BatchAnswer> {
    return rememberBatch(this.memories, caller, batch, defaultNamespace);
  }

  @Post('recall')
  @HttpCode(HttpStatus.OK)
  @RecallEndpoint()
  async recall(
    @FromCaller() caller: Caller,
    @DefaultNamespace() defaultNamespace: string,
    @Body({ schema: RecallRequest }) question: RecallInput,
  ): Promise<RecallAnswer> {
    const start = performance.now();
    const namespace = question.namespace ?? defaultNamespace;
    const { tenant } = caller.context;
    const recalled = await this.memories.recall(caller.context, { ...question, namespace });
    const results = recalled.results.map((result) => toRecallResult(result, tenant));
    return {
      results,
      memory: results,
      wm: [],
      namespace,
      tenant,
      trace_id: caller.shownTraceId,
      took_ms: Math.round((performance.now() - start) * 10) / 10,
      degraded: [],
      total_candidates: recalled.totalCandidates,
    };
  }

  @Get('memories/:id')
  @GetMemoryEndpoint()
  async get(
    @FromCaller() { context }: Caller,
    @Param('id') id: string,
    @Res({ passthrough: true }) response: Response,
  ): Promise<MemoryAnswer> {
    const memory = await this.memories.get(context, id);
    response.setHeader('ETag', `"${memory.version}"`);
    return toMemoryAnswer(memory, context.tenant);
  }

  @Delete('memories/:id')
  @HttpCode(HttpStatus.NO_CONTENT)
  @DeleteMemoryEndpoint()
  async delete(@FromCaller() { context }: Caller, @Param('id') id: string): Promise<void> {
    await this.memories.delete(context, id);
  }
}
