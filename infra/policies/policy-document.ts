import { PolicyDocument, PolicyStatement } from 'aws-cdk-lib/aws-iam';
import type { Statement } from './statement.ts';

export function policyStatements(statements: readonly Statement[]): PolicyStatement[] {
  return statements.map((statement) => PolicyStatement.fromJson(statement));
}

export function policyDocument(statements: readonly Statement[]): PolicyDocument {
  return new PolicyDocument({ statements: policyStatements(statements) });
}
