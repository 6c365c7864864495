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
  UseInterceptors,
} from '@nestjs/common';
import { ApiBearerAuth } from '@nestjs/swagger';
import { DeadlineInterceptor, FromIdempotencyKey, JsonBody } from '@somabrain/http';
import { Problem, type TenantContext } from '@somabrain/kernel';
import {
  type ListQuery,
  type Memory,
  type MemoryPage,
  MemoryService,
  type NewMemory,
  type Queued,
  type Recalled,
  type RecallQuery,
  type Remembered,
  wire,
  type WriteOptions,
} from '@somabrain/memory';
import type { z } from 'zod';
import { BATCH_BODY, CALL_BODY } from './body-sizes';
import * as endpoints from './endpoints';
import { FromContext } from './from-context.decorator';

/** Remember, recall, read and delete. */
@ApiBearerAuth()
@Controller('v1')
@UseInterceptors(DeadlineInterceptor)
export class MemoriesController {
  constructor(@Inject(MemoryService) private readonly memories: MemoryService) {}

  @Post('remember')
  @JsonBody(CALL_BODY)
  @HttpCode(HttpStatus.OK)
  @endpoints.Remember()
  async remember(
    @FromContext() context: TenantContext,
    @FromIdempotencyKey() options: WriteOptions,
    @Body({ schema: wire.RememberCall }) memory: NewMemory,
  ): Promise<Remembered> {
    return stored(await this.memories.remember(context, memory, options));
  }

  @Post('remember/batch')
  @JsonBody(BATCH_BODY)
  @HttpCode(HttpStatus.OK)
  @endpoints.RememberBatch()
  async rememberBatch(
    @FromContext() context: TenantContext,
    @FromIdempotencyKey() options: WriteOptions,
    @Body({ schema: wire.RememberBatchCall }) { memories, atomic }: z.output<typeof wire.RememberBatchCall>,
  ): Promise<z.output<typeof wire.BatchAnswer>> {
    const outcomes = await this.memories.rememberBatch(context, memories, { ...options, atomic });
    return {
      outcomes: outcomes.map((outcome) => (outcome instanceof Problem ? asItem(outcome) : stored(outcome))),
    };
  }

  @Post('recall')
  @JsonBody(CALL_BODY)
  @HttpCode(HttpStatus.OK)
  @endpoints.Recall()
  recall(
    @FromContext() context: TenantContext,
    @Body({ schema: wire.RecallCall }) query: RecallQuery,
  ): Promise<Recalled> {
    return this.memories.recall(context, query);
  }

  @Post('memories/list')
  @JsonBody(CALL_BODY)
  @HttpCode(HttpStatus.OK)
  @endpoints.List()
  list(
    @FromContext() context: TenantContext,
    @Body({ schema: wire.ListCall }) query: ListQuery,
  ): Promise<MemoryPage> {
    return this.memories.list(context, query);
  }

  @Get('memories/:id')
  @endpoints.GetMemory()
  get(@FromContext() context: TenantContext, @Param('id') id: string): Promise<Memory> {
    return this.memories.get(context, id);
  }

  @Delete('memories/:id')
  @HttpCode(HttpStatus.NO_CONTENT)
  @endpoints.DeleteMemory()
  delete(
    @FromContext() context: TenantContext,
    @Param('id') id: string,
    @FromIdempotencyKey() options: WriteOptions,
  ): Promise<void> {
    return this.memories.delete(context, id, options);
  }

  @Post('delete')
  @JsonBody(CALL_BODY)
  @HttpCode(HttpStatus.NO_CONTENT)
  @endpoints.DeleteByCoordinate()
  deleteByCoordinate(
    @FromContext() context: TenantContext,
    @FromIdempotencyKey() options: WriteOptions,
    @Body({ schema: wire.DeleteCall }) named: z.output<typeof wire.DeleteCall>,
  ): Promise<void> {
    if ('coordinate' in named) return this.memories.deleteByCoordinate(context, named.coordinate, options);
    const { namespace, text } = named;
    return this.memories.deleteByText(context, { namespace, key: text }, options);
  }
}

/** Memories are kept in this process, so none of them waits for it. */
function stored(outcome: Remembered | Queued): Remembered {
  if (outcome.status === 'queued') throw new Error('The memory service queued a memory of its own');
  return outcome;
}

function asItem({ code, message, errors }: Problem): { problem: z.output<typeof wire.WireProblem> } {
  return { problem: { code, detail: message, errors: [...errors] } };
}
