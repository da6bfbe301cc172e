import { fieldsOf, listOf } from './fields.ts';
import { isTenantName } from './identity.ts';
import type { Tenant } from './identity.ts';

/** A processor, as far as the vault knows it: whom it charges for, and in what. */
export interface ProcessorTerms {
  readonly tenants: readonly string[];
  readonly currencies: readonly string[];
}

/** How the vault charges. */
export interface ChargeSettings {
  /** The name or ARN of the charge function. */
  readonly functionName: string;
  /** Where Lambda answers. */
  readonly endpoint: URL;
  /** By name. */
  readonly processors: ReadonlyMap<string, ProcessorTerms>;
}

type Environment = Readonly<Record<string, string | undefined>>;

function refuse(rule: string): never {
  throw new TypeError(`Environment variable CHARGE_PROCESSORS must ${rule}.`);
}

const isCurrency = (one: unknown): one is string =>
  typeof one === 'string' && /^[A-Z]{3}$/.test(one);

function readTerms(received: unknown): ProcessorTerms {
  const { tenants, currencies } = fieldsOf(received);
  const terms = {
    tenants: listOf(tenants).filter(isTenantName),
    currencies: listOf(currencies).filter(isCurrency),
  };
  const isWhole =
    terms.tenants.length === listOf(tenants).length &&
    terms.currencies.length === listOf(currencies).length;
  return isWhole ? terms : refuse('give { tenants, currencies } by processor');
}

function readProcessors(text: string): ReadonlyMap<string, ProcessorTerms> {
  let parsed: unknown;
  try {
    parsed = JSON.parse(text);
  } catch {
    refuse('be JSON');
  }
  return new Map(Object.entries(fieldsOf(parsed)).map(([name, one]) => [name, readTerms(one)]));
}

/**
 * `CHARGE_FUNCTION` and `CHARGE_PROCESSORS`, and the SDK's own `AWS_ENDPOINT_URL_LAMBDA`; null where
 * no function is named: then nothing can be charged.
 * @throws TypeError naming the variable that is wrong
 */
export function readChargeSettings(env: Environment): ChargeSettings | null {
  const functionName = env.CHARGE_FUNCTION ?? '';
  if (functionName === '') return null;
  const region = env.AWS_REGION ?? process.env.AWS_REGION ?? '';
  const endpoint = env.AWS_ENDPOINT_URL_LAMBDA ?? `https://lambda.${region}.amazonaws.com`;
  if (!URL.canParse(endpoint)) {
    throw new TypeError('Environment variable AWS_ENDPOINT_URL_LAMBDA must be a URL.');
  }
  const processors = readProcessors(env.CHARGE_PROCESSORS ?? '');
  return { functionName, endpoint: new URL(endpoint), processors };
}

/** Whether a tenant may charge by a processor in a currency. Unknown and another's are the same. */
export function isOffered(
  settings: ChargeSettings | null,
  tenant: Tenant,
  { processor, currency }: { readonly processor: string; readonly currency: string },
): boolean {
  const terms = settings?.processors.get(processor);
  return terms?.tenants.includes(tenant) === true && terms.currencies.includes(currency);
}
