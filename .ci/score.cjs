// The score of a bundle, as redocly reckons it: printed, and not below what it has been (docs/decisions.md says what keeps it there).
// Usage: node .ci/score.cjs path/to/PROVIDER.yaml
const { execFileSync } = require("node:child_process");
const { basename } = require("node:path");

const least = { logto: 80, onelogin: 82, torii: 77, truto: 68 };
const file = process.argv[2];
const provider = basename(file, ".yaml");
const output = execFileSync("redocly", ["score", file, "--format", "json"], { encoding: "utf8", stdio: ["ignore", "pipe", "ignore"] });
const { agentReadiness, discoverability } = JSON.parse(output);
console.log(`${provider}: score ${agentReadiness}, at least ${least[provider]}; discoverability ${discoverability}`);
if (!(agentReadiness >= least[provider])) process.exitCode = 1;
