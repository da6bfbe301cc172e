import { Stack } from 'aws-cdk-lib';
import type { IPolicyValidationContext } from 'aws-cdk-lib';
import type { IConstruct } from 'constructs';
import { readFileSync } from 'node:fs';
import { Refusal } from './refusal.ts';
import type { StackTemplate, Template } from './stack-template.ts';

function stackNameAt(app: IConstruct, path: string): string {
  const found = app.node.findAll().find((one) => Stack.isStack(one) && one.node.path === path);
  if (found === undefined) throw new Refusal(`${path} is no stack.`);
  return Stack.of(found).stackName;
}

/** The templates as they were written, by which a deployment is made. */
export function templatesOf({
  stackTemplates,
  appConstruct,
}: IPolicyValidationContext): StackTemplate[] {
  return stackTemplates.map(({ stackConstructPath, templatePath, accountId, region }) => {
    if (accountId === undefined || region === undefined) {
      throw new Refusal(`${stackConstructPath} has no account or no region.`);
    }
    const template = JSON.parse(readFileSync(templatePath, 'utf8')) as Template;
    const name = stackNameAt(appConstruct, stackConstructPath);
    return { name, account: accountId, region, template };
  });
}
