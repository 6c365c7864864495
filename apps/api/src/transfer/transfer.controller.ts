import { Body, Controller, Get, HttpCode, HttpStatus, Post, Req, Res } from '@nestjs/common';
import { Requires } from '@somabrain/auth';
import {
  bodyStream,
  type Caller,
  DEPRECATED_SINCE,
  FromCaller,
  JsonBody,
  QueryParameters,
  sendStream,
  Streaming,
} from '@somabrain/http';
import { Problem } from '@somabrain/kernel';
import { type ExportQuery, type ImportOptions, MemoryService } from '@somabrain/memory';
import type { Request, Response } from 'express';
import type { ImportAnswer } from './transfer-answers';
import {
  ExportEndpoint,
  ImportEndpoint,
  MigrateExportEndpoint,
  MigrateImportEndpoint,
  NDJSON,
} from './transfer-endpoints';
import { ExportParameters, ImportParameters, MigrateExportRequest } from './transfer-parameters';

/** Export and import: streams in both directions, without a deadline. */
@Controller()
export class TransferController {
  constructor(private readonly memories: MemoryService) {}

  @Requires('memory:read')
  @Get('export')
  @Streaming()
  @ExportEndpoint()
  async export(
    @FromCaller() { context }: Caller,
    @QueryParameters(ExportParameters) query: ExportQuery,
    @Res() response: Response,
  ): Promise<void> {
    const name = [context.tenant, query.namespace ?? 'all'].join('-').replaceAll(/[^A-Za-z0-9_.-]/g, '_');
    await sendStream(this.memories.export(context, query), response, {
      'Content-Type': NDJSON,
      'Content-Disposition': `attachment; filename="somabrain-${name}.ndjson"`,
    });
  }

  @Requires('memory:write')
  @Post('import')
  @Streaming()
  @HttpCode(HttpStatus.OK)
  @ImportEndpoint()
  async import(
    @FromCaller() { context, shownTraceId }: Caller,
    @QueryParameters(ImportParameters) options: ImportOptions,
    @Req() request: Request,
  ): Promise<ImportAnswer> {
    if (!request.is(NDJSON) || request.headers['content-encoding'] !== undefined) {
      const detail = `Send the file, uncompressed, with the header "Content-Type: ${NDJSON}"`;
      throw new Problem('UNSUPPORTED_MEDIA_TYPE', detail);
    }
    const receipt = await this.memories.import(context, bodyStream(request), options);
    const { resumedFromLine, errors, failed, ...counts } = receipt;
    return {
      ok: failed === 0,
      success: failed === 0,
      ...counts,
      failed,
      resumed_from_line: resumedFromLine,
      checksum: 'verified',
      errors: [...errors],
      tenant: context.tenant,
      trace_id: shownTraceId,
    };
  }

  @Requires('memory:read')
  @Post('migrate/export')
  @JsonBody({ optional: true })
  @Streaming()
  @HttpCode(HttpStatus.OK)
  @MigrateExportEndpoint()
  migrateExport(
    @FromCaller() caller: Caller,
    @Body({ schema: MigrateExportRequest }) query: ExportQuery,
    @Res() response: Response,
  ): Promise<void> {
    response.setHeader('Deprecation', DEPRECATED_SINCE);
    return this.export(caller, query, response);
  }

  @Requires('memory:write')
  @Post('migrate/import')
  @Streaming()
  @HttpCode(HttpStatus.OK)
  @MigrateImportEndpoint()
  migrateImport(
    @FromCaller() caller: Caller,
    @QueryParameters(ImportParameters) options: ImportOptions,
    @Req() request: Request,
    @Res({ passthrough: true }) response: Response,
  ): Promise<ImportAnswer> {
    response.setHeader('Deprecation', DEPRECATED_SINCE);
    return this.import(caller, options, request);
  }
}
