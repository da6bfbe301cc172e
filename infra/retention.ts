import { RemovalPolicy } from 'aws-cdk-lib';
import {
  DataIdentifier,
  DataProtectionPolicy,
  LogGroup,
  RetentionDays,
} from 'aws-cdk-lib/aws-logs';
import type { Construct } from 'constructs';
import type { DeploymentConfig, LogRetentionDays } from './config/deployment-config.ts';

const RETENTION: Readonly<Record<LogRetentionDays, RetentionDays>> = {
  30: RetentionDays.ONE_MONTH,
  90: RetentionDays.THREE_MONTHS,
  180: RetentionDays.SIX_MONTHS,
  365: RetentionDays.ONE_YEAR,
  400: RetentionDays.THIRTEEN_MONTHS,
  731: RetentionDays.TWO_YEARS,
  1827: RetentionDays.FIVE_YEARS,
  3653: RetentionDays.TEN_YEARS,
};

/** What becomes of stored data when its stack goes. */
export function removalPolicy(config: DeploymentConfig): RemovalPolicy {
  return config.retainData ? RemovalPolicy.RETAIN : RemovalPolicy.DESTROY;
}

/**
 * What must never be in a log is masked if it is: a net below the net. Whoever may unmask it has
 * `logs:Unmask`, which no role here has.
 * https://docs.aws.amazon.com/AmazonCloudWatch/latest/logs/mask-sensitive-log-data.html
 */
const MASKED = [
  DataIdentifier.BANKACCOUNTNUMBER_US,
  DataIdentifier.CREDITCARDNUMBER,
  DataIdentifier.CREDITCARDSECURITYCODE,
  DataIdentifier.EMAILADDRESS,
  DataIdentifier.SSN_US,
];

/** A log group whose events leave after the configured time. `name` only where a service fixes it. */
export function createLogGroup(
  scope: Construct,
  id: string,
  config: DeploymentConfig,
  name?: string,
): LogGroup {
  return new LogGroup(scope, id, {
    retention: RETENTION[config.logRetentionDays],
    dataProtectionPolicy: new DataProtectionPolicy({ identifiers: MASKED }),
    removalPolicy: removalPolicy(config),
    ...(name === undefined ? {} : { logGroupName: name }),
  });
}
