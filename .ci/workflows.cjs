// The Arazzo documents of `specs/workflows`: linted, and run by `redocly respect` against an account of Torii in memory.
// Usage: node .ci/workflows.cjs path/to/torii-account path/to/bundles/torii.yaml
const { execFileSync, spawn, spawnSync } = require("node:child_process");
const { copyFileSync, mkdtempSync, readFileSync, readdirSync, rmSync, writeFileSync } = require("node:fs");
const { tmpdir } = require("node:os");
const { join } = require("node:path");

const [program, bundle] = process.argv.slice(2);
const source = join(__dirname, "../specs/workflows");
const bo = { email: "bo@acme.example", idUser: 48214 };
const inputs = {
  "access-review": { email: bo.email, since: "2026-09-01T00:00:00Z" },
  "contract-renewals": { fields: "id,name,status,endDate", idContract: 1, status: "inReview" },
  "enrich-custom-fields": { email: bo.email },
  offboard: { ...bo, idApp: 120 },
  "shadow-it": { idApp: 121 },
  "workflow-status": { idUser: bo.idUser },
};
// What nobody has: a run with it has to fail, or the runner judges nothing.
const absent = { email: "nobody@acme.example" };

const folder = mkdtempSync(join(tmpdir(), "workflows-"));
const files = readdirSync(source).filter((file) => file.endsWith(".arazzo.yaml"));
for (const file of files) {
  // The pauses between two attempts are for a real automation.
  const text = readFileSync(join(source, file), "utf8").replace(/retryAfter: \d+/g, "retryAfter: 0");
  writeFileSync(join(folder, file), text);
}
copyFileSync(bundle, join(folder, "torii.yaml"));

const run = (name, url, values) => {
  const report = join(folder, `${name}.json`);
  const input = JSON.stringify({ apiKey: "test key", ...values });
  const args = ["respect", `${name}.arazzo.yaml`, "--server", `torii=${url}`, "--input", input, `--json-output=${name}.json`];
  const { status, signal, stdout, stderr } = spawnSync("redocly", args, { cwd: folder, encoding: "utf8", timeout: 120_000 });
  return { passed: status === 0, output: `${signal ?? status}\n${stdout}${stderr}`, report };
};

const check = (url) => {
  const totals = { workflows: 0, steps: 0, checks: 0 };
  for (const file of files) {
    const name = file.replace(".arazzo.yaml", "");
    if (!inputs[name]) throw new Error(`no inputs for ${file}`);
    const { passed, output, report } = run(name, url, inputs[name]);
    if (!passed) throw new Error(`${file} failed:\n${output}`);
    const [result] = Object.values(JSON.parse(readFileSync(report, "utf8")).files);
    const steps = result.executedWorkflows.flatMap((workflow) => workflow.executedSteps);
    totals.workflows += result.executedWorkflows.length;
    totals.steps += steps.length;
    totals.checks += steps.flatMap((step) => step.checks).length;
  }
  if (run("access-review", url, { ...inputs["access-review"], ...absent }).passed) {
    throw new Error("a workflow about a person who is not there passed");
  }
  const counts = Object.entries(totals).map(([key, count]) => `${count} ${key}`).join(", ");
  console.log(`${files.length} Arazzo documents: ${counts} passed, and one failed that had to`);
};

execFileSync("redocly", ["lint", "--extends", "recommended-strict", ...files], { cwd: folder, stdio: ["ignore", "ignore", "inherit"] });
const server = spawn(program, [], { stdio: ["ignore", "pipe", "inherit"] });
server.on("error", (error) => { throw error; });
server.stdout.once("data", (line) => {
  try {
    check(line.toString().trim());
  } catch (error) {
    console.error(error.message);
    process.exitCode = 1;
  }
  server.kill();
  rmSync(folder, { recursive: true, force: true });
});
