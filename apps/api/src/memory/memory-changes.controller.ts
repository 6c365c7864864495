import {
  Body,
  Controller,
  Get,
  Headers,
  HttpCode,
  HttpStatus,
  Param,
  Patch,
  Post,
  Res,
  UseInterceptors,
} from '@nestjs/common';
import { Requires } from '@somabrain/auth';
import {
  type Caller,
  DeadlineInterceptor,
  DEPRECATED_SINCE,
  etagOf,
  FromCaller,
  FromIdempotencyKey,
  JsonBody,
  parseIfMatch,
  QueryParameters,
  REPLAYED_HEADER,
} from '@somabrain/http';
import {
  type Changed,
  type ForgetQuery,
  type ListQuery,
  type MemoryPatch,
  MemoryService,
  type PageQuery,
  type WriteOptions,
} from '@somabrain/memory';
import type { Response } from 'express';
import { type AddressInput, AddressRequest } from './address-request';
import type { DeletedAnswer, ForgetAnswer } from './change-answers';
import {
  DeleteByAddressEndpoint,
  ForgetEndpoint,
  ListMemoriesEndpoint,
  MemoryHistoryEndpoint,
  PatchMemoryEndpoint,
  RestoreMemoryEndpoint,
} from './change-endpoints';
import { DefaultNamespace } from './default-namespace.decorator';
import { deleteNamed } from './delete-named';
import { ForgetRequest } from './forget-request';
import { ListParameters, PageParameters } from './list-request';
import { PatchRequest } from './patch-request';
import { type RestoreInput, RestoreRequest } from './restore-request';
import {
  type ShownHistory,
  shownMemory,
  type ShownMemory,
  type ShownPage,
  shownVersion,
} from './shown-memory';
import { toForgetAnswer } from './to-answer';

/** List, change, restore and forget. */
@Controller()
@UseInterceptors(DeadlineInterceptor)
export class MemoryChangesController {
  constructor(private readonly memories: MemoryService) {}

  @Requires('memory:read')
  @Get('memories')
  @ListMemoriesEndpoint()
  async list(
    @FromCaller() caller: Caller,
    @QueryParameters(ListParameters) query: ListQuery,
  ): Promise<ShownPage> {
    const { items, nextCursor, total } = await this.memories.list(caller.context, query);
    return {
      items: items.map((memory) => shownMemory(memory, caller)),
      next_cursor: nextCursor,
      ...(total !== null && { total }),
    };
  }

  @Requires('memory:write')
  @Patch('memories/:id')
  @JsonBody({ carriesContent: true })
  @PatchMemoryEndpoint()
  async change(
    @FromCaller() caller: Caller,
    @Param('id') id: string,
    @FromIdempotencyKey() options: WriteOptions,
    @Headers('If-Match') ifMatch: string | undefined,
    @Body({ schema: PatchRequest }) patch: MemoryPatch,
    @Res({ passthrough: true }) response: Response,
  ): Promise<ShownMemory> {
    const ifVersions = parseIfMatch(ifMatch);
    const changed = await this.memories.change(caller.context, id, patch, {
      ...options,
      ...(ifVersions && { ifVersions }),
    });
    return changedAnswer(changed, caller, response);
  }

  @Requires('memory:read')
  @Get('memories/:id/history')
  @MemoryHistoryEndpoint()
  async history(
    @FromCaller() caller: Caller,
    @Param('id') id: string,
    @QueryParameters(PageParameters) page: PageQuery,
  ): Promise<ShownHistory> {
    const { items, nextCursor } = await this.memories.history(caller.context, id, page);
    return {
      items: items.map((version) => shownVersion(version, caller)),
      next_cursor: nextCursor,
    };
  }

  @Requires('memory:write')
  @Post('memories/:id/restore')
  @JsonBody({ optional: true })
  @HttpCode(HttpStatus.OK)
  @RestoreMemoryEndpoint()
  async restore(
    @FromCaller() caller: Caller,
    @Param('id') id: string,
    @FromIdempotencyKey() options: WriteOptions,
    @Body({ schema: RestoreRequest }) { version }: RestoreInput,
    @Res({ passthrough: true }) response: Response,
  ): Promise<ShownMemory> {
    const changed = await this.memories.restore(caller.context, id, version, options);
    return changedAnswer(changed, caller, response);
  }

  @Requires('memory:delete')
  @Post('forget')
  @JsonBody()
  @HttpCode(HttpStatus.OK)
  @ForgetEndpoint()
  async forget(
    @FromCaller() caller: Caller,
    @FromIdempotencyKey() options: WriteOptions,
    @Body({ schema: ForgetRequest }) query: ForgetQuery,
    @Res({ passthrough: true }) response: Response,
  ): Promise<ForgetAnswer> {
    const receipt = await this.memories.forget(caller.context, query, options);
    if (receipt.replayed) response.setHeader(REPLAYED_HEADER, 'true');
    return toForgetAnswer(receipt, caller);
  }

  @Requires('memory:delete')
  @Post('delete')
  @JsonBody()
  @HttpCode(HttpStatus.OK)
  @DeleteByAddressEndpoint('deleteByAddress')
  async deleteByAddress(
    @FromCaller() { context }: Caller,
    @DefaultNamespace() defaultNamespace: string,
    @FromIdempotencyKey() options: WriteOptions,
    @Body({ schema: AddressRequest }) address: AddressInput,
    @Res({ passthrough: true }) response: Response,
  ): Promise<DeletedAnswer> {
    response.setHeader('Deprecation', DEPRECATED_SINCE);
    if ('coordinate' in address) {
      const { coordinate, ...owner } = address;
      await this.memories.deleteByCoordinate(context, coordinate, { ...options, ...owner });
    } else {
      const { key, namespace, ...owner } = address;
      const named = { namespace: namespace ?? defaultNamespace, key };
      await deleteNamed(this.memories, context, named, { ...options, ...owner });
    }
    return { ok: true };
  }

  @Requires('memory:delete')
  @Post('recall/delete')
  @JsonBody()
  @HttpCode(HttpStatus.OK)
  @DeleteByAddressEndpoint('deleteRecalledByAddress')
  deleteRecalled(
    @FromCaller() caller: Caller,
    @DefaultNamespace() defaultNamespace: string,
    @FromIdempotencyKey() options: WriteOptions,
    @Body({ schema: AddressRequest }) address: AddressInput,
    @Res({ passthrough: true }) response: Response,
  ): Promise<DeletedAnswer> {
    return this.deleteByAddress(caller, defaultNamespace, options, address, response);
  }
}

function changedAnswer({ memory, replayed }: Changed, caller: Caller, response: Response): ShownMemory {
  response.setHeader('ETag', etagOf(memory.version));
  if (replayed) response.setHeader(REPLAYED_HEADER, 'true');
  return shownMemory(memory, caller);
}
