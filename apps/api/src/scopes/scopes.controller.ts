import { Controller, Get, UseInterceptors } from '@nestjs/common';
import { Requires } from '@somabrain/auth';
import { type Caller, DeadlineInterceptor, FromCaller, QueryParameters } from '@somabrain/http';
import { MemoryService, type ScopeKind } from '@somabrain/memory';
import { type ScopesAnswer, toScopesAnswer } from './scope-answers';
import { ScopesEndpoint } from './scope-endpoints';
import { KIND_OF_ROUTE, ScopeParameters, type ScopesInput } from './scope-requests';

/** What memories are in: namespaces, users, agents, sessions and tags. */
@Controller()
@UseInterceptors(DeadlineInterceptor)
export class ScopesController {
  constructor(private readonly memories: MemoryService) {}

  @Requires('memory:read')
  @Get('namespaces')
  @ScopesEndpoint('namespaces')
  namespaces(
    @FromCaller() caller: Caller,
    @QueryParameters(ScopeParameters) asked: ScopesInput,
  ): Promise<ScopesAnswer> {
    return this.list(KIND_OF_ROUTE.namespaces, caller, asked);
  }

  @Requires('memory:read')
  @Get('users')
  @ScopesEndpoint('users')
  users(
    @FromCaller() caller: Caller,
    @QueryParameters(ScopeParameters) asked: ScopesInput,
  ): Promise<ScopesAnswer> {
    return this.list(KIND_OF_ROUTE.users, caller, asked);
  }

  @Requires('memory:read')
  @Get('agents')
  @ScopesEndpoint('agents')
  agents(
    @FromCaller() caller: Caller,
    @QueryParameters(ScopeParameters) asked: ScopesInput,
  ): Promise<ScopesAnswer> {
    return this.list(KIND_OF_ROUTE.agents, caller, asked);
  }

  @Requires('memory:read')
  @Get('sessions')
  @ScopesEndpoint('sessions')
  sessions(
    @FromCaller() caller: Caller,
    @QueryParameters(ScopeParameters) asked: ScopesInput,
  ): Promise<ScopesAnswer> {
    return this.list(KIND_OF_ROUTE.sessions, caller, asked);
  }

  @Requires('memory:read')
  @Get('tags')
  @ScopesEndpoint('tags')
  tags(
    @FromCaller() caller: Caller,
    @QueryParameters(ScopeParameters) asked: ScopesInput,
  ): Promise<ScopesAnswer> {
    return this.list(KIND_OF_ROUTE.tags, caller, asked);
  }

  private async list(kind: ScopeKind, { context }: Caller, asked: ScopesInput): Promise<ScopesAnswer> {
    return toScopesAnswer(await this.memories.scopes(context, { ...asked, kind }));
  }
}
