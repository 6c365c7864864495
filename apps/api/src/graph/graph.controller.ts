import { Body, Controller, HttpCode, HttpStatus, Post, UseInterceptors } from '@nestjs/common';
import { Requires } from '@somabrain/auth';
import { Graph } from '@somabrain/cognition';
import { type Caller, DeadlineInterceptor, FromCaller, JsonBody } from '@somabrain/http';
import { MemoryService, ownedBy } from '@somabrain/memory';
import { DefaultNamespace } from '../memory/default-namespace.decorator';
import { findEnd } from './find-end';
import { type NeighboursAnswer, type PathAnswer, toNeighbour, toPath } from './graph-answers';
import { NeighboursEndpoint, PathEndpoint } from './graph-endpoints';
import { NeighboursBody, type NeighboursInput, PathBody, type PathInput } from './graph-requests';

/** The graph of links: neighbours of a memory, and paths between two. */
@Controller('graph')
@UseInterceptors(DeadlineInterceptor)
export class GraphController {
  constructor(
    private readonly memories: MemoryService,
    private readonly graph: Graph,
  ) {}

  @Requires('memory:read')
  @Post('neighbors')
  @JsonBody({ schema: NeighboursBody })
  @HttpCode(HttpStatus.OK)
  @NeighboursEndpoint()
  async neighbours(
    @FromCaller() { context: caller, shownTraceId }: Caller,
    @DefaultNamespace() defaultNamespace: string,
    @Body({ schema: NeighboursBody }) { from, limit, ...query }: NeighboursInput,
  ): Promise<NeighboursAnswer> {
    const context = ownedBy(caller, query);
    const namespace = query.namespace ?? defaultNamespace;
    const start = await findEnd(this.memories, context, { end: from, namespace, prefix: 'from_' });
    const { neighbours, truncated } = await this.graph.neighbours(context, start, query, limit);
    return { neighbors: neighbours.map(toNeighbour), truncated, namespace, trace_id: shownTraceId };
  }

  @Requires('memory:read')
  @Post('path')
  @JsonBody({ schema: PathBody })
  @HttpCode(HttpStatus.OK)
  @PathEndpoint()
  async path(
    @FromCaller() { context: caller, shownTraceId }: Caller,
    @DefaultNamespace() defaultNamespace: string,
    @Body({ schema: PathBody }) { from, to, ...query }: PathInput,
  ): Promise<PathAnswer> {
    const context = ownedBy(caller, query);
    const namespace = query.namespace ?? defaultNamespace;
    const start = await findEnd(this.memories, context, { end: from, namespace, prefix: 'from_' });
    const end = await findEnd(this.memories, context, { end: to, namespace, prefix: 'to_' });
    const { path, truncated } = await this.graph.path(context, start, end, query);
    return { ...toPath(path), truncated, namespace, trace_id: shownTraceId };
  }
}
