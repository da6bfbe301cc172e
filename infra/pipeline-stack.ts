import { Stack } from 'aws-cdk-lib';
import type { App } from 'aws-cdk-lib';
import { CfnOIDCProvider, CfnRole } from 'aws-cdk-lib/aws-iam';
import type { DeploymentConfig } from './config/deployment-config.ts';
import { bootstrapRoleArns, deployerRoleName } from './names.ts';
import { stackProps } from './stack-props.ts';

export const PIPELINE_ISSUER = 'token.actions.githubusercontent.com';
export const PIPELINE_AUDIENCE = 'sts.amazonaws.com';

/**
 * Whom GitHub's token has to be for: jobs of the environment that is called as the configuration is, of
 * one repository. Which branches these are, and who has to agree, are that environment's rules.
 * https://docs.github.com/en/actions/reference/security/oidc
 */
export function pipelineSubject({
  pipeline,
  environment,
}: Pick<DeploymentConfig, 'pipeline' | 'environment'>): string {
  return `repo:${pipeline?.repository ?? ''}:environment:${environment}`;
}

/**
 * The role that the pipeline takes to deploy, for an hour at a time and by no key that could be kept.
 * Deployed once by hand; without it the role is made by hand, too.
 */
export function createPipelineStack(app: App, config: DeploymentConfig): void {
  if (config.pipeline === undefined) return;
  const stack = new Stack(app, 'Pipeline', stackProps(config, 'pipeline', 'Who may deploy.'));
  const issuer = new CfnOIDCProvider(stack, 'Issuer', {
    url: `https://${PIPELINE_ISSUER}`,
    clientIdList: [PIPELINE_AUDIENCE],
  });
  const wanted = {
    [`${PIPELINE_ISSUER}:aud`]: PIPELINE_AUDIENCE,
    [`${PIPELINE_ISSUER}:sub`]: pipelineSubject(config),
  };
  new CfnRole(stack, 'Deployer', {
    roleName: deployerRoleName(config),
    maxSessionDuration: 3600,
    assumeRolePolicyDocument: policy({
      Action: 'sts:AssumeRoleWithWebIdentity',
      Principal: { Federated: issuer.attrArn },
      Condition: { StringEquals: wanted },
    }),
    policies: [
      {
        policyName: 'Deploy',
        policyDocument: policy({ Action: 'sts:AssumeRole', Resource: bootstrapRoleArns(config) }),
      },
    ],
  });
}

const policy = (statement: object): object => ({
  Version: '2012-10-17',
  Statement: [{ Effect: 'Allow', ...statement }],
});
