import { Body, Controller, Get, HttpCode, HttpStatus, Post, UseInterceptors } from '@nestjs/common';
import { Requires } from '@somabrain/auth';
import { type Neuromodulators, ModulatorSettings, type Traits } from '@somabrain/cognition';
import { type Caller, DeadlineInterceptor, FromCaller, JsonBody } from '@somabrain/http';
import type { NeuromodulatorsAnswer, PersonalityAnswer } from './neuromodulators-answers';
import {
  NeuromodulatorsEndpoint,
  PersonalityEndpoint,
  SetNeuromodulatorsEndpoint,
} from './neuromodulators-endpoints';
import { NeuromodulatorsRequest, PersonalityRequest } from './neuromodulators-requests';

/** The neuromodulators of a tenant, and the traits that set them. */
@Controller()
@UseInterceptors(DeadlineInterceptor)
export class NeuromodulatorsController {
  constructor(private readonly settings: ModulatorSettings) {}

  @Requires('memory:read')
  @Get('neuromodulators')
  @NeuromodulatorsEndpoint()
  async levels(@FromCaller() { context }: Caller): Promise<NeuromodulatorsAnswer> {
    return { ...(await this.settings.levels(context)) };
  }

  @Requires('tenant:write')
  @Post('neuromodulators')
  @JsonBody()
  @HttpCode(HttpStatus.OK)
  @SetNeuromodulatorsEndpoint()
  async setLevels(
    @FromCaller() { context }: Caller,
    @Body({ schema: NeuromodulatorsRequest }) levels: Partial<Neuromodulators>,
  ): Promise<NeuromodulatorsAnswer> {
    return { ...(await this.settings.setLevels(context, levels)) };
  }

  @Requires('memory:write')
  @Post('personality')
  @JsonBody()
  @HttpCode(HttpStatus.OK)
  @PersonalityEndpoint()
  async setPersonality(
    @FromCaller() { context }: Caller,
    @Body({ schema: PersonalityRequest }) traits: Traits,
  ): Promise<PersonalityAnswer> {
    const { neuromodulators, traits: kept } = await this.settings.setTraits(context, traits);
    return { traits: { ...kept }, neuromodulators: { ...neuromodulators } };
  }
}
