export { type CloudEvent, cloudEventMessage, traceparentOf } from './cloud-event';
export { EventBus, type EventHandler, type EventMessage, type Unsubscribe } from './event-bus';
export { InProcessEventBus } from './in-process/in-process-event-bus';
export { type Topic, TOPICS } from './topics';
export { KafkaProbe } from './kafka/kafka-probe';
