import type { Place, Principal } from './arn.ts';
import type { EncryptionContext } from './encryption-context.ts';
import type { KeyUsage } from './key-specs.ts';
import type { Tag } from './key-store.ts';
import type { ConditionContext } from './policy-condition.ts';

/** What is known of the key that a request is about. */
export interface KeyFacts {
  readonly spec: string;
  readonly usage: KeyUsage;
  readonly tags: readonly Tag[];
  readonly aliases: readonly string[];
}

export interface RequestFacts {
  readonly place: Place;
  readonly principal: Principal;
  readonly key: KeyFacts;
  readonly encryptionContext: EncryptionContext;
  /** Further keys that only one operation has, such as `kms:MacAlgorithm`. */
  readonly more: Readonly<Record<string, string>>;
}

/**
 * The condition keys of a request. Those that only AWS's network or organisation could fill
 * (`aws:SourceVpce`, `kms:ViaService`, `aws:SecureTransport`, …) are absent.
 *
 * Source: https://docs.aws.amazon.com/kms/latest/developerguide/conditions-kms.html
 */
export function conditionContext(facts: RequestFacts): ConditionContext {
  const { place, principal, key, encryptionContext } = facts;
  const values: [string, readonly string[]][] = [
    ['aws:PrincipalArn', [principal.principalArn]],
    ['aws:PrincipalAccount', [principal.account]],
    ['kms:CallerAccount', [principal.account]],
    ['aws:PrincipalIsAWSService', ['false']],
    ['aws:ViaAWSService', ['false']],
    ['aws:RequestedRegion', [place.region]],
    ['aws:ResourceAccount', [place.account]],
    ['kms:KeySpec', [key.spec]],
    ['kms:KeyUsage', [key.usage]],
    ['kms:KeyOrigin', ['AWS_KMS']],
    ['kms:MultiRegion', ['false']],
    ['kms:ResourceAliases', key.aliases],
    ['kms:EncryptionContextKeys', [...encryptionContext.keys()]],
    ...[...encryptionContext].map(([name, value]) => entry(`kms:EncryptionContext:${name}`, value)),
    ...key.tags.map(({ TagKey, TagValue }) => entry(`aws:ResourceTag/${TagKey}`, TagValue)),
    ...Object.entries(facts.more).map(([name, value]) => entry(name, value)),
  ];
  return new Map(values.map(([name, list]) => [name.toLowerCase(), list]));
}

function entry(name: string, value: string): [string, readonly string[]] {
  return [name, [value]];
}
