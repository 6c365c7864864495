import { Body, Controller, Inject, Post, Req, Res } from '@nestjs/common';
import { identityOf, Requires } from '@somabrain/auth';
import { type Caller, FromCaller, JsonBody } from '@somabrain/http';
import { Logger, Problem } from '@somabrain/kernel';
import { MemoryService } from '@somabrain/memory';
import { type Permit, PolicyGate, questionOf } from '@somabrain/policy';
import type { Request, Response } from 'express';
import { McpEndpoint } from './mcp-endpoint';
import { McpMessage } from './mcp-message';
import { answerMcp } from './mcp-server';
import type { Tool } from './tools';

const LOOPBACK = new Set(['localhost', '127.0.0.1', '[::1]']);

/** The Model Context Protocol: the tools of an agent, behind the same gates as the routes. */
@Controller()
export class McpController {
  constructor(
    @Inject(MemoryService) private readonly memories: MemoryService,
    @Inject(PolicyGate) private readonly policy: PolicyGate,
    @Inject(Logger) private readonly logger: Logger,
  ) {}

  @Requires('memory:read', 'memory:write', 'memory:delete')
  @Post('mcp')
  @JsonBody()
  @McpEndpoint()
  async answer(
    @FromCaller() caller: Caller,
    @Body({ schema: McpMessage }) message: unknown,
    @Req() request: Request,
    @Res() response: Response,
  ): Promise<void> {
    refuseForeignPages(request);
    const { memories, logger } = this;
    const { permissions } = identityOf(request);
    const agent = { caller, permissions, permit: (tool: Tool) => this.permit(request, tool) };
    await answerMcp({ memories, logger }, agent, request, response, message);
  }

  private async permit(request: Request, { name, permission }: Tool): Promise<Permit> {
    const { caller, origin } = request;
    if (!caller) throw new Error('A tool is used, and no guard found out by whom');
    const question = questionOf(request, caller, permission);
    return this.policy.permit({ ...question, request: { ...question.request, tool: name } }, origin.traceId);
  }
}

/**
 * A page of a browser may reach a server on its own machine by a name that somebody else controls (DNS rebinding): the protocol demands
 * that Origin is checked. Agents are no pages and send none. @throws Problem PERMISSION_DENIED
 */
function refuseForeignPages({ headers }: Request): void {
  const { origin } = headers;
  if (origin === undefined) return;
  const hostname = URL.canParse(origin) ? new URL(origin).hostname : '';
  if (LOOPBACK.has(hostname)) return;
  throw new Problem('PERMISSION_DENIED', 'Origin: pages of other places may not use the tools');
}
