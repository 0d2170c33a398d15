// The web globals this package uses, declared here instead of by `lib.dom`, so that no DOM type can slip into the
// emitted declarations and nothing but these globals is used by accident.

declare namespace WebAssembly {
  class Module {
    constructor(bytes: Uint8Array);
  }
  class Instance {
    constructor(module: object, imports?: object);
    readonly exports: object;
  }
  class Memory {
    readonly buffer: ArrayBuffer;
    grow(pages: number): number;
  }
  function compile(bytes: ArrayBuffer | ArrayBufferView): Promise<Module>;
  function compileStreaming(response: object): Promise<Module>;
}

declare class URL {
  constructor(url: string, base: string);
  readonly href: string;
}

interface ImportMeta {
  readonly url: string;
}

declare class TextDecoder {
  constructor(label: "utf-8", options: { fatal?: boolean; ignoreBOM?: boolean });
  decode(bytes: ArrayBufferView): string;
}

declare class TextEncoder {
  encode(text: string): Uint8Array<ArrayBuffer>;
  encodeInto(text: string, to: Uint8Array): { readonly read: number; readonly written: number };
}

declare const crypto: {
  readonly subtle: {
    sign(algorithm: "Ed25519", key: object, data: Uint8Array<ArrayBuffer>): Promise<ArrayBuffer>;
    verify(
      algorithm: "Ed25519",
      key: object,
      signature: Uint8Array<ArrayBufferLike>,
      data: Uint8Array<ArrayBuffer>,
    ): Promise<boolean>;
  };
};

declare function fetch(url: string): Promise<{
  readonly ok: boolean;
  readonly status: number;
  readonly headers: { get(name: string): string | null };
  arrayBuffer(): Promise<ArrayBuffer>;
}>;
interface ReadableStreamDefaultReader {
  read(): Promise<{ readonly done: true } | { readonly done: false; readonly value: Uint8Array }>;
  cancel(): Promise<void>;
}
declare class ReadableStream {
  getReader(): ReadableStreamDefaultReader;
}
declare function queueMicrotask(task: () => void): void;
// Absent in Node 20.
declare const reportError: ((error: unknown) => void) | undefined;
