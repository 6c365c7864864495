/** A sleep that can be cut short. A call of `wake` while nobody sleeps ends the next sleep at once. */
export class WakeableSleep {
  private isAwake = false;
  private endSleep: (() => void) | null = null;

  /** Ends the sleep, or the next one. */
  wake(): void {
    this.isAwake = true;
    this.endSleep?.();
  }

  /** Sleeps until `wake` is called, but not longer than `milliseconds`. */
  async sleep(milliseconds: number): Promise<void> {
    if (!this.isAwake) {
      await new Promise<void>((resolve) => {
        const timer = setTimeout(resolve, milliseconds);
        this.endSleep = () => {
          clearTimeout(timer);
          resolve();
        };
      });
      this.endSleep = null;
    }
    this.isAwake = false;
  }
}
