// Builds the page into a folder: node web/build.mjs FOLDER

import { execFileSync } from "node:child_process";
import { copyFileSync, mkdirSync, readFileSync, statSync } from "node:fs";
import { join, resolve } from "node:path";

const STATIC = ["index.html", "page.css", "page.js", "worker.js", "icon.svg"];

const [folder, ...others] = process.argv.slice(2);
if (!folder || folder.startsWith("-") || others.length > 0) {
  console.error("Usage: node web/build.mjs FOLDER");
  process.exit(2);
}

const out = resolve(folder);
const manifest = join(import.meta.dirname, "Cargo.toml");
try {
  mkdirSync(out, { recursive: true });
  const wasm = "wasm32-unknown-unknown";
  cargo(["build", "--release", "--target", wasm, "--manifest-path", manifest, "-p", "signon-web"], wasmEnvironment());
  const module = join(targetDirectory(), wasm, "release", "signon_web.wasm");
  cargo(["run", "--quiet", "--manifest-path", manifest, "-p", "signon-bindings", "--", module, out]);
  for (const name of STATIC) {
    copyFileSync(join(import.meta.dirname, "page", name), join(out, name));
  }
  const { size } = statSync(join(out, "signon_web_bg.wasm"));
  console.log(`${out}: the module has ${(size / 1e6).toFixed(1)} MB`);
} catch (error) {
  console.error(`error: ${error.message}`);
  process.exit(1);
}

function cargo(args, environment = {}) {
  execFileSync("cargo", args, { stdio: "inherit", env: { ...process.env, ...environment } });
}

function targetDirectory() {
  const args = ["metadata", "--format-version", "1", "--no-deps", "--manifest-path", manifest];
  const metadata = execFileSync("cargo", args, { stdio: ["ignore", "pipe", "inherit"], maxBuffer: 1 << 26 });
  return JSON.parse(metadata).target_directory;
}

// The variables for the build of the module alone: lines of NAME=VALUE in the file that SIGNON_WASM_ENV names.
function wasmEnvironment() {
  const file = process.env.SIGNON_WASM_ENV;
  const lines = file ? readFileSync(file, "utf8").split("\n") : [];
  return Object.fromEntries(
    lines
      .filter((line) => line.includes("=") && !line.startsWith("#"))
      .map((line) => [line.slice(0, line.indexOf("=")), line.slice(line.indexOf("=") + 1)]),
  );
}
