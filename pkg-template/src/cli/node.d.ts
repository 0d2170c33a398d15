// What the command line uses of Node, declared here as src/web.d.ts does for the web: the package has no dependencies, not
// even for types.

declare module "node:fs" {
  interface Stats {
    readonly size: number;
    isFile(): boolean;
    isDirectory(): boolean;
  }
  interface Entry {
    readonly name: string;
    isFile(): boolean;
    isDirectory(): boolean;
    isSymbolicLink(): boolean;
  }
  export function statSync(path: string): Stats;
  export function readFileSync(path: string | URL): Uint8Array;
  export function readdirSync(path: string, options: { withFileTypes: true }): Entry[];
  export function writeFileSync(path: string, text: string): void;
}

declare module "node:path" {
  export function basename(path: string): string;
  export function isAbsolute(path: string): boolean;
  export function dirname(path: string): string;
  export function join(...parts: string[]): string;
  export function resolve(...parts: string[]): string;
}

declare module "node:util" {
  /** Without `strict`, nothing is thrown: what was meant is in the tokens. */
  export function parseArgs(config: {
    readonly args: readonly string[];
    readonly options: Readonly<Record<string, { readonly type: "string" | "boolean" }>>;
    readonly strict: false;
    readonly allowPositionals: true;
    readonly tokens: true;
  }): {
    readonly tokens: readonly (
      | { readonly kind: "positional"; readonly value: string }
      | { readonly kind: "option-terminator" }
      | {
          readonly kind: "option";
          readonly name: string;
          readonly rawName: string;
          readonly value: string | undefined;
          readonly inlineValue: boolean | undefined;
        }
    )[];
  };
}

declare module "node:process" {
  interface Stream {
    readonly isTTY?: boolean;
    write(text: string): boolean;
    on(event: "error", listener: (error: { readonly code?: string }) => void): void;
  }
  const process: {
    readonly argv: readonly string[];
    readonly env: Readonly<Record<string, string | undefined>>;
    readonly stdout: Stream;
    readonly stderr: Stream;
    exitCode: number | undefined;
  };
  export default process;
}
