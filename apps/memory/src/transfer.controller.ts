import { Controller, Get, HttpCode, HttpStatus, Inject, Post, Req, Res } from '@nestjs/common';
import { ApiBearerAuth } from '@nestjs/swagger';
import { bodyStream, QueryParameters, sendStream, Streaming } from '@somabrain/http';
import { Problem, type TenantContext } from '@somabrain/kernel';
import {
  type ExportQuery,
  type ImportOptions,
  type ImportReceipt,
  MemoryService,
  wire,
} from '@somabrain/memory';
import type { Request, Response } from 'express';
import * as endpoints from './endpoints';
import { FromContext } from './from-context.decorator';

/** Export and import: streams that pass through, without a deadline. */
@ApiBearerAuth()
@Controller('v1')
export class TransferController {
  constructor(@Inject(MemoryService) private readonly memories: MemoryService) {}

  @Get('export')
  @Streaming()
  @endpoints.Export()
  async export(
    @FromContext() context: TenantContext,
    @QueryParameters(wire.ExportParameters) query: ExportQuery,
    @Res() response: Response,
  ): Promise<void> {
    await sendStream(this.memories.export(context, query), response, { 'Content-Type': wire.NDJSON });
  }

  @Post('import')
  @Streaming()
  @HttpCode(HttpStatus.OK)
  @endpoints.Import()
  import(
    @FromContext() context: TenantContext,
    @QueryParameters(wire.ImportParameters) options: ImportOptions,
    @Req() request: Request,
  ): Promise<ImportReceipt> {
    if (!request.is(wire.NDJSON)) {
      throw new Problem(
        'UNSUPPORTED_MEDIA_TYPE',
        `Send the file with the header "Content-Type: ${wire.NDJSON}"`,
      );
    }
    return this.memories.import(context, bodyStream(request), options);
  }
}
