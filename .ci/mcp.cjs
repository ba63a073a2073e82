// The MCP server as others see it: the Inspector's strict check of the tools, and the tokens of their lists.
// Usage: node .ci/mcp.cjs path/to/signon
const { execFileSync } = require("node:child_process");
const { createRequire } = require("node:module");
const { realpathSync } = require("node:fs");
const { delimiter, join } = require("node:path");

const signon = process.argv[2];
const env = { ...process.env, LOGTO_TENANT_ID: "example", ONELOGIN_SUBDOMAIN: "example" };

const inspector = process.env.PATH.split(delimiter)
  .map((folder) => join(folder, "mcp-inspector"))
  .find((file) => { try { return realpathSync(file); } catch { return false; } });
if (!inspector) throw new Error("`mcp-inspector` is missing: install `@modelcontextprotocol/inspector`");
const { encode } = createRequire(realpathSync(inspector))("gpt-tokenizer/encoding/o200k_base");

const run = (program, args) =>
  execFileSync(program, args, { env, encoding: "utf8", maxBuffer: 1 << 26, stdio: ["ignore", "pipe", "ignore"] });

const providers = ["logto", "onelogin", "torii", "truto"];
for (const era of ["modern", "legacy"]) {
  for (const provider of providers) {
    const server = [signon, "mcp", provider, "--no-search"];
    const variables = ["-e", `LOGTO_TENANT_ID=${env.LOGTO_TENANT_ID}`, "-e", `ONELOGIN_SUBDOMAIN=${env.ONELOGIN_SUBDOMAIN}`];
    const options = ["--method", "tools/list", "--strict", "--protocol-era", era, "--format", "json"];
    const { result } = JSON.parse(run(inspector, ["--cli", ...variables, ...server, ...options]));
    console.log(`${provider}: ${result.tools.length} tools pass the Inspector (${era})`);
  }
}

const tokens = (tools) => encode(JSON.stringify({ tools })).length;
const listed = (...args) => JSON.parse(run(signon, ["mcp", ...args, "--print-tools"]));
const check = (what, tools, most) => {
  const count = tokens(tools);
  console.log(`${what}: ${tools.length} tools, ${count} tokens (o200k), at most ${most}`);
  if (count > most) process.exitCode = 1;
};
// The limits of hosts, and the number of tools from which on operations are searched.
const HINTS = ["readOnlyHint", "destructiveHint", "idempotentHint", "openWorldHint"];
for (const provider of providers) {
  const all = listed(provider, "--no-search");
  const offered = listed(provider).length;
  const longest = (key) => Math.max(...all.map((tool) => tool[key].length));
  const [name, description] = [longest("name"), longest("description")];
  console.log(`${provider}: ${all.length} operations, ${offered} tools; names of at most ${name} characters, descriptions of at most ${description}`);
  const hinted = all.every((tool) => HINTS.every((hint) => typeof tool.annotations[hint] === "boolean"));
  const expected = all.length > 40 ? 4 : all.length;
  if (name > 64 || description > 600 || offered !== expected || !hinted) process.exitCode = 1;
}
// The tools that Truto lists have the provider's name in theirs.
const named = listed("torii").filter((tool) => tool.name.includes("torii"));
if (named.length !== 26) throw new Error(`26 named tools were expected, and ${named.length} are there`);
check("torii", named, 8000);
check("search", listed(...providers), 1500);
