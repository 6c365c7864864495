export { type CloudEvent, cloudEventMessage, traceparentOf } from './cloud-event';
export { EventBus, type EventHandler, type EventMessage, type Unsubscribe } from './event-bus';
export { InProcessEventBus } from './in-process/in-process-event-bus';
export {
  type BatchHandler,
  GroupConsumer,
  type GroupObserver,
  type GroupSettings,
} from './kafka/group-consumer';
export type { KafkaConnection } from './kafka/kafka-client';
export { KafkaEventBus } from './kafka/kafka-event-bus';
export { type GroupOffset, type Offsets, type PartitionRange, readOffsets } from './kafka/kafka-offsets';
export { KafkaProbe } from './kafka/kafka-probe';
export { KafkaTopics, type TopicState } from './kafka/kafka-topics';
export type { TopicBatch } from './kafka/rounds';
export { type ReadingProgress, TopicReader } from './kafka/topic-reader';
export type { KafkaObserver } from './kafka/topic-producer';
export { plannedTopics, type TopicPlan } from './topic-plan';
export { MessageRefused } from './message-refused';
export { type Topic, TOPICS } from './topics';
