import react from "@vitejs/plugin-react";
import { defineConfig } from "vite";

export default defineConfig({
  // Relative addresses: the built folder works under any path of any static server.
  base: "./",
  plugins: [react()],
  // The package finds its module beside its own file; a dependency bundled for development would have moved.
  optimizeDeps: { exclude: ["permatrix"] },
  // The catalog lies outside of this folder.
  server: { fs: { allow: [".."] } },
});
