import {
  Body,
  Controller,
  Get,
  HttpCode,
  HttpStatus,
  Inject,
  Param,
  Patch,
  Post,
  UseInterceptors,
} from '@nestjs/common';
import { ApiBearerAuth } from '@nestjs/swagger';
import { DeadlineInterceptor, FromIdempotencyKey, JsonBody, QueryParameters } from '@somabrain/http';
import type { TenantContext } from '@somabrain/kernel';
import {
  type Changed,
  type ForgetQuery,
  type ForgetReceipt,
  MemoryService,
  type MemoryVersion,
  type Page,
  type PageQuery,
  wire,
  type WriteOptions,
} from '@somabrain/memory';
import type { z } from 'zod';
import { CALL_BODY } from './body-sizes';
import * as endpoints from './endpoints';
import { FromContext } from './from-context.decorator';

/** Change, history, restore and forget. */
@ApiBearerAuth()
@Controller('v1')
@UseInterceptors(DeadlineInterceptor)
export class ChangesController {
  constructor(@Inject(MemoryService) private readonly memories: MemoryService) {}

  @Patch('memories/:id')
  @JsonBody(CALL_BODY)
  @endpoints.Change()
  change(
    @FromContext() context: TenantContext,
    @Param('id') id: string,
    @FromIdempotencyKey() options: WriteOptions,
    @Body({ schema: wire.ChangeCall }) { patch, ...conditions }: z.output<typeof wire.ChangeCall>,
  ): Promise<Changed> {
    return this.memories.change(context, id, patch, { ...options, ...conditions });
  }

  @Get('memories/:id/history')
  @endpoints.History()
  history(
    @FromContext() context: TenantContext,
    @Param('id') id: string,
    @QueryParameters(wire.HistoryParameters) page: PageQuery,
  ): Promise<Page<MemoryVersion>> {
    return this.memories.history(context, id, page);
  }

  @Post('memories/:id/restore')
  @JsonBody(CALL_BODY)
  @HttpCode(HttpStatus.OK)
  @endpoints.Restore()
  restore(
    @FromContext() context: TenantContext,
    @Param('id') id: string,
    @FromIdempotencyKey() options: WriteOptions,
    @Body({ schema: wire.RestoreCall }) { version }: z.output<typeof wire.RestoreCall>,
  ): Promise<Changed> {
    return this.memories.restore(context, id, version, options);
  }

  @Post('forget')
  @JsonBody(CALL_BODY)
  @HttpCode(HttpStatus.OK)
  @endpoints.Forget()
  forget(
    @FromContext() context: TenantContext,
    @FromIdempotencyKey() options: WriteOptions,
    @Body({ schema: wire.ForgetCall }) query: ForgetQuery,
  ): Promise<ForgetReceipt> {
    return this.memories.forget(context, query, options);
  }
}
