// Builds the page into a folder: node web/build.mjs FOLDER [--dev]

import { copyFileSync, statSync } from "node:fs";
import { join } from "node:path";

import { commandLine, compile } from "./wasm.mjs";

const STATIC = ["index.html", "page.css", "page.js", "worker.js", "icon.svg"];

const { out, profile } = commandLine("node web/build.mjs");
compile(join(import.meta.dirname, "Cargo.toml"), "signon-web", out, profile);
for (const name of STATIC) {
  copyFileSync(join(import.meta.dirname, "page", name), join(out, name));
}
const { size } = statSync(join(out, "signon_web_bg.wasm"));
console.log(`${out}: the module has ${(size / 1e6).toFixed(1)} MB`);
