import { readdirSync } from 'node:fs';
import { join } from 'node:path';

import { STACK_IDS } from '../test/infra/templates.ts';
import type { Resource } from '../test/infra/templates.ts';
import { proveDeployment } from '../infra/proofs/prove-deployment.ts';
import type { ProofReport as Proofs } from '../infra/proofs/prove-deployment.ts';
import type { AssessedTest, Evidence } from './assessment.ts';
import { countOf } from './configuration.ts';
import type { Configuration } from './configuration.ts';
import { declaredInFile } from './declared-tests.ts';
import { allStatements } from './policy-statements.ts';
import type { PlacedStatement } from './policy-statements.ts';
import { lastResultOf } from './test-results.ts';

/** A kind of resource that a deployment for card data is expected to have. */
export interface ExpectedResource {
  readonly what: string;
  readonly type: string;
  readonly declared: number;
}

export interface ProofReport {
  /** What was proved of the policies for all requests, property by property. */
  readonly proofs: Proofs;
  readonly resources: readonly { type: string; count: number }[];
  readonly expected: readonly ExpectedResource[];
  readonly statements: readonly PlacedStatement[];
  readonly tests: readonly AssessedTest[];
}

const EXPECTED: readonly [what: string, type: string][] = [
  ['a web application firewall in front of the API', 'AWS::WAFv2::WebACL'],
  ['a distribution that could demand certificates of clients', 'AWS::CloudFront::Distribution'],
  ['a trail of what is done in the account', 'AWS::CloudTrail::Trail'],
  ['signed code only for the functions', 'AWS::Lambda::CodeSigningConfig'],
  ['a firewall for names that are looked up', 'AWS::Route53Resolver::FirewallRuleGroup'],
  ['somebody whom alarms notify', 'AWS::SNS::Topic'],
  ['a dashboard', 'AWS::CloudWatch::Dashboard'],
];

function resourceCounts({ templates }: Configuration): ProofReport['resources'] {
  const types = STACK_IDS.flatMap((stack) => {
    const { Resources } = templates[stack].toJSON() as { Resources: Record<string, Resource> };
    return Object.values(Resources).map(({ Type }) => Type);
  });
  return [...new Set(types)]
    .sort()
    .map((type) => ({ type, count: types.filter((one) => one === type).length }));
}

/** The files of the tests that assert what the templates and policies say. */
export function infraSuites(): string[] {
  return readdirSync('test/infra', { recursive: true, encoding: 'utf8' })
    .filter((name) => name.endsWith('.test.ts'))
    .map((name) => join('test/infra', name))
    .sort();
}

function infraTests({ results, digest }: Evidence): AssessedTest[] {
  return infraSuites().flatMap((file) =>
    declaredInFile(file)
      .filter(({ kind }) => kind === 'test')
      .map((declared) => ({
        file,
        title: declared.chain.join(' › '),
        lastResult: lastResultOf(results, digest, file, declared),
      })),
  );
}

/** What is known of the policies: what was proved, each statement, and the tests that assert them. */
export function proofReport(evidence: Evidence): ProofReport {
  const { configuration } = evidence;
  return {
    proofs: proveDeployment(configuration.production, configuration.stacks),
    resources: resourceCounts(configuration),
    expected: EXPECTED.map(([what, type]) => ({
      what,
      type,
      declared: countOf(configuration, type),
    })),
    statements: allStatements(configuration),
    tests: infraTests(evidence),
  };
}
