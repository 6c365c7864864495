import { freePort, portVariable, type ServiceName, ServiceProcess } from '../../support/service-process';

/** One of several processes of a service, at an address that it keeps over restarts. */
export class Replica {
  private constructor(
    private readonly app: ServiceName,
    private readonly settings: Record<string, string>,
    private service: ServiceProcess,
  ) {}

  static async start(app: ServiceName, settings: Record<string, string>): Promise<Replica> {
    const own = { ...settings, [portVariable(app)]: String(await freePort()) };
    return new Replica(app, own, await ServiceProcess.start(own, app));
  }

  get url(): string {
    return this.service.url;
  }

  /** What its present process has printed. */
  get printed(): string {
    return this.service.printed;
  }

  /** SIGTERM. @returns the exit code */
  stop(): Promise<number | null> {
    return this.service.stop();
  }

  /** SIGKILL. */
  kill(): Promise<void> {
    return this.service.kill();
  }

  /** SIGSTOP. */
  freeze(): void {
    this.service.freeze();
  }

  /** SIGCONT. */
  thaw(): void {
    this.service.thaw();
  }

  /** Starts it again after its end, and waits until it is ready. */
  async startAgain(): Promise<void> {
    this.service = await ServiceProcess.start(this.settings, this.app);
  }
}
