import { Body, Controller, HttpCode, HttpStatus, Inject, Post, UseInterceptors } from '@nestjs/common';
import { ApiBearerAuth } from '@nestjs/swagger';
import { DeadlineInterceptor, FromIdempotencyKey, JsonBody } from '@somabrain/http';
import type { TenantContext } from '@somabrain/kernel';
import { MemoryService, type Rated, type RatingRequest, wire, type WriteOptions } from '@somabrain/memory';
import { CALL_BODY } from './body-sizes';
import * as endpoints from './endpoints';
import { FromContext } from './from-context.decorator';

/** What memories were worth. */
@ApiBearerAuth()
@Controller('v1')
@UseInterceptors(DeadlineInterceptor)
export class RatingsController {
  constructor(@Inject(MemoryService) private readonly memories: MemoryService) {}

  @Post('rate')
  @JsonBody(CALL_BODY)
  @HttpCode(HttpStatus.OK)
  @endpoints.Rate()
  rate(
    @FromContext() context: TenantContext,
    @FromIdempotencyKey() options: WriteOptions,
    @Body({ schema: wire.RateCall }) request: RatingRequest,
  ): Promise<Rated> {
    return this.memories.rate(context, request, options);
  }
}
