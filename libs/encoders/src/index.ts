export type { EncoderObserver, TextKind } from './encoder-observer';
export { EndpointEncoder } from './endpoint/endpoint-encoder';
export { ENDPOINT_DEFAULTS, type EndpointSettings } from './endpoint/endpoint-settings';
