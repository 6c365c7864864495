import { Controller, Get, HttpCode, HttpStatus, Post, Req, Res } from '@nestjs/common';
import { ApiBearerAuth } from '@nestjs/swagger';
import { bodyStream, QueryParameters, sendStream, Streaming } from '@somabrain/http';
import { Problem, type TenantContext } from '@somabrain/kernel';
import {
  contract,
  type ExportQuery,
  type ImportOptions,
  type ImportReceipt,
  MemoryService,
} from '@somabrain/memory';
import type { Request, Response } from 'express';
import { describeStream } from './describe-operation';
import { FromContext } from './from-context.decorator';

/** Export and import: streams that pass through, without a deadline. */
@ApiBearerAuth()
@Controller('v1')
export class TransferController {
  constructor(private readonly memories: MemoryService) {}

  @Get(contract.EXPORT.path)
  @Streaming()
  @describeStream(contract.EXPORT)
  async export(
    @FromContext() context: TenantContext,
    @QueryParameters(contract.ExportParameters) query: ExportQuery,
    @Res() response: Response,
  ): Promise<void> {
    await sendStream(this.memories.export(context, query), response, { 'Content-Type': contract.NDJSON });
  }

  @Post(contract.IMPORT.path)
  @Streaming()
  @HttpCode(HttpStatus.OK)
  @describeStream(contract.IMPORT)
  import(
    @FromContext() context: TenantContext,
    @QueryParameters(contract.ImportParameters) options: ImportOptions,
    @Req() request: Request,
  ): Promise<ImportReceipt> {
    if (!request.is(contract.NDJSON)) {
      throw new Problem(
        'UNSUPPORTED_MEDIA_TYPE',
        `Send the file with the header "Content-Type: ${contract.NDJSON}"`,
      );
    }
    return this.memories.import(context, bodyStream(request), options);
  }
}
