export type { EncoderObserver, TextKind } from './encoder-observer';
export { EndpointEncoder } from './endpoint/endpoint-encoder';
export { ENDPOINT_DEFAULTS, type EndpointSettings } from './endpoint/endpoint-settings';
export { readTokenProjection } from './onnx/model-package';
export { OnnxEncoder, type OnnxSettings } from './onnx/onnx-encoder';
export { ONNX_RUNTIME } from './onnx/runtime';
