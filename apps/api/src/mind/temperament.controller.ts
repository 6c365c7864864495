import { Body, Controller, Get, HttpCode, HttpStatus, Post, UseInterceptors } from '@nestjs/common';
import { Requires } from '@somabrain/auth';
import { type Neuromodulators, Temperament, type Traits } from '@somabrain/cognition';
import { type Caller, DeadlineInterceptor, FromCaller, JsonBody } from '@somabrain/http';
import type { NeuromodulatorsAnswer, PersonalityAnswer } from './temperament-answers';
import {
  NeuromodulatorsEndpoint,
  PersonalityEndpoint,
  SetNeuromodulatorsEndpoint,
} from './temperament-endpoints';
import { NeuromodulatorsRequest, PersonalityRequest } from './temperament-requests';

/** What tunes a tenant's mind. */
@Controller()
@UseInterceptors(DeadlineInterceptor)
export class TemperamentController {
  constructor(private readonly temperament: Temperament) {}

  @Requires('memory:read')
  @Get('neuromodulators')
  @NeuromodulatorsEndpoint()
  async levels(@FromCaller() { context }: Caller): Promise<NeuromodulatorsAnswer> {
    return { ...(await this.temperament.levels(context)) };
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
    return { ...(await this.temperament.setLevels(context, levels)) };
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
    const { neuromodulators, traits: kept } = await this.temperament.setTraits(context, traits);
    return { traits: { ...kept }, neuromodulators: { ...neuromodulators } };
  }
}
