// Counts the tokens (o200k) of each line of standard input. Usage: node tokens.cjs folder/of/the/packages
const { createRequire } = require("node:module");
const { readFileSync } = require("node:fs");
const { join } = require("node:path");

const { encode } = createRequire(join(process.argv[2], "package.json"))("gpt-tokenizer/encoding/o200k_base");
for (const line of readFileSync(0, "utf8").split("\n").filter(Boolean)) console.log(encode(line).length);
