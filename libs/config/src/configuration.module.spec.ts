import { Injectable } from '@nestjs/common';
import { Test } from '@nestjs/testing';
import { Configuration } from './configuration';
import { ConfigurationModule } from './configuration.module';
import { loadConfiguration } from './load-configuration';

@Injectable()
class Listener {
  constructor(readonly configuration: Configuration) {}
}

describe('ConfigurationModule', () => {
  it('injects the configuration it was given, by its type', async () => {
    const { configuration } = loadConfiguration({ SOMABRAIN_PORT: '0' });
    const module = await Test.createTestingModule({
      imports: [ConfigurationModule.forRoot(configuration)],
      providers: [Listener],
    }).compile();
    expect(module.get(Listener).configuration).toBe(configuration);
    await module.close();
  });
});
