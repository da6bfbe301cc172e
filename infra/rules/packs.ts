import type {
  IPolicyValidationContext,
  IPolicyValidationPlugin,
  PolicyValidationPluginReport,
  PolicyViolation,
} from 'aws-cdk-lib';
import { AwsSolutionsChecks, NIST80053R5Checks, PCIDSS321Checks } from 'cdk-nag';
import type { IConstruct } from 'constructs';
import { EXCEPTIONS } from './exceptions.ts';
import type { Exception } from './exceptions.ts';

/** What a pack found at one construct. */
export interface Finding {
  /** With the name of its pack. */
  readonly rule: string;
  readonly at: string;
  readonly description: string;
  /** What says that it is none. */
  readonly exception?: Exception;
}

function findingsIn({ ruleName, description, violatingResources }: PolicyViolation, pack: string) {
  const rule = ruleName.slice(pack.length + 1);
  return violatingResources.map(({ constructPath: at = '' }): Finding => {
    const exception = EXCEPTIONS.find((one) => one.rule.test(rule) && one.at.test(at));
    const found = { rule: ruleName, at, description };
    return exception === undefined ? found : { ...found, exception };
  });
}

/** Of AWS's own matrix, NIST 800-53 and PCI DSS 3.2.1, which is the newest that there is. */
export function findingsOf(app: IConstruct): Finding[] {
  return [AwsSolutionsChecks, NIST80053R5Checks, PCIDSS321Checks].flatMap((Pack) => {
    const pack = new Pack();
    const { violations } = pack.validateScope(app);
    return violations.flatMap((one) => findingsIn(one, pack.readPackName));
  });
}

/** Holds a deployment to rules that others wrote, but for the exceptions of one list. */
export class PackPlugin implements IPolicyValidationPlugin {
  readonly name = 'cdk-nag';

  validate({ appConstruct }: IPolicyValidationContext): PolicyValidationPluginReport {
    const begin = performance.now();
    const found = findingsOf(appConstruct);
    const open = found.filter(({ exception }) => exception === undefined);
    const seconds = ((performance.now() - begin) / 1000).toFixed(1);
    console.error(
      `Packs: ${found.length - open.length} excepted, ${open.length} open, ${seconds} s`,
    );
    for (const { rule, at, description } of open) console.error(`${rule}: ${at}: ${description}`);
    const violations = open.map(({ rule, at, description }) => ({
      ...{ ruleName: rule, description: `${at}: ${description}`, severity: 'error' },
      violatingResources: [],
    }));
    return { success: open.length === 0, violations };
  }
}
