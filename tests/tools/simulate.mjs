// Judges policies with iam-simulate: reads {cases: [{principal, account, documents, calls, strangers}]} on standard
// input; prints for each case whether each document allows each call, whether the first one allows each stranger, and
// what is wrong with the questions themselves. A call may name a principal and the account of its resource itself.
// Usage: node simulate.mjs FOLDER_WITH_NODE_MODULES < cases.json
//
// iam-simulate is AGPL-3.0: it is a tool of these tests, a process of its own, and part of nothing that pipec ships.

import { createRequire } from "node:module";
import { readFileSync } from "node:fs";
import { resolve } from "node:path";

const folder = resolve(process.argv[2]);
const { runSimulation } = createRequire(folder + "/")("@cloud-copilot/iam-simulate");
const manifest = `${folder}/node_modules/@cloud-copilot/iam-simulate/package.json`;
const { cases } = JSON.parse(readFileSync(0, "utf8"));

async function allows(faults, { principal, account }, document, call) {
  const result = await runSimulation(
    {
      request: {
        principal: call.principal ?? principal,
        action: call.action,
        resource: { resource: call.resource, accountId: call.account ?? account },
        contextVariables: call.context,
      },
      identityPolicies: [{ name: "policy", policy: document }],
      serviceControlPolicies: [],
      resourceControlPolicies: [],
      resourcePolicy: call.policy ?? undefined,
    },
    {},
  );
  if (result.resultType !== "single") {
    faults.add(`${call.action} on ${call.resource}: ${JSON.stringify(result.errors)}`);
    return false;
  }
  for (const key of result.result.ignoredContextKeys) faults.add(`${call.action}: nobody fills in ${key}`);
  return result.overallResult === "Allowed";
}

async function answer(it) {
  const faults = new Set();
  const all = (document, calls) => Promise.all(calls.map((call) => allows(faults, it, document, call)));
  const documents = await Promise.all(it.documents.map((document) => all(document, it.calls)));
  const strangers = await all(it.documents[0], it.strangers);
  return { documents, strangers, faults: [...faults] };
}

const answers = await Promise.all(cases.map(answer));
process.stdout.write(JSON.stringify({ version: JSON.parse(readFileSync(manifest, "utf8")).version, answers }));
