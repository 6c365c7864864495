import { Body, Controller, HttpCode, HttpStatus, Post, Res, UseInterceptors } from '@nestjs/common';
import { Requires } from '@somabrain/auth';
import {
  type Caller,
  DeadlineInterceptor,
  FromCaller,
  FromIdempotencyKey,
  JsonBody,
  REPLAYED_HEADER,
} from '@somabrain/http';
import { DEFAULT_NAMESPACE } from '@somabrain/kernel';
import { MemoryService, type WriteOptions } from '@somabrain/memory';
import type { Response } from 'express';
import { DefaultNamespace } from '../memory/default-namespace.decorator';
import { namingEnd } from './naming-end';
import { edgeOf, type LinkAnswer, type LinksAnswer } from './link-answers';
import { LinkEndpoint, LinksEndpoint } from './link-endpoints';
import { addressOf, LinkBody, type LinkInput, LinksBody, type LinksInput } from './link-requests';

/** Links between memories. */
@Controller()
@UseInterceptors(DeadlineInterceptor)
export class LinksController {
  constructor(private readonly memories: MemoryService) {}

  @Requires('memory:write')
  @Post('link')
  @JsonBody({ schema: LinkBody })
  @HttpCode(HttpStatus.OK)
  @LinkEndpoint()
  async link(
    @FromCaller() { context, shownTraceId }: Caller,
    @DefaultNamespace() defaultNamespace: string,
    @FromIdempotencyKey() options: WriteOptions,
    @Body({ schema: LinkBody }) { source, target, namespace: named, ...given }: LinkInput,
    @Res({ passthrough: true }) response: Response,
  ): Promise<LinkAnswer> {
    const namespace = named ?? defaultNamespace;
    const ends = { source: addressOf(source, namespace), target: addressOf(target, namespace) };
    const linked = await namingEnd({ from: source }, () =>
      this.memories.link(context, { ...given, ...ends }, options),
    );
    if (linked.replayed) response.setHeader(REPLAYED_HEADER, 'true');
    return { ok: true, from_id: linked.sourceId, trace_id: shownTraceId };
  }

  @Requires('memory:read')
  @Post('graph/links')
  @JsonBody({ schema: LinksBody })
  @HttpCode(HttpStatus.OK)
  @LinksEndpoint()
  async links(
    @FromCaller() { context }: Caller,
    @DefaultNamespace() defaultNamespace: string,
    @Body({ schema: LinksBody }) { source, target, ...given }: LinksInput,
  ): Promise<LinksAnswer> {
    const namespace = given.namespace ?? defaultNamespace;
    const page = await namingEnd({ from: source, to: target }, () =>
      this.memories.links(context, {
        ...given,
        source: source && addressOf(source, namespace),
        target: target && addressOf(target, namespace),
        // An id or a coordinate leads out of the namespace that keys are looked up in.
        namespace: source || target ? null : namespace,
      }),
    );
    return {
      edges: page.items.map(edgeOf),
      namespace,
      universe: namespace === DEFAULT_NAMESPACE ? 'real' : namespace,
      next_cursor: page.nextCursor,
    };
  }
}
