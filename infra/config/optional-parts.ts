import { GROUPS } from '../groups.ts';
import { TABLES } from '../tables.ts';
import type { TableDefinition, TableId } from '../tables.ts';
import type {
  ConsoleHosting,
  DeploymentConfig,
  MutualTls,
  ProcessorConfig,
  ServiceCaller,
} from './deployment-config.ts';

/** 12 digits. */
export const ACCOUNT = /^\d{12}$/;
/** What the vault takes for a tenant's name. */
export const TENANT = /^[a-z][a-z0-9-]{1,62}$/;
/** Of the partition aws. */
export const REGION = /^(?!cn-|us-gov-|us-iso)[a-z]{2}-[a-z]+-\d$/;

/** Whether a whole number is one of `low` to `high`. */
export const between = (low: number, high: number, value: number): boolean =>
  Number.isInteger(value) && value >= low && value <= high;

/** https://docs.aws.amazon.com/IAM/latest/APIReference/API_CreateRole.html */
const ROLE_NAME = /^[\w+=,.@-]{1,64}$/;

const isCaller = (caller: ServiceCaller): boolean =>
  ACCOUNT.test(caller.account) &&
  ROLE_NAME.test(caller.roleName) &&
  TENANT.test(caller.tenant) &&
  caller.groups.length > 0 &&
  caller.groups.every((group) => GROUPS.includes(group)) &&
  /^[0-9a-f]{64}$/.test(caller.certificate ?? '0'.repeat(64));

const namesEachRoleOnce = (callers: readonly ServiceCaller[]): boolean =>
  new Set(callers.map((caller) => `${caller.account}/${caller.roleName}`)).size === callers.length;

/** Each as it has to be, and each role once. */
export const areCallers = (callers: readonly ServiceCaller[]): boolean =>
  callers.every(isCaller) && namesEachRoleOnce(callers);

const isNamed = (name: string, certificateArn: string): boolean =>
  /^[a-z0-9-]+(\.[a-z0-9-]+)+$/.test(name) &&
  /^arn:aws:acm:us-east-1:\d{12}:certificate\/[\w-]+$/.test(certificateArn);

/** Without a name of its own it has one of CloudFront's. */
export const isConsole = ({ domain }: ConsoleHosting): boolean =>
  domain === undefined || isNamed(domain.name, domain.certificateArn);

/** As CloudFront and the firewall need it. */
export const isMutualTls = (given: MutualTls): boolean =>
  isNamed(given.domainName, given.certificateArn) &&
  given.authorities.bucket !== '' &&
  given.authorities.key !== '' &&
  /^[\w/+=.@-]{1,512}$/.test(given.originSecretName);

const PLACEHOLDERS = ['{{pan}}', '{{amount}}', '{{currency}}', '{{reference}}'];

/** By TLS, and with nothing in the URL that a log would show. */
const isProcessorUrl = (text: string): boolean => {
  const url = URL.canParse(text) ? new URL(text) : null;
  return url?.protocol === 'https:' && url.username === '' && url.search === '' && url.port === '';
};

/** By name, as `functions/charge/` reads it. */
export const isProcessor = ([name, one]: readonly [string, ProcessorConfig]): boolean =>
  /^[a-z][a-z0-9-]{0,31}$/.test(name) &&
  isProcessorUrl(one.url) &&
  PLACEHOLDERS.every((placeholder) => JSON.stringify(one.body).includes(`"${placeholder}"`)) &&
  between(100, 5000, one.timeoutMs ?? 4000) &&
  one.tenants.every((tenant) => TENANT.test(tenant)) &&
  one.currencies.every((currency) => /^[A-Z]{3}$/.test(currency));

/** Charged by a processor of its tenant; under an organization in an account of its own. */
export const isApplication = ({
  application,
  account,
  organization,
  processors,
}: DeploymentConfig): boolean => {
  if (application === undefined) return true;
  const tenants = processors?.[application.processor]?.tenants ?? [];
  const isApart = application.account !== account;
  return (
    ACCOUNT.test(application.account) &&
    tenants.includes(application.tenant) &&
    (organization === undefined ||
      (isApart && application.account !== organization.managementAccount))
  );
};

/** Card verification codes, notices and profiles never; what is checked against another, with it. */
export const areCopies = ({ copies, region }: DeploymentConfig): boolean => {
  if (copies === undefined) return true;
  const needed = copies.tables.map((id): readonly TableId[] | undefined => {
    const { copiedWith }: TableDefinition = TABLES[id];
    return copiedWith;
  });
  return (
    copies.tables.length > 0 &&
    REGION.test(copies.region) &&
    copies.region !== region &&
    needed.every((others) => others?.every((one) => copies.tables.includes(one)) === true)
  );
};
