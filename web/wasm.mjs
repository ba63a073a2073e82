// Compiles a package to WebAssembly, with the JavaScript that a page loads it by.

import { execFileSync } from "node:child_process";
import { mkdirSync, readFileSync } from "node:fs";
import { join, resolve } from "node:path";

const TARGET = "wasm32-unknown-unknown";

/** The folder and the profile that a command line names: `FOLDER [--dev]`. Ends the program if it names none. */
export function commandLine(usage) {
  const args = process.argv.slice(2);
  const isDev = args.includes("--dev");
  const [folder, ...others] = args.filter((argument) => argument !== "--dev");
  if (!folder || folder.startsWith("-") || others.length > 0) {
    console.error(`Usage: ${usage} FOLDER [--dev]`);
    process.exit(2);
  }
  return { out: resolve(folder), profile: isDev ? "dev" : "release" };
}

/** Writes `NAME.js` and `NAME_bg.wasm` into a folder. Ends the program if the package does not compile. */
export function compile(manifest, name, out, profile) {
  try {
    mkdirSync(out, { recursive: true });
    const build = ["build", "--profile", profile, "--target", TARGET, "--manifest-path", manifest, "-p", name];
    cargo(build, wasmEnvironment());
    const folder = profile === "dev" ? "debug" : profile;
    const module = join(targetDirectory(manifest), TARGET, folder, `${name.replaceAll("-", "_")}.wasm`);
    const bindings = ["run", "--quiet", "--manifest-path", join(import.meta.dirname, "Cargo.toml"), "-p", "signon-bindings"];
    cargo([...bindings, "--", module, out]);
  } catch (error) {
    console.error(`error: ${error.message}`);
    process.exit(1);
  }
}

function cargo(args, environment = {}) {
  execFileSync("cargo", args, { stdio: "inherit", env: { ...process.env, ...environment } });
}

function targetDirectory(manifest) {
  const args = ["metadata", "--format-version", "1", "--no-deps", "--manifest-path", manifest];
  const metadata = execFileSync("cargo", args, { stdio: ["ignore", "pipe", "inherit"], maxBuffer: 1 << 26 });
  return JSON.parse(metadata).target_directory;
}

// Variables for the build of the module alone, where rustup lacks the target: lines of NAME=VALUE in the file that SIGNON_WASM_ENV names.
function wasmEnvironment() {
  const file = process.env.SIGNON_WASM_ENV;
  const lines = file ? readFileSync(file, "utf8").split("\n") : [];
  return Object.fromEntries(lines.filter((line) => line.includes("=")).map((line) => line.split(/=(.*)/s, 2)));
}
