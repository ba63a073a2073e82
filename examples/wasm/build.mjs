// Builds the example into a folder: node examples/wasm/build.mjs FOLDER [--dev]

import { join } from "node:path";

import { commandLine, compile } from "../../web/wasm.mjs";

const { out, profile } = commandLine("node examples/wasm/build.mjs");
compile(join(import.meta.dirname, "../Cargo.toml"), "wasm-example", out, profile);
