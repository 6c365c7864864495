import { pipeline } from 'node:stream/promises';
import { Controller, Get, HttpCode, HttpStatus, Inject, Post, Req, Res } from '@nestjs/common';
import { type Caller, FromCaller } from '@somabrain/http';
import { Problem } from '@somabrain/kernel';
import { type ExportQuery, type ImportOptions, MemoryService } from '@somabrain/memory';
import type { Request, Response } from 'express';
import { QueryParameters } from '../memory/query-parameters.decorator';
import type { ImportAnswer } from './transfer-answers';
import { ExportEndpoint, ImportEndpoint, NDJSON } from './transfer-endpoints';
import { ExportParameters, ImportParameters } from './transfer-parameters';

/** A client that sends nothing for so long is taken for gone. */
const IDLE_MS = 60_000;

/** Export and import: streams in both directions, without a deadline. */
@Controller()
export class TransferController {
  constructor(@Inject(MemoryService) private readonly memories: MemoryService) {}

  @Get('export')
  @ExportEndpoint()
  async export(
    @FromCaller() { context }: Caller,
    @QueryParameters(ExportParameters) query: ExportQuery,
    @Res() response: Response,
  ): Promise<void> {
    const file = this.memories.export(context, query)[Symbol.asyncIterator]();
    // What fails before the first line is answered with a problem; later the connection breaks, and the file has no trailer.
    const first = await file.next();
    response.setHeader('Content-Type', NDJSON);
    const name = [context.tenant, query.namespace ?? 'all'].join('-').replaceAll(/[^A-Za-z0-9_.-]/g, '_');
    response.setHeader('Content-Disposition', `attachment; filename="somabrain-${name}.ndjson"`);
    try {
      await pipeline(chunksOf(first, file), response);
    } catch (error) {
      if (!isClosedEarly(error)) throw error;
    }
  }

  @Post('import')
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
    request.setTimeout(IDLE_MS, () => request.destroy());
    const receipt = await this.memories.import(context, bodyOf(request), options);
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
}

async function* chunksOf(
  first: IteratorResult<Uint8Array>,
  file: AsyncIterator<Uint8Array>,
): AsyncGenerator<Uint8Array> {
  try {
    for (let next = first; !next.done; next = await file.next()) yield next.value;
  } finally {
    await file.return?.();
  }
}

/** @throws Problem MALFORMED_REQUEST when the client goes away before the end */
async function* bodyOf(request: Request): AsyncGenerator<Uint8Array> {
  try {
    yield* request as AsyncIterable<Uint8Array>;
  } catch (cause) {
    throw new Problem('MALFORMED_REQUEST', 'The connection ended before the file did', { cause });
  }
}

function isClosedEarly(error: unknown): boolean {
  return error instanceof Error && 'code' in error && error.code === 'ERR_STREAM_PREMATURE_CLOSE';
}
