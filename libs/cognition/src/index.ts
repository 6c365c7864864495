export { BufferedSessionHits } from './working-memory/buffered-session-hits';
export { SessionHitsModule } from './working-memory/session-hits.module';
export { type InMind, WorkingMemory } from './working-memory/working-memory';
export { CognitionModule } from './cognition.module';
