/** The part of https://webassembly.github.io/spec/js-api/ that is used here; TypeScript knows it only together with browsers. */
declare const WebAssembly: {
  readonly Module: new (bytes: Uint8Array) => object;
  readonly Instance: new (module: object) => { readonly exports: Readonly<Record<string, unknown>> };
};
