import { Body, Controller, Post, Req, Res, UseFilters } from '@nestjs/common';
import { identityOf, Requires } from '@somabrain/auth';
import { Adaptation, ContextBuilder } from '@somabrain/cognition';
import { Configuration } from '@somabrain/config';
import { type Caller, challenge, FromCaller, JsonBody, requireOwnOrLocalPage } from '@somabrain/http';
import { Logger, type Problem } from '@somabrain/kernel';
import { MemoryService } from '@somabrain/memory';
import { type Permit, PolicyGate, questionOf } from '@somabrain/policy';
import type { Request, Response } from 'express';
import { answerMcp, PROTOCOL_HEADERS } from './answer-mcp';
import { McpEndpoint, McpOfUserEndpoint } from './mcp-endpoint';
import { McpFaultFilter } from './mcp-fault.filter';
import { McpMessage } from './mcp-message';
import { pinOf } from './pin';
import { sendMcpAnswer } from './send-mcp-answer';
import type { Tool } from './tools/tool';

/** The Model Context Protocol: the tools of an agent, behind the same gates as the routes. */
@Controller()
@UseFilters(McpFaultFilter)
export class McpController {
  constructor(
    private readonly memories: MemoryService,
    private readonly contexts: ContextBuilder,
    private readonly adaptation: Adaptation,
    private readonly policy: PolicyGate,
    private readonly logger: Logger,
    private readonly configuration: Configuration,
  ) {}

  @Requires('memory:read', 'memory:write', 'memory:delete')
  @Post('mcp')
  @JsonBody({ carriesContent: true })
  @McpEndpoint()
  async answer(
    @FromCaller() caller: Caller,
    @Body({ schema: McpMessage }) message: McpMessage,
    @Req() request: Request,
    @Res() response: Response,
  ): Promise<void> {
    requireOwnOrLocalPage(request, this.configuration.corsOrigins);
    const { memories, contexts, adaptation, logger } = this;
    const { permissions } = identityOf(request);
    const agent = {
      caller,
      permissions,
      pin: pinOf(request.params.user, request.query.namespace),
      permit: (tool: Tool, id: string | null) => this.permit(request, tool, id),
      refused: (problem: Problem) => {
        challenge(problem, request, response);
      },
    };
    const headers = Object.fromEntries(
      PROTOCOL_HEADERS.flatMap((name) => {
        const value = request.get(name);
        return value === undefined ? [] : [[name, value]];
      }),
    );
    const answer = await answerMcp({ memories, contexts, adaptation, logger }, agent, message, headers);
    sendMcpAnswer(request, response, answer);
  }

  @Requires('memory:read', 'memory:write', 'memory:delete')
  @Post('mcp/u/:user')
  @JsonBody({ carriesContent: true })
  @McpOfUserEndpoint()
  answerForUser(
    @FromCaller() caller: Caller,
    @Body({ schema: McpMessage }) message: McpMessage,
    @Req() request: Request,
    @Res() response: Response,
  ): Promise<void> {
    return this.answer(caller, message, request, response);
  }

  private async permit(request: Request, { name, permission }: Tool, id: string | null): Promise<Permit> {
    const { caller, origin } = request;
    if (!caller) throw new Error('A tool is used, and no guard found out by whom');
    const question = questionOf(request, caller, permission);
    return this.policy.permit(
      { ...question, resource: { ...question.resource, id }, request: { ...question.request, tool: name } },
      origin.traceId,
    );
  }
}
