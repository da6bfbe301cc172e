import { CfnResource, CloudFormationValidatePlugin, Stack } from 'aws-cdk-lib';
import type { App } from 'aws-cdk-lib';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { EXCEPTIONS } from '../../../infra/rules/exceptions.ts';
import { GUARD_RULES } from '../../../infra/rules/guard-rules.ts';
import { findingsOf } from '../../../infra/rules/packs.ts';
import type { Finding } from '../../../infra/rules/packs.ts';
import { CHARGING } from '../charging.ts';
import { createApp, templatesOf } from '../templates.ts';
import { addStatement, Damaged, part } from './damage.ts';

const { app, remove } = createApp(CHARGING);
const stacks = templatesOf(app);
const folder = mkdtempSync(join(tmpdir(), 'packs-'));

afterAll(() => {
  remove();
  rmSync(folder, { recursive: true });
});

/** The first resource of a type whose path has the text in it. */
function resourceOf(root: App, type: string, text: string): CfnResource {
  const found = root.node
    .findAll()
    .find(
      (one): one is CfnResource =>
        CfnResource.isCfnResource(one) &&
        one.cfnResourceType === type &&
        one.node.path.includes(text),
    );
  if (found === undefined) throw new Error(`There is no ${type} at ${text}.`);
  return found;
}

const open = (findings: readonly Finding[]): string[] =>
  findings
    .filter(({ exception }) => exception === undefined)
    .map(({ rule, at }) => `${rule} ${at}`);

describe('the packs of cdk-nag', () => {
  test('find nothing but what the list of exceptions names, and each of those', () => {
    const findings = findingsOf(app);
    expect(open(findings)).toEqual([]);
    for (const exception of EXCEPTIONS) {
      const excepted = findings.filter((one) => one.exception === exception);
      expect([exception.rule.source, excepted.length > 0]).toEqual([exception.rule.source, true]);
    }
  });

  test.each<[string, string, string, string, unknown]>([
    ['KMSBackingKeyRotationEnabled', 'AWS::KMS::Key', 'RootKey', 'enableKeyRotation', false],
    ['COG2', 'AWS::Cognito::UserPool', 'Identity', 'mfaConfiguration', 'OFF'],
    [
      'CloudWatchLogGroupRetentionPeriod',
      'AWS::Logs::LogGroup',
      'vaultLogs',
      'retentionInDays',
      undefined,
    ],
    [
      'CloudTrailLogFileValidationEnabled',
      'AWS::CloudTrail::Trail',
      'Trail',
      'enableLogFileValidation',
      false,
    ],
    ['LambdaInsideVPC', 'AWS::Lambda::Function', 'vault', 'vpcConfig', undefined],
    ['SNSEncryptedKMS', 'AWS::SNS::Topic', 'Alarms', 'kmsMasterKeyId', undefined],
  ])('hold up by %s a damaged %s', (rule, type, at, name, value) => {
    const resource = resourceOf(app, type, at) as unknown as Record<string, unknown>;
    const before = resource[name];
    resource[name] = value;
    const found = open(findingsOf(app));
    resource[name] = before;
    expect(found.join()).toContain(rule);
  });
});

const linter = new CloudFormationValidatePlugin({ guardRules: [...GUARD_RULES] });

/** What the linter inside CDK says of templates, its own rules and ours. */
function said(damage: (damaged: Damaged) => void): string[] {
  const damaged = new Damaged(stacks);
  damage(damaged);
  const stackTemplates = damaged.stacks.map(({ name, account, region, template }) => {
    const templatePath = join(folder, `${name}.json`);
    writeFileSync(templatePath, JSON.stringify(template));
    const stack = app.node.children.filter(Stack.isStack).find((one) => one.stackName === name);
    const stackConstructPath = stack?.node.path ?? '';
    return { stackConstructPath, templatePath, accountId: account, region };
  });
  const templatePaths = stackTemplates.map(({ templatePath }) => templatePath);
  const { violations } = linter.validate({ appConstruct: app, stackTemplates, templatePaths });
  return violations.map(({ ruleName }) => ruleName);
}

describe('the linter inside CDK', () => {
  test('has nothing to say of the configuration but that zones are named', () => {
    expect(new Set(said(() => undefined))).toEqual(new Set(['W3010']));
  });

  test.each<[string, string, (damaged: Damaged) => void]>([
    [
      'a property that there is not',
      'F3002',
      (damaged) => {
        damaged.properties('AWS::KMS::Key').EnableKeyRotaton = true;
      },
    ],
    [
      'a value that is none of its kind',
      'W3030',
      (damaged) => {
        damaged.properties('AWS::Cognito::UserPool').MfaConfiguration = 'SOMETIMES';
      },
    ],
    [
      'a limit out of range',
      'F3034',
      (damaged) => {
        damaged.properties('AWS::AppSync::GraphQLApi').QueryDepthLimit = 200;
      },
    ],
    [
      'a reference to nothing',
      'F1020',
      (damaged) => {
        damaged.properties('AWS::SNS::Topic').KmsMasterKeyId = { Ref: 'Nothing' };
      },
    ],
    [
      'a misspelt effect',
      'E3510',
      (damaged) => {
        const policy = damaged.properties('AWS::IAM::Policy', 'vaultRole').PolicyDocument;
        addStatement(policy, { Effect: 'Alow', Action: 'kms:Decrypt', Resource: '*' });
      },
    ],
    [
      'an API that logs content',
      'api_logs_no_content',
      (damaged) => {
        const api = damaged.properties('AWS::AppSync::GraphQLApi');
        part(api, 'LogConfig').ExcludeVerboseContent = false;
      },
    ],
    [
      'a table under a key of AWS',
      'tables_have_keys_of_ours',
      (damaged) => {
        const table = damaged.properties('AWS::DynamoDB::GlobalTable');
        delete part(table, 'Replicas', 0).SSESpecification;
      },
    ],
    [
      'a bucket of records that is not locked',
      'records_are_locked',
      (damaged) => {
        damaged.properties('AWS::S3::Bucket', 'Checkpoints').ObjectLockEnabled = false;
      },
    ],
    [
      'a function outside a network',
      'functions_stand_in_a_network',
      (damaged) => {
        delete damaged.properties('AWS::Lambda::Function', 'vault-function').VpcConfig;
      },
    ],
  ])('holds up %s by %s', (_, rule, damage) => {
    expect(said(damage).join()).toContain(rule);
  });
});
