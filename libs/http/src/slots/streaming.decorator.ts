import { SetMetadata } from '@nestjs/common';

/** Under this key of its metadata a route says that it streams. */
export const STREAMING = 'somabrain:streaming';

/** A route that reads or writes as it goes, for as long as its client takes. It has a slot of those for streams, and no ordinary one. */
export function Streaming(): MethodDecorator {
  return SetMetadata(STREAMING, true);
}
