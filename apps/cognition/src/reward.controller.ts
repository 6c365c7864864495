import { Body, Controller, HttpCode, HttpStatus, Param, Post, Req } from '@nestjs/common';
import { FrameId, RewardBody, rewardOf, Rewards } from '@somabrain/cognition';
import { Configuration } from '@somabrain/config';
import { JsonBody, requestedTenant } from '@somabrain/http';
import type { Request } from 'express';
import type { z } from 'zod';

/** The original's own port for rewards, for those in the cluster who hold the token; the API has the same route for everybody else. */
@Controller()
export class RewardController {
  constructor(
    private readonly rewards: Rewards,
    private readonly configuration: Configuration,
  ) {}

  @Post('reward/:frame_id')
  @JsonBody()
  @HttpCode(HttpStatus.OK)
  async reward(
    @Req() request: Request,
    @Param('frame_id', { schema: FrameId }) frame: string,
    @Body({ schema: RewardBody }) body: z.output<typeof RewardBody>,
  ): Promise<{ status: 'ok' }> {
    const tenant = requestedTenant(request) ?? this.configuration.tenancy.defaultTenant;
    const context = { tenant, actor: 'reward', traceId: request.origin.traceId };
    await this.rewards.reward(context, frame, rewardOf(body), body.total ?? null);
    return { status: 'ok' };
  }
}
