import { Body, Controller, HttpCode, HttpStatus, Inject, Post, UseInterceptors } from '@nestjs/common';
import { ApiBearerAuth } from '@nestjs/swagger';
import { DeadlineInterceptor, JsonBody } from '@somabrain/http';
import type { TenantContext } from '@somabrain/kernel';
import { type Consolidated, type ConsolidationRequest, MemoryService, wire } from '@somabrain/memory';
import { CONSOLIDATION_BODY } from './body-sizes';
import { Consolidate } from './consolidation-endpoint';
import { FromContext } from './from-context.decorator';

/** What runs that consolidate change. */
@ApiBearerAuth()
@Controller('v1')
@UseInterceptors(DeadlineInterceptor)
export class ConsolidationController {
  constructor(@Inject(MemoryService) private readonly memories: MemoryService) {}

  @Post('consolidate')
  @JsonBody(CONSOLIDATION_BODY)
  @HttpCode(HttpStatus.OK)
  @Consolidate()
  consolidate(
    @FromContext() context: TenantContext,
    @Body({ schema: wire.ConsolidateCall }) request: ConsolidationRequest,
  ): Promise<Consolidated> {
    return this.memories.consolidate(context, request);
  }
}
