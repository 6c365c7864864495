import { Body, Controller, HttpCode, HttpStatus, Inject, Post, UseInterceptors } from '@nestjs/common';
import { ApiBearerAuth } from '@nestjs/swagger';
import { DeadlineInterceptor, FromIdempotencyKey, JsonBody } from '@somabrain/http';
import type { TenantContext } from '@somabrain/kernel';
import {
  type FollowQuery,
  type Link,
  type Linked,
  type LinkQuery,
  type LinkRequest,
  type Memory,
  type MemoryAddress,
  MemoryService,
  type Page,
  wire,
  type WriteOptions,
} from '@somabrain/memory';
import { CALL_BODY } from './body-sizes';
import * as endpoints from './endpoints';
import { FromContext } from './from-context.decorator';

/** Links between memories. */
@ApiBearerAuth()
@Controller('v1')
@UseInterceptors(DeadlineInterceptor)
export class LinksController {
  constructor(@Inject(MemoryService) private readonly memories: MemoryService) {}

  @Post('link')
  @JsonBody(CALL_BODY)
  @HttpCode(HttpStatus.OK)
  @endpoints.LinkMemories()
  link(
    @FromContext() context: TenantContext,
    @FromIdempotencyKey() options: WriteOptions,
    @Body({ schema: wire.LinkCall }) link: LinkRequest,
  ): Promise<Linked> {
    return this.memories.link(context, link, options);
  }

  @Post('graph/links')
  @JsonBody(CALL_BODY)
  @HttpCode(HttpStatus.OK)
  @endpoints.Links()
  links(
    @FromContext() context: TenantContext,
    @Body({ schema: wire.LinksCall }) query: LinkQuery,
  ): Promise<Page<Link>> {
    return this.memories.links(context, query);
  }

  @Post('graph/follow')
  @JsonBody(CALL_BODY)
  @HttpCode(HttpStatus.OK)
  @endpoints.Follow()
  async follow(
    @FromContext() context: TenantContext,
    @Body({ schema: wire.FollowCall }) query: FollowQuery,
  ): Promise<{ links: readonly Link[] }> {
    return { links: await this.memories.follow(context, query) };
  }

  @Post('find')
  @JsonBody(CALL_BODY)
  @HttpCode(HttpStatus.OK)
  @endpoints.Find()
  find(
    @FromContext() context: TenantContext,
    @Body({ schema: wire.FindCall }) { address }: { address: MemoryAddress },
  ): Promise<Memory> {
    return this.memories.find(context, address);
  }
}
