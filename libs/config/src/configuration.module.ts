import { type DynamicModule, Global, Module } from '@nestjs/common';
import { ConfigModule, registerAs } from '@nestjs/config';
import { Configuration } from './configuration';

/** Lets every module inject the `Configuration` by its type. */
@Global()
@Module({})
export class ConfigurationModule {
  /** @param configuration what `loadConfiguration` returned, or one made by hand in a test */
  static forRoot(configuration: Configuration): DynamicModule {
    const somabrain = registerAs('somabrain', () => configuration);
    return {
      module: ConfigurationModule,
      // ConfigService never looks at the environment or a .env file: the configuration is already read and checked.
      imports: [
        ConfigModule.forRoot({
          load: [somabrain],
          ignoreEnvFile: true,
          ignoreEnvVars: true,
          skipProcessEnv: true,
        }),
      ],
      providers: [{ provide: Configuration, useExisting: somabrain.KEY }],
      exports: [Configuration],
    };
  }
}
